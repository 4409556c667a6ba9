/** The chat's data, on both databases. */
@NullMarked
package dev.rota.systems.chat.data;

import org.jspecify.annotations.NullMarked;
