/**
 * The tasks as jobs: when each runs, which exclude each other, and what their runs leave behind.
 *
 * <p>All tasks that ask sources hold one exclusion key, so that a later one waits for an earlier one, on whatever worker.
 * Downloads are jobs of their own, ordered in the transaction in which a book becomes wanted; they exclude each other.
 */
@NullMarked
package dev.rota.systems.audiobooks.jobs;

import org.jspecify.annotations.NullMarked;
