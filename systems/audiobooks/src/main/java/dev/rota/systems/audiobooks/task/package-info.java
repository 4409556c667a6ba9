/**
 * The seven tasks and the downloads, free of any job engine.
 *
 * <p>A task works item by item. What an item changes, the counters of the run and the position behind the item are
 * written in one transaction ({@link TaskRun}), so a run that is cut off at any point goes on with the next item, and the
 * counts of its rows add up to the whole. No transaction spans a request to a source. A run that another worker has taken
 * over finds its row no longer running, and stops before it writes.
 *
 * <p>An item that fails does not fail the run; {@link FailedAttempts} remembers it for good, by its key alone, and the
 * next crawl asks for it again. A run fails when it cannot go on: its source is down, or too much of it failed.
 */
@NullMarked
package dev.rota.systems.audiobooks.task;

import org.jspecify.annotations.NullMarked;
