package dev.rota.sqlite;

import dev.rota.jdbc.Sql;

/** The statements about figures. */
final class SqliteRollupStatements {
    private SqliteRollupStatements() {}

    private static final String COLUMNS = """
            span_s, at, type, queue, worker_id, enqueued, succeeded, retried, failed_attempts, failed, cancelled,
                items_succeeded, items_failed, ran_us, ran, waited
            """;

    /** All of a worker's figures of a minute: what stands there is older. */
    static final Sql PUT = Sql.of("insert into rota_rollup (" + COLUMNS + """
            )
            values (
                :span, :at, :type, :queue, :worker, :enqueued, :succeeded, :retried, :failed_attempts, :failed, :cancelled,
                :items_succeeded, :items_failed, :ran_us, :ran, :waited)
            on conflict (at, span_s, type, queue, worker_id) do update
            set enqueued = excluded.enqueued, succeeded = excluded.succeeded, retried = excluded.retried,
                failed_attempts = excluded.failed_attempts, failed = excluded.failed, cancelled = excluded.cancelled,
                items_succeeded = excluded.items_succeeded, items_failed = excluded.items_failed,
                ran_us = excluded.ran_us, ran = excluded.ran, waited = excluded.waited""");

    static final Sql READ = Sql.of("select " + COLUMNS + """
            from rota_rollup
            where at >= :from and at < :until and (:any_type or type = :type) and (:any_queue or queue = :queue)""");

    static final Sql READ_TYPE = Sql.of("select " + COLUMNS + """
            from rota_rollup where type = :type and at >= :from order by at desc limit :most""");

    /** The earliest minute that workers have written and that is over. */
    static final Sql OLDEST_OF_WORKERS = Sql.of("""
            select at from rota_rollup where worker_id <> 0 and at < :before order by at limit 1""");

    static final Sql OLDEST_OF_SPAN = Sql.of("""
            select at from rota_rollup where span_s = :span and at < :before order by at limit 1""");

    /** Of the span {@code :span}, or of workers in it. */
    static final Sql TAKE = Sql.of("""
            delete from rota_rollup
            where at >= :from and at < :until and span_s = :span and (:any_worker or worker_id <> 0)
            returning *""");

    static final Sql TARGET = Sql.of("select " + COLUMNS + """
            from rota_rollup where at = :at and span_s = :span and worker_id = 0""");

    static final Sql PRUNE = Sql.of("""
            delete from rota_rollup where rowid in (
                select rowid from rota_rollup where span_s = 3600 and at < :before order by at limit :most)""");
}
