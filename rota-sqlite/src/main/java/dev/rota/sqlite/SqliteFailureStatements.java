package dev.rota.sqlite;

import dev.rota.jdbc.Sql;

/** The statements about failures that are alike. */
final class SqliteFailureStatements {
    private SqliteFailureStatements() {}

    /**
     * Adds failures to their group. The stack is written but once in a minute, because it is large. Types and versions are
     * lines, the one that came last first; what is beyond the bound is cut off.
     */
    static final Sql ADD = Sql.of("""
            insert into rota_failure as f (
                fingerprint, type, types, title, message, stack, version, versions, first_seen, last_seen, occurrences)
            select :fingerprint, :type, :type || char(10), :title, :message, :stack, w.version,
                coalesce(w.version || char(10), ''), :now, :now, :count
            from (select (select version from rota_worker where id = :worker) as version) w
            where true
            on conflict (fingerprint) do update
            set types = case when instr(char(10) || f.types, char(10) || excluded.types) > 0 then f.types else substr(excluded.types || f.types, 1, 1000) end,
                versions = case when excluded.version is null or instr(char(10) || f.versions, char(10) || excluded.versions) > 0 then f.versions
                    else substr(excluded.versions || f.versions, 1, 1000) end,
                type = excluded.type, title = excluded.title, message = excluded.message, version = excluded.version,
                stack = case when f.last_seen <= excluded.last_seen - 60000000 then excluded.stack else f.stack end,
                last_seen = excluded.last_seen, occurrences = f.occurrences + excluded.occurrences,
                muted_by = case when f.mute_left <= excluded.occurrences then null else f.muted_by end,
                mute_left = case when f.mute_left > excluded.occurrences then f.mute_left - excluded.occurrences end,
                resolved_by = case when f.resolved_at is not null and (f.resolved_in is null or f.resolved_in = excluded.version
                        or f.version is not excluded.version) then null else f.resolved_by end,
                resolved_at = case when f.resolved_at is not null and (f.resolved_in is null or f.resolved_in = excluded.version
                        or f.version is not excluded.version) then null else f.resolved_at end,
                regressed_at = case when f.resolved_at is not null and (f.resolved_in is null or f.resolved_in = excluded.version
                        or f.version is not excluded.version) then excluded.last_seen else f.regressed_at end,
                acknowledged_by = case when f.resolved_at is not null and (f.resolved_in is null or f.resolved_in = excluded.version
                        or f.version is not excluded.version) then null else f.acknowledged_by end""");

    static final Sql ADD_HOUR = Sql.of("""
            insert into rota_failure_hour as h (fingerprint, at, occurrences)
            values (:fingerprint, :now - :now % 3600000000, :count)
            on conflict (fingerprint, at) do update set occurrences = h.occurrences + excluded.occurrences""");

    /** Jobs are counted in the indexes of their fingerprints. */
    private static final String GROUPS = """
            select f.*,
                (select count(*) from (
                    select 1 from rota_job j
                    where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'failed'
                    limit :cap) c) as failed,
                (select count(*) from (
                    select 1 from rota_job j
                    where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'retrying'
                    limit :cap) c) as retrying
            from rota_failure f
            """;

    static final Sql FIND = Sql.of(GROUPS + "where f.fingerprint = :fingerprint");

    static final Sql LIST = Sql.of(GROUPS + """
            where (f.last_seen, f.fingerprint) < (:seen, :after)
            order by f.last_seen desc, f.fingerprint desc limit :most""");

    static final Sql LIST_OF_STATE = Sql.of(GROUPS + """
            where (f.last_seen, f.fingerprint) < (:seen, :after)
                and (:state = 'failed' and exists (
                        select 1 from rota_job j
                        where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'failed')
                    or :state = 'retrying' and exists (
                        select 1 from rota_job j
                        where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'retrying'))
            order by f.last_seen desc, f.fingerprint desc limit :most""");

    static final Sql LATEST = Sql.of("""
            select fingerprint, type, types, title, message, null as stack, version, versions, first_seen, last_seen, occurrences, muted_by,
                muted_at, mute_reason, muted_until, mute_left, mute_version, resolved_by, resolved_at, resolved_in,
                regressed_at, acknowledged_by, link, 0 as failed, 0 as retrying
            from rota_failure order by last_seen desc, fingerprint desc limit :most""");

    static final Sql HOURS = Sql.of("""
            select fingerprint, at, occurrences from rota_failure_hour
            where fingerprint in (select value from json_each(:fingerprints)) and at >= :since
            order by fingerprint, at""");

    static final Sql MUTE = Sql.of("""
            update rota_failure
            set muted_by = :by, muted_at = :now, mute_reason = :reason, muted_until = :until, mute_left = :left,
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
            set resolved_by = :by, resolved_at = :now, resolved_in = :version, regressed_at = null
            where fingerprint = :fingerprint""");

    static final Sql LINK = Sql.of("update rota_failure set link = :url where fingerprint = :fingerprint");

    static final Sql PRUNE = Sql.of("""
            delete from rota_failure where fingerprint in (
                select f.fingerprint from rota_failure f
                where f.last_seen < :before
                    and not exists (
                        select 1 from rota_job j
                        where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'failed')
                    and not exists (
                        select 1 from rota_job j
                        where j.fingerprint = f.fingerprint and j.fingerprint is not null and j.state = 'retrying')
                order by f.last_seen limit :most)""");

    static final Sql PRUNE_HOURS = Sql.of("""
            delete from rota_failure_hour where rowid in (
                select rowid from rota_failure_hour where at < :before order by at limit :most)""");

    static final Sql MARK_DIED = Sql.of("""
            update rota_job set fingerprint = :fingerprint where id = :id and state = 'failed'""");
}
