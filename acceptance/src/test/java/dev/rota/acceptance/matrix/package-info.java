/**
 * The fault matrix: worker processes on each store, with one fault striking while they work.
 *
 * <p>A {@link dev.rota.acceptance.matrix.Cell} is one {@link dev.rota.acceptance.matrix.Fault} on one
 * {@link dev.rota.acceptance.matrix.TestDatabase.Kind kind of store}. It sets its {@link dev.rota.acceptance.matrix.Stage}
 * (a database, two workers in processes of their own, a proxy before each connection), lets the
 * {@link dev.rota.acceptance.matrix.Driver} enqueue jobs of every sort of {@link dev.rota.acceptance.matrix.Work}, strikes
 * and heals, and waits until nothing is left to do. Then the {@link dev.rota.acceptance.matrix.Verdict} compares what was
 * promised with what the database holds and with the {@link dev.rota.acceptance.matrix.Ledger}, which stands outside of it:
 * it is the world that jobs have effects on, it has a clock of its own, and it refuses whoever comes with an older lease
 * than it has seen.
 */
@NullMarked
package dev.rota.acceptance.matrix;

import org.jspecify.annotations.NullMarked;
