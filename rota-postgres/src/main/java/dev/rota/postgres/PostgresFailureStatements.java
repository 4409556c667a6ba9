package dev.rota.postgres;

import dev.rota.jdbc.Sql;

/** The statements about failures that are alike. */
final class PostgresFailureStatements {
    private PostgresFailureStatements() {}

    /**
     * Adds failures to their groups, in the order of the fingerprints, so that no two batches wait for each other. The
     * stack is written but once in a minute, because it is large. Types and versions are lines, the one that came last
     * first; what is beyond the bound is cut off.
     */
    static final Sql ADD = Sql.of("""
            with clock (now) as materialized (select coalesce(cast(:now as timestamptz), statement_timestamp())),
            given as materialized (
                select g.*, (select w.version from rota_worker w where w.id = :worker) as version
                from unnest(
                        cast(:fingerprints as text[]), cast(:types as text[]), cast(:titles as text[]),
                        cast(:messages as text[]), cast(:stacks as text[]), cast(:counts as bigint[])) as g (
                        fingerprint, type, title, message, stack, count)
            ),
            hours as (
                insert into rota_failure_hour as h (fingerprint, at, occurrences)
                select g.fingerprint, date_bin('1 hour', (select now from clock), timestamptz 'epoch'), g.count
                from given g order by g.fingerprint
                on conflict (fingerprint, at) do update set occurrences = h.occurrences + excluded.occurrences
            )
            insert into rota_failure as f (
                fingerprint, type, types, title, message, stack, version, versions, first_seen, last_seen, occurrences)
            select g.fingerprint, g.type, g.type || chr(10), g.title, g.message, g.stack, g.version,
                coalesce(g.version || chr(10), ''), c.now, c.now, g.count
            from given g cross join clock c order by g.fingerprint
            on conflict (fingerprint) do update
            set types = case when position(chr(10) || excluded.types in chr(10) || f.types) > 0 then f.types else left(excluded.types || f.types, 1000) end,
                versions = case when excluded.version is null or position(chr(10) || excluded.versions in chr(10) || f.versions) > 0 then f.versions
                    else left(excluded.versions || f.versions, 1000) end,
                type = excluded.type, title = excluded.title, message = excluded.message, version = excluded.version,
                stack = case when f.last_seen <= excluded.last_seen - interval '1 minute' then excluded.stack else f.stack end,
                last_seen = excluded.last_seen, occurrences = f.occurrences + excluded.occurrences,
                muted_by = case when f.mute_left <= excluded.occurrences then null else f.muted_by end,
                mute_left = case when f.mute_left > excluded.occurrences then f.mute_left - excluded.occurrences end,
                resolved_by = case when f.resolved_at is not null and (f.resolved_in is null or f.resolved_in = excluded.version
                        or f.version is distinct from excluded.version) then null else f.resolved_by end,
                resolved_at = case when f.resolved_at is not null and (f.resolved_in is null or f.resolved_in = excluded.version
                        or f.version is distinct from excluded.version) then null else f.resolved_at end,
                regressed_at = case when f.resolved_at is not null and (f.resolved_in is null or f.resolved_in = excluded.version
                        or f.version is distinct from excluded.version) then excluded.last_seen else f.regressed_at end,
                acknowledged_by = case when f.resolved_at is not null and (f.resolved_in is null or f.resolved_in = excluded.version
                        or f.version is distinct from excluded.version) then null else f.acknowledged_by end
            """);

    /** Jobs are counted in the indexes of their fingerprints. */
    private static final String GROUPS = """
            select f.*,
                (select count(*) from (
                    select from rota_job j
                    where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'failed'
                    limit :cap) c) as failed,
                (select count(*) from (
                    select from rota_job j
                    where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'retrying'
                    limit :cap) c) as retrying
            from rota_failure f
            """;

    static final Sql FIND = Sql.of(GROUPS + "where f.fingerprint = :fingerprint");

    static final Sql LIST = Sql.of(GROUPS + """
            where (f.last_seen, f.fingerprint) < (cast(:seen as timestamptz), :after)
            order by f.last_seen desc, f.fingerprint desc limit :limit""");

    static final Sql LIST_OF_STATE = Sql.of(GROUPS + """
            where (f.last_seen, f.fingerprint) < (cast(:seen as timestamptz), :after)
                and (:state = 'failed' and exists (
                        select from rota_job j
                        where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'failed')
                    or :state = 'retrying' and exists (
                        select from rota_job j
                        where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'retrying'))
            order by f.last_seen desc, f.fingerprint desc limit :limit""");

    static final Sql LATEST = Sql.of("""
            select fingerprint, type, types, title, message, cast(null as text) as stack, version, versions, first_seen, last_seen, occurrences, muted_by,
                muted_at, mute_reason, muted_until, mute_left, mute_version, resolved_by, resolved_at, resolved_in,
                regressed_at, acknowledged_by, link, 0 as failed, 0 as retrying
            from rota_failure order by last_seen desc, fingerprint desc limit :limit""");

    static final Sql HOURS = Sql.of("""
            select fingerprint, at, occurrences from rota_failure_hour
            where fingerprint = any (cast(:fingerprints as text[])) and at >= :since
            order by fingerprint, at""");

    static final Sql MUTE = Sql.of("""
            update rota_failure
            set muted_by = :by, muted_at = coalesce(cast(:now as timestamptz), statement_timestamp()), mute_reason = :reason, muted_until = cast(:until as timestamptz), mute_left = cast(:left as bigint),
                mute_version = :version
            where fingerprint = :fingerprint""");

    static final Sql UNMUTE = Sql.of("""
            update rota_failure
            set muted_by = null, muted_at = null, mute_reason = null, muted_until = null, mute_left = null,
                mute_version = null
            where fingerprint = :fingerprint and muted_by is not null""");

    static final Sql ACKNOWLEDGE = Sql.of("""
            update rota_failure set acknowledged_by = :by, regressed_at = null where fingerprint = :fingerprint""");

    static final Sql RESOLVE = Sql.of("""
            update rota_failure
            set resolved_by = :by, resolved_at = coalesce(cast(:now as timestamptz), statement_timestamp()), resolved_in = :version, regressed_at = null
            where fingerprint = :fingerprint""");

    static final Sql LINK = Sql.of("update rota_failure set link = :url where fingerprint = :fingerprint");

    static final Sql PRUNE = Sql.of("""
            delete from rota_failure
            where ctid = any (array(
                select f.ctid from rota_failure f
                where f.last_seen < coalesce(cast(:now as timestamptz), statement_timestamp())
                        - :age * interval '1 millisecond'
                    and not exists (
                        select from rota_job j
                        where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'failed')
                    and not exists (
                        select from rota_job j
                        where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'retrying')
                limit :limit for update skip locked))""");

    static final Sql PRUNE_HOURS = Sql.of("""
            delete from rota_failure_hour
            where ctid = any (array(
                select h.ctid from rota_failure_hour h
                where h.at < coalesce(cast(:now as timestamptz), statement_timestamp()) - :age * interval '1 millisecond'
                limit :limit for update skip locked))""");

    static final Sql MARK_DIED = Sql.of("""
            update rota_job j set fingerprint = g.fingerprint
            from unnest(cast(:ids as bigint[]), cast(:fingerprints as text[])) as g (id, fingerprint)
            where j.id = g.id and j.state = 'failed'""");
}
