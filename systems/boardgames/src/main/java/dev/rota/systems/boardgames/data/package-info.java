/** Fills the board-game library's tables with the hand-made data, or with files of the same shape. */
@NullMarked
package dev.rota.systems.boardgames.data;

import org.jspecify.annotations.NullMarked;
