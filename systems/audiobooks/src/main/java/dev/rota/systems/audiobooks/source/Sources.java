package dev.rota.systems.audiobooks.source;

import dev.rota.systems.common.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of sources. Thread-safe. */
public final class Sources {
    private final JdbcClient jdbc;

    public Sources(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Stores a source as configured; how it has fared stays. */
    public void put(Source source) {
        jdbc.sql("""
                        insert into audio_source (name, base_url, min_interval_ms, user_agent, enabled)
                        values (:name, :base, :interval, :agent, :enabled)
                            on conflict (name) do update
                           set base_url = :base, min_interval_ms = :interval, user_agent = :agent, enabled = :enabled
                        """)
                .param("name", source.name())
                .param("base", source.baseUrl())
                .param("interval", source.minInterval().toMillis())
                .param("agent", source.userAgent())
                .param("enabled", Columns.of(source.enabled()))
                .update();
    }

    /**
     * A source.
     *
     * @throws IllegalStateException if it was never {@link #put}
     */
    public Source get(String name) {
        return jdbc.sql("select base_url, min_interval_ms, user_agent, enabled from audio_source where name = :name")
                .param("name", name)
                .query((row, n) -> new Source(
                        name,
                        Columns.text(row, "base_url"),
                        Duration.ofMillis(row.getLong("min_interval_ms")),
                        Columns.text(row, "user_agent"),
                        Columns.flag(row, "enabled")))
                .optional()
                .orElseThrow(() -> new IllegalStateException(
                        "Source " + name + ": expected a row in audio_source, found none; put it there at start"));
    }

    /** When the last crawl that ended well began; empty if none has. */
    public Optional<Instant> lastSince(String name) {
        return jdbc.sql("select last_since from audio_source where name = :name and last_since is not null")
                .param("name", name)
                .query((row, n) -> Columns.instant(row, "last_since"))
                .optional();
    }

    /** A crawl that began at {@code start} has ended well. An earlier one than is known changes nothing. */
    public void crawled(String name, Instant start) {
        jdbc.sql("update audio_source set last_since = :start where name = :name and coalesce(last_since, 0) < :start")
                .param("start", Columns.of(start))
                .param("name", name)
                .update();
    }
}
