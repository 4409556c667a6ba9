/**
 * The machinery: claims jobs, runs attempts, writes what became of them, and does what has to be done from time to time.
 *
 * <p>One {@link dev.rota.engine.Dispatcher} thread exchanges finished attempts for new jobs with the store; attempts run
 * on threads of their own. What has to be done from time to time is a {@link dev.rota.engine.Duty}: heartbeats, rescuing
 * the jobs of dead workers, firing schedules, letting blocked jobs go, writing notes, pruning. Every duty may run on every
 * worker at once, and is right with any number of them, because the store decides.
 *
 * <p>Nothing in this package is for users of Rota; they use {@code dev.rota.Rota}.
 */
@NullMarked
package dev.rota.engine;

import org.jspecify.annotations.NullMarked;
