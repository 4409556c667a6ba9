/**
 * What the console keeps ({@code dev.rota.console}), for both databases.
 *
 * <p>Statements about jobs are written whole for each database, because their shape is what makes them fast. Those of the
 * console look up and change single rows by their keys, a few in a second, in SQL that both databases read alike; so they
 * stand here once, each beside its verb. What differs is below the level of a statement, in the
 * {@link dev.rota.jdbc.Dialect}: how instants and lists are bound, and how transactions that must not overlap are put in
 * line. The tables are made by each store's migrations, with the same names and columns.
 *
 * <p>Two who do the same at once are told apart by a row that only one of them changes: each such statement repeats in its
 * condition what must still be true. Where one row is not enough (the last administrator, a family of refresh tokens, the
 * number of views) the transaction takes a lock by name first.
 */
@NullMarked
package dev.rota.jdbc.console;

import org.jspecify.annotations.NullMarked;
