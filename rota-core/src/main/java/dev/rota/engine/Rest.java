package dev.rota.engine;

import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a worker may rest that has nothing to do. If it would hear of new jobs at once, a look at what is due next, which
 * costs less than an exchange, lets it rest for several polls, with an alarm for what is due before.
 */
final class Rest {
    private static final Logger LOG = LoggerFactory.getLogger(Rest.class);
    private static final int POLLS = 5;

    private final JobStore jobs;
    private final Worker worker;
    private final Signal signal;
    private final Duration poll;
    private final BooleanSupplier prompt;

    Rest(JobStore jobs, Worker worker, Signal signal, Duration poll, BooleanSupplier prompt) {
        this.jobs = jobs;
        this.worker = worker;
        this.signal = signal;
        this.poll = poll;
        this.prompt = prompt;
    }

    /** Until it looks again; one poll means that it should ask for jobs now. */
    Duration length() {
        if (!prompt.getAsBoolean()) {
            return poll;
        }
        try {
            Optional<Duration> due = jobs.untilDue(worker.queueNames());
            if (due.isPresent() && due.get().compareTo(poll) <= 0) {
                due.filter(left -> !left.isZero()).ifPresent(signal::wakeIn);
                return poll;
            }
            Duration longest = poll.multipliedBy(POLLS);
            boolean wakes = due.isEmpty() || due.get().compareTo(longest) >= 0 || signal.wakeIn(due.get());
            return wakes ? longest : poll;
        } catch (RuntimeException e) {
            LOG.debug("Could not find out what is due next, asking for jobs", e);
            return poll;
        }
    }
}
