package dev.rota.postgres;

import dev.rota.jdbc.Sql;

/** The statements about figures. */
final class PostgresRollupStatements {
    private PostgresRollupStatements() {}

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
            cast(sum(x.enqueued) as bigint) as enqueued, cast(sum(x.succeeded) as bigint) as succeeded,
                cast(sum(x.retried) as bigint) as retried, cast(sum(x.failed_attempts) as bigint) as failed_attempts,
                cast(sum(x.failed) as bigint) as failed, cast(sum(x.cancelled) as bigint) as cancelled,
                cast(sum(x.items_succeeded) as bigint) as items_succeeded,
                cast(sum(x.items_failed) as bigint) as items_failed, cast(sum(x.ran_us) as bigint) as ran_us,
                coalesce(string_agg(nullif(x.ran, ''), ' '), '') as ran,
                coalesce(string_agg(nullif(x.waited, ''), ' '), '') as waited
            """;

    /** The rows of a {@link dev.rota.jdbc.RollupCover}, and what workers have written and is not yet among them. */
    private static String rows(String like) {
        return """
            (
                select x.*
                from unnest(cast(:spans as bigint[]), cast(:froms as bigint[]), cast(:untils as bigint[]))
                    as part (span, since, until)
                cross join rota_rollup x
                where x.span_s = part.span and x.at >= timestamptz 'epoch' + part.since * interval '1 microsecond'
                    and x.at < timestamptz 'epoch' + part.until * interval '1 microsecond' and x.worker_id = 0 and LIKE
                union all
                select x.* from rota_rollup x
                where x.worker_id <> 0 and x.at >= :from and x.at < :until and LIKE
            ) x
            """.replace("LIKE", like + "(cast(:any_queue as boolean) or x.queue = cast(:queue as text))");
    }

    private static Sql series(String like) {
        return Sql.of("""
                select date_bin(:step * interval '1 second', x.at, timestamptz 'epoch') as at,
                    case when :of_type then x.type when :of_queue then x.queue else '' end as name,
                """ + SUMS + "from " + rows(like) + "group by 1, 2");
    }

    /** Histograms are added up by putting their texts one after the other. */
    static final Sql SERIES = series("");

    static final Sql SERIES_OF_TYPE = series("x.type = :type and ");

    static final Sql TOTALS = Sql.of("select x.type, " + SUMS + "from " + rows("") + "group by x.type");

    static final Sql RAN = Sql.of(
            "select coalesce(string_agg(nullif(x.ran, ''), ' '), '') as ran from " + rows("x.type = :type and "));

    /** The earliest minute that workers have written and that is over. */
    static final Sql OLDEST_OF_WORKERS = Sql.of("""
            select at from rota_rollup where worker_id <> 0 and at < :before order by at limit 1""");

    static final Sql TAKE = Sql.of("""
            delete from rota_rollup
            where span_s = 60 and at = :at and worker_id <> 0
            returning *""");

    static final Sql TARGET = Sql.of("select " + COLUMNS + """
            from rota_rollup where at = :at and span_s = :span and worker_id = 0""");

    /** One process at a time puts figures together. */
    static final Sql LOCK = Sql.of("select pg_try_advisory_xact_lock(761284) as locked");

    static final Sql PRUNE = Sql.of("""
            delete from rota_rollup
            where ctid = any (array(
                select old.ctid
                from unnest(cast(:spans as bigint[]), cast(:befores as bigint[])) as part (span, before)
                cross join lateral (
                    select x.ctid from rota_rollup x
                    where x.span_s = part.span and x.worker_id = 0
                        and x.at < timestamptz 'epoch' + part.before * interval '1 microsecond'
                    order by x.at limit :most for update skip locked) old))""");
}
