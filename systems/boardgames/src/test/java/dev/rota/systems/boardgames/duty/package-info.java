/** The board-game library on both databases. */
@NullMarked
package dev.rota.systems.boardgames.duty;

import org.jspecify.annotations.NullMarked;
