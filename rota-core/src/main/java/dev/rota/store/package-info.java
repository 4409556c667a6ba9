/**
 * The seam between the engine and a database.
 *
 * <p>It speaks in what happens to jobs (enqueue, exchange, release, rescue, prune …) over batches, and never in SQL or in
 * rows of a table, so that a store can be rebuilt underneath. Every verb is one transaction unless it is given a
 * connection, and every verb compares times on the store's own clock: a worker whose clock is wrong can neither steal a
 * lease nor run a job early. Every write of an attempt carries the lease of its claim, and changes nothing if that lease
 * is no longer the job's.
 *
 * <p>All methods throw {@link dev.rota.store.StoreException} when the database cannot be reached or refuses, and may then
 * be called again. Implementations are thread-safe.
 */
@NullMarked
package dev.rota.store;

import org.jspecify.annotations.NullMarked;
