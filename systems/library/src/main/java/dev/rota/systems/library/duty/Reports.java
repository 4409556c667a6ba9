package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The reports the duties leave behind: JSON, one for each kind and beginning of a period. Thread-safe. */
public final class Reports {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    /** Works on the library's tables. */
    public Reports(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * The report of a kind whose period begins on a date.
     *
     * @return the report's JSON; empty when there is none
     */
    public Optional<String> find(String kind, LocalDate periodStart) {
        return jdbc.sql(Statements.FIND)
                .param("kind", kind)
                .param("start", Columns.of(periodStart))
                .query(String.class)
                .optional();
    }

    /** Stores a report unless there is one already; returns whether this call stored it. */
    boolean addOnce(String kind, LocalDate start, LocalDate end, Object body, Instant now) {
        return store(Statements.ADD + Statements.UNLESS_THERE, kind, start, end, body, now) == 1;
    }

    /** Stores a report in the place of an earlier one. */
    void replace(String kind, LocalDate start, LocalDate end, Object body, Instant now) {
        store(Statements.ADD + Statements.OR_REPLACE, kind, start, end, body, now);
    }

    private int store(String sql, String kind, LocalDate start, LocalDate end, Object body, Instant now) {
        return jdbc.sql(sql)
                .param("kind", kind)
                .param("start", Columns.of(start))
                .param("end", Columns.of(end))
                .param("body", json.writeValueAsString(body))
                .param("now", Columns.of(now))
                .update();
    }

    private static final class Statements {
        static final String FIND = """
                select body from library_report where kind = :kind and period_start = :start
                """;
        static final String ADD = """
                insert into library_report (kind, period_start, period_end, body, created_at)
                values (:kind, :start, :end, :body, :now)
                """;
        static final String UNLESS_THERE = """
                on conflict (kind, period_start) do nothing
                """;
        static final String OR_REPLACE = """
                on conflict (kind, period_start) do update
                set period_end = excluded.period_end, body = excluded.body, created_at = excluded.created_at
                """;

        private Statements() {}
    }
}
