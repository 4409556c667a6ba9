package dev.rota.systems.audiobooks.source;

import dev.rota.systems.common.Columns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which sources are left alone, and until when: after a failure 1, 5, 15, 30, 60 minutes, then 3, 6, 12, 24 hours; each
 * success takes one step back. Kept in the database, so that a restart does not forget it. Thread-safe.
 */
public final class SourceHealth {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    public SourceHealth(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Throws if the source is to be left alone now. */
    void check(Source source) throws SourceUnavailableException {
        State state = state(source.name());
        Instant now = clock.instant();
        if (!source.enabled()) {
            throw new SourceUnavailableException(
                    "Source " + source.name() + " is switched off", now.plus(Duration.ofDays(1)));
        }
        Instant until = state.disabledUntil();
        if (until != null && until.isAfter(now)) {
            throw new SourceUnavailableException(
                    "Source " + source.name() + " failed before and is left alone until " + until, until);
        }
    }

    /** It answered: one step down, at once ready for the next request. */
    void succeeded(Source source) {
        if (state(source.name()).level() == 0) {
            return; // Nearly always: no write for it.
        }
        transactions.executeWithoutResult(status -> {
            int level = BackOff.down(state(source.name()).level());
            store(source.name(), level, null);
        });
    }

    /**
     * It failed: one step up.
     *
     * @param retryAfter what the source itself asked for; null if it did not
     * @return what to throw
     */
    SourceUnavailableException failed(String source, String reason, @Nullable Instant retryAfter) {
        Instant until = transactions.execute(status -> {
            int level = BackOff.up(state(source).level());
            Instant ladder = clock.instant().plus(BackOff.at(level));
            Instant later = retryAfter != null && retryAfter.isAfter(ladder) ? retryAfter : ladder;
            store(source, level, later);
            return later;
        });
        return new SourceUnavailableException(
                "Source " + source + ": " + reason + "; asked again from " + until, until);
    }

    /** A run gives a source up though each single answer came. */
    public SourceUnavailableException givenUp(String source, String reason) {
        return failed(source, reason, null);
    }

    private State state(String name) {
        return jdbc.sql("select backoff_level, disabled_until from audio_source where name = :name")
                .param("name", name)
                .query((row, n) -> new State(row.getInt("backoff_level"), Columns.instantOrNull(row, "disabled_until")))
                .single();
    }

    private void store(String name, int level, @Nullable Instant until) {
        jdbc.sql("update audio_source set backoff_level = :level, disabled_until = :until where name = :name")
                .param("level", level)
                .param("until", Columns.ofNullable(until))
                .param("name", name)
                .update();
    }

    private record State(int level, @Nullable Instant disabledUntil) {}
}
