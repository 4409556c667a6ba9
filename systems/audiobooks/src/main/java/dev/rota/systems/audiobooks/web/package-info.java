/**
 * The scheduler's and the tasks' endpoints, for administrators who have logged in.
 *
 * <p>Paths and names of fields are those of the program that this system stands for; they lie below
 * {@code audiobooks.path}, which is empty unless set. Instants are UTC, written with {@code +00:00}.
 */
@NullMarked
package dev.rota.systems.audiobooks.web;

import org.jspecify.annotations.NullMarked;
