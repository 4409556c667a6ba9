/**
 * The application's jobs: their handlers, and when the regular ones run.
 *
 * <p>Each task is a job of its own, so that one that fails keeps none of the others. How a failure ends is settled in one
 * place, {@link dev.rota.systems.webapp.work.TaskGuard}: what may pass is tried again within minutes; a mail that is
 * refused, or arguments that make no sense, never; anything else is noted as a failed task, and the job is queued again
 * some minutes later under the same id.
 */
@NullMarked
package dev.rota.systems.webapp.work;

import org.jspecify.annotations.NullMarked;
