package dev.rota.alerts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an alert can be about. */
public enum AlertKind {
    /** A schedule is due, and has not fired within its grace. */
    SCHEDULE_LATE("Schedule is late", true, "schedules/"),
    /** A schedule missed fires that nothing makes up for. */
    SCHEDULE_MISSED("Schedule missed fires", false, "schedules/"),
    /** A failure that has not been seen before. */
    FAILURE_NEW("New failure", false, "failures/"),
    /** A failure that was resolved has returned. */
    FAILURE_REGRESSED("Failure has returned", false, "failures/"),
    /** Too many attempts of a type fail. */
    FAILURE_RATE("Too many failures", true, "jobs?state=failed&type="),
    /** Jobs wait in a queue that no worker takes from. */
    QUEUE_UNWORKED("Queue without workers", true, "jobs?state=queued&queue="),
    /** Jobs wait in a queue for longer than they should. */
    QUEUE_WAIT("Queue waits too long", true, "jobs?state=queued&queue="),
    /** A worker was not heard of any more. */
    WORKER_LOST("Worker lost", false, "workers#"),
    /** A job runs far beyond its usual time. */
    JOB_SLOW("Job runs too long", true, "jobs/");

    private final String words;
    private final boolean ends;
    private final String path;

    AlertKind(String words, boolean ends, String path) {
        this.words = words;
        this.ends = ends;
        this.path = path;
    }

    /** As it stands in configuration, REST and webhooks: {@code schedule.late}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** For people, in a few words. */
    public String words() {
        return words;
    }

    /** True for what lasts, so that its end is told too; false for what happened and is only forgotten. */
    public boolean ends() {
        return ends;
    }

    /** Where the dashboard shows it, before the subject. */
    String path() {
        return path;
    }

    /** The kind of that text; empty if there is none. */
    public static Optional<AlertKind> of(@Nullable String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
}
