/** The chat's duties, on both databases. */
@NullMarked
package dev.rota.systems.chat.duty;

import org.jspecify.annotations.NullMarked;
