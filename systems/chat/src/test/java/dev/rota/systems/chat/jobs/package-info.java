/** The chat's jobs, on both databases. */
@NullMarked
package dev.rota.systems.chat.jobs;

import org.jspecify.annotations.NullMarked;
