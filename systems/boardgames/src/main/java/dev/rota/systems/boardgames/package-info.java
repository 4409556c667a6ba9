/**
 * A library of board games that reminds its borrowers: alerts for what is overdue or due soon, and the jobs that raise
 * them.
 *
 * <p>{@link dev.rota.systems.boardgames.duty} holds the duties, free of any job engine. {@link
 * dev.rota.systems.boardgames.jobs} runs them, and whatever else is given to it, as named jobs that can be added, removed,
 * enabled, disabled, run by hand and watched. {@link dev.rota.systems.boardgames.admin} is the same over HTTP. {@link
 * dev.rota.systems.boardgames.data} fills the tables.
 */
@NullMarked
package dev.rota.systems.boardgames;

import org.jspecify.annotations.NullMarked;
