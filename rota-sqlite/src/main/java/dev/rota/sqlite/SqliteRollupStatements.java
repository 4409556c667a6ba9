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

    private static final String SUMS = """
            sum(x.enqueued) as enqueued, sum(x.succeeded) as succeeded, sum(x.retried) as retried,
                sum(x.failed_attempts) as failed_attempts, sum(x.failed) as failed, sum(x.cancelled) as cancelled,
                sum(x.items_succeeded) as items_succeeded, sum(x.items_failed) as items_failed, sum(x.ran_us) as ran_us,
                coalesce(group_concat(nullif(x.ran, ''), ' '), '') as ran,
                coalesce(group_concat(nullif(x.waited, ''), ' '), '') as waited
            """;

    /**
     * The rows of a {@link dev.rota.jdbc.RollupCover}, and what workers have written and is not yet among them, which is
     * always little.
     */
    private static String rows(boolean ofType) {
        return """
            (
                select r.* from json_each(:spans) part cross join rota_rollup r INDEXED
                where r.span_s = part.value and r.at >= json_extract(:froms, '$[' || part.key || ']')
                    and r.at < json_extract(:untils, '$[' || part.key || ']') and r.worker_id = 0 and LIKE
                union all
                select r.* from rota_rollup r
                where r.worker_id <> 0 and r.at >= :from and r.at < :until and +LIKE
            ) x
            """.replace("INDEXED", ofType ? "indexed by rota_rollup_type" : "")
                .replace("+LIKE", ofType ? "+r.type = :type and QUEUE" : "QUEUE")
                .replace("LIKE", ofType ? "r.type = :type and QUEUE" : "QUEUE")
                .replace("QUEUE", "(:any_queue or r.queue = :queue)");
    }

    private static Sql series(boolean ofType) {
        return Sql.of("""
                select x.at / (:step * 1000000) * (:step * 1000000) as at,
                    case when :of_type then x.type when :of_queue then x.queue else '' end as name,
                """ + SUMS + "from " + rows(ofType) + "group by 1, 2");
    }

    /** Histograms are added up by putting their texts one after the other. */
    static final Sql SERIES = series(false);

    static final Sql SERIES_OF_TYPE = series(true);

    static final Sql TOTALS = Sql.of("select x.type, " + SUMS + "from " + rows(false) + "group by x.type");

    static final Sql RAN =
            Sql.of("select coalesce(group_concat(nullif(x.ran, ''), ' '), '') as ran from " + rows(true));

    /** The earliest minute that workers have written and that is over. */
    static final Sql OLDEST_OF_WORKERS = Sql.of("""
            select at from rota_rollup where worker_id <> 0 and at < :before order by at limit 1""");

    static final Sql TAKE = Sql.of("""
            delete from rota_rollup
            where span_s = 60 and at = :at and worker_id <> 0
            returning *""");

    static final Sql TARGET = Sql.of("select " + COLUMNS + """
            from rota_rollup where at = :at and span_s = :span and worker_id = 0""");

    /** Of a span the oldest rows that begin before :before, and all others of the last time that these begin at. */
    static final Sql PRUNE = Sql.of("""
            delete from rota_rollup
            where span_s = :span and worker_id = 0 and at <= (
                select max(at) from (
                    select at from rota_rollup where span_s = :span and worker_id = 0 and at < :before
                    order by at limit :most))""");
}
