package dev.rota.systems.boardgames.jobs;

import dev.rota.systems.common.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which jobs there are, and whether they are run. Thread-safe. */
final class JobTable {
    private final JdbcClient jdbc;

    JobTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A job; {@code removedAt} is not null while it only waits for its last run to end. */
    record Row(
            String name,
            String description,
            String kind,
            Instant createdAt,
            @Nullable Instant removedAt) {}

    /** Makes a job, or changes the one of that name. */
    void put(String name, String description, String kind, Instant now) {
        jdbc.sql("""
                        insert into boardgames_job (name, description, kind, created_at)
                        values (:name, :description, :kind, :now)
                            on conflict (name) do update
                           set description = :description, kind = :kind, removed_at = null
                        """)
                .param("name", name)
                .param("description", description)
                .param("kind", kind)
                .param("now", Columns.of(now))
                .update();
    }

    /** A job that is not being removed. */
    Optional<Row> find(String name) {
        return jdbc.sql("select * from boardgames_job where name = :name and removed_at is null")
                .param("name", name)
                .query((row, n) -> read(row))
                .optional();
    }

    /** Jobs that are not being removed; the three first. */
    List<Row> all() {
        return jdbc.sql("select * from boardgames_job where removed_at is null order by kind desc, name")
                .query((row, n) -> read(row))
                .list();
    }

    /** From now on it is being removed. */
    void markRemoved(String name, Instant now) {
        jdbc.sql("update boardgames_job set removed_at = :now where name = :name")
                .param("now", Columns.of(now))
                .param("name", name)
                .update();
    }

    /** Deletes it if it is being removed and does not run. */
    void deleteRemoved(String name) {
        jdbc.sql("""
                        delete from boardgames_job
                         where name = :name and removed_at is not null
                           and not exists (select 1 from boardgames_job_execution e
                                            where e.job_name = boardgames_job.name and e.status = 'running')
                        """).param("name", name).update();
    }

    /** Whether the jobs are run. */
    boolean running() {
        return jdbc.sql("select running from boardgames_service where id = 1")
                .query((row, n) -> Columns.flag(row, "running"))
                .single();
    }

    /** False if they were already, or were not. */
    boolean setRunning(boolean running, Instant now) {
        return jdbc.sql("""
                        update boardgames_service set running = :running, changed_at = :now
                         where id = 1 and running <> :running
                        """)
                        .param("running", Columns.of(running))
                        .param("now", Columns.of(now))
                        .update()
                == 1;
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                Columns.text(row, "name"),
                Columns.text(row, "description"),
                Columns.text(row, "kind"),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "removed_at"));
    }
}
