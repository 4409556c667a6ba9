package dev.rota.spring;

import dev.rota.JobOrder;
import dev.rota.job.JobType;

/**
 * Work that a request leaves behind. A controller method has it as a parameter (Spring MVC):
 *
 * <pre>{@code
 * @PostMapping("/users")
 * User register(@RequestBody NewUser user, BackgroundTasks tasks) {
 *     User saved = users.save(user);
 *     tasks.add(SEND_WELCOME, new SendWelcome(saved.id()));
 *     tasks.add(INDEX_USER, new IndexUser(saved.id()));
 *     return saved;
 * }
 * }</pre>
 *
 * <p>What is added inside a transaction joins it. What is added outside one is kept until the controller method has
 * returned, and is then committed, all of it together, before the response is written: a client that has got its answer
 * can rely on the jobs, and a method that throws leaves none. If they cannot be committed the request fails. What is added
 * later still, by a {@code Callable} the method returned perhaps, is durable when {@code add} returns. Thread-safe.
 */
public interface BackgroundTasks {
    /** Adds a job. */
    <A> void add(JobType<A> type, A args);

    /** Adds a job that takes no arguments. */
    void add(JobType<Void> type);

    /** Adds a job described by {@link dev.rota.Rota#job}: delayed, tagged, with a unique key … */
    void add(JobOrder order);

    /**
     * Runs {@code task} in this process when the controller method has returned, and not at all if it throws. It is kept in
     * memory alone: a process that dies loses it, nothing retries it, and nobody sees it. What has not ended at shutdown has
     * {@code rota.worker.grace} to end.
     *
     * @throws java.util.concurrent.RejectedExecutionException if {@code rota.local-tasks.capacity} tasks wait or run already
     */
    void local(Runnable task);
}
