package dev.rota.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a bean method, or a bean that is a {@link dev.rota.job.JobHandler}, the handler of a job type.
 *
 * <p>A method takes the job's arguments, a {@link dev.rota.job.JobContext}, both in any order, or neither. What it returns
 * is stored as the job's result. To throw is to fail the attempt.
 *
 * <pre>{@code
 * @RotaJob(value = "users.send-welcome", queue = "mail", retries = 5)
 * void sendWelcome(SendWelcome args, JobContext job) { … }
 * }</pre>
 *
 * <p>Queue, priority, retries and timeout are stored with each job when it is enqueued: by a {@link RotaSchedule}, or by a
 * program that names the type in this application and sets nothing else. What the {@link dev.rota.job.JobType} or the order
 * that it enqueues with does set, counts more. A program without this handler enqueues by its own {@code JobType} alone.
 * {@code backoff}, {@code backoffCap} and {@code noRetryFor} count for all.
 *
 * <p>If there is a {@link dev.rota.job.JobType} bean of the same name, it says how jobs are run, and the other attributes
 * here must not be set. In text attributes {@code ${…}} is resolved.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RotaJob {
    /** The name of the type: it is stored with every job, so it must not change when classes or methods are renamed. */
    String value();

    /** The queue that jobs wait in; empty means {@code default}. */
    String queue() default "";

    /** Lower is claimed first. */
    int priority() default 0;

    /** How many attempts follow a first failed one; -1 means 9. */
    int retries() default -1;

    /** After this time an attempt is interrupted and counts as failed, as in {@code 90s} or {@code PT90S}; empty means never. */
    String timeout() default "";

    /** The wait before the first retry, as in {@code 10s}; it doubles with every further one. Empty means 5 s. */
    String backoff() default "";

    /** The longest wait before a retry, as in {@code 1h}; empty means an hour, or {@link #backoff()} if that is longer. */
    String backoffCap() default "";

    /** Errors of these types, or caused by one, are not retried: the job fails at once. */
    Class<? extends Throwable>[] noRetryFor() default {};
}
