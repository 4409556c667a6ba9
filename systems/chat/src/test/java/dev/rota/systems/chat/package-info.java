/** The chat's duties, endpoints and schedules, on both databases. */
@NullMarked
package dev.rota.systems.chat;

import org.jspecify.annotations.NullMarked;
