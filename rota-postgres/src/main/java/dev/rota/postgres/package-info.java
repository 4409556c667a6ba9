/**
 * The store on PostgreSQL 15 to 18, in plain SQL without extensions.
 *
 * <p>What makes it fast is the shape of its statements ({@link dev.rota.postgres.PostgresStatements}): a batch of finished
 * jobs moves to the history and the next batch is claimed in one statement, which is one round trip and one commit; arrays
 * go through {@code unnest}; the claim walks an index that holds claimable jobs alone, in the order of claiming.
 *
 * <p>These statements go by index from row to row, and are right with any statistics only if the planner does so too: a
 * plan made while a table was nearly empty would otherwise scan it when it holds millions. So the store's own connections
 * are told not to scan or hash whole tables, and on an application's connections each of the store's transactions says so
 * for itself ({@link dev.rota.postgres.PostgresDialect}). What runs inside a caller's transaction is left to the planner.
 */
@NullMarked
package dev.rota.postgres;

import org.jspecify.annotations.NullMarked;
