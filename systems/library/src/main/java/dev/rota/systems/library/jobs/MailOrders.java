package dev.rota.systems.library.jobs;

import dev.rota.Rota;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.UniqueKey;
import dev.rota.retry.RetryPolicy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Enqueues deliveries, one for each message. Thread-safe. */
final class MailOrders {
    /** A mail server that is down is asked again for about four hours: after 5 s, 10 s, … at last every 15 min. */
    static final JobType<DeliverMail> DELIVER_MAIL = JobType.of("library.deliver-mail", DeliverMail.class)
            .queue("mail")
            .retries(24)
            .retry(RetryPolicy.exponential(Duration.ofSeconds(5), 2, Duration.ofMinutes(15)));

    /** One that failed waits for a person, so it still stands for its message. */
    private static final Set<JobState> ORDERED = withFailed();

    private final Rota rota;

    MailOrders(Rota rota) {
        this.rota = rota;
    }

    /**
     * Orders the delivery of a message, in the caller's transaction if there is one.
     *
     * @return false if it was ordered before
     */
    boolean order(long messageId) {
        return rota.job(DELIVER_MAIL, new DeliverMail(messageId))
                .unique(UniqueKey.of("message-" + messageId).states(ORDERED))
                .tag(LibrarySchedules.TAG)
                .enqueueAndTell()
                .fresh();
    }

    private static Set<JobState> withFailed() {
        Set<JobState> states = EnumSet.copyOf(JobState.live());
        states.add(JobState.FAILED);
        return states;
    }
}
