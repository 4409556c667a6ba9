package dev.rota.alerts;

import dev.rota.Rota;
import dev.rota.job.ArgsException;
import dev.rota.job.Attempt;
import dev.rota.job.Job;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how alerts were delivered from their jobs. */
final class Deliveries {
    private static final int MOST_TITLES = 10;

    private final Rota rota;

    Deliveries(Rota rota) {
        this.rota = rota;
    }

    /** Those of these jobs that retention has left, the latest first. */
    List<Delivery> of(List<Long> jobs) {
        return rota.store().archive().findAll(jobs).stream()
                .flatMap(job -> read(job).stream())
                .toList();
    }

    private Optional<Delivery> read(Job job) {
        try {
            AlertMessage message = AlertSender.TYPE.decode(
                    rota.codec(), job.args(), job.request().version());
            return Optional.of(new Delivery(
                    job.id(),
                    message.channel(),
                    job.state(),
                    message.items().stream()
                            .limit(MOST_TITLES)
                            .map(Wording::title)
                            .toList(),
                    message.items().size() + message.more(),
                    job.attempt(),
                    message.at(),
                    error(job)));
        } catch (ArgsException e) {
            // Somebody enqueued it with other arguments; the job itself says what is wrong with it.
            return Optional.empty();
        }
    }

    private @Nullable String error(Job job) {
        if (job.attempt() < 1) {
            return null;
        }
        List<Attempt> attempts = rota.jobs().attempts(job.id());
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Attempt attempt = attempts.get(i);
            if (attempt.outcome() == Attempt.Outcome.FAILED) {
                return attempt.error() == null
                        ? attempt.reason()
                        : attempt.error().message();
            }
        }
        return null;
    }
}
