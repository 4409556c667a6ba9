/** Fills the chat's tables: with the hand-made data, with open conversations, or with any number of invented ones. */
@NullMarked
package dev.rota.systems.chat.data;

import org.jspecify.annotations.NullMarked;
