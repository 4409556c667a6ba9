/** The board-game library on both databases. */
@NullMarked
package dev.rota.systems.boardgames.admin;

import org.jspecify.annotations.NullMarked;
