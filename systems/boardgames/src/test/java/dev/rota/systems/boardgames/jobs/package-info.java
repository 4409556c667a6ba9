/** The board-game library on both databases. */
@NullMarked
package dev.rota.systems.boardgames.jobs;

import org.jspecify.annotations.NullMarked;
