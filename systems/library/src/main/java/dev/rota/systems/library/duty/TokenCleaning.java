package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes tokens that have expired. A token that was revoked but has not expired stays: it is what keeps the revoked
 * one out. Thread-safe.
 */
public final class TokenCleaning {

    private static final int BATCH = 1000;

    private final JdbcClient jdbc;

    /** Works on the library's tables; each batch is a transaction of its own. */
    public TokenCleaning(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Deletes what expired strictly before {@code now}.
     *
     * @param dryRun whether to count only
     */
    public Cleaned clean(Instant now, boolean dryRun, DutyProgress progress) {
        if (dryRun) {
            return new Cleaned(count(now), true);
        }
        progress.total(count(now));
        long deleted = 0;
        List<String> batch;
        do {
            progress.checkpoint();
            batch = jdbc.sql(Statements.DELETE)
                    .param("now", Columns.of(now))
                    .param("batch", BATCH)
                    .query(String.class)
                    .list();
            deleted += batch.size();
            progress.ok(batch.size());
        } while (!batch.isEmpty());
        return new Cleaned(deleted, false);
    }

    private long count(Instant now) {
        return jdbc.sql(Statements.COUNT)
                .param("now", Columns.of(now))
                .query(Long.class)
                .single();
    }

    /**
     * What one run did.
     *
     * @param tokens deleted by this run, or found in a dry run
     * @param dryRun whether they were only counted
     */
    public record Cleaned(long tokens, boolean dryRun) {}

    private static final class Statements {
        static final String COUNT = """
                select count(*) from library_token where expires_at < :now
                """;
        static final String DELETE = """
                delete from library_token
                 where jti in (select jti from library_token where expires_at < :now order by expires_at limit :batch)
                returning jti
                """;

        private Statements() {}
    }
}
