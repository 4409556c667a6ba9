package dev.rota.postgres;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.store.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what holds up or endangers a PostgreSQL database. Its statements read catalogues, which no other store has. */
final class PostgresDiagnosis {
    private static final Duration LONG_TRANSACTION = Duration.ofMinutes(5);
    private static final long ALARMING_SECONDS = 3600;
    private static final long FROZEN_AGE = 1_000_000_000L;
    private static final long MIB = 1 << 20;

    private static final Sql TRANSACTIONS = Sql.of("""
            select pid, coalesce(usename, '?') as username, coalesce(application_name, '') as program,
                coalesce(state, '?') as state, cast(extract(epoch from statement_timestamp() - xact_start) as bigint) as seconds
            from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
                and xact_start <= statement_timestamp() - make_interval(secs => :seconds)
            order by xact_start limit 5""");

    private static final Sql PREPARED = Sql.of("""
            select gid, cast(extract(epoch from statement_timestamp() - prepared) as bigint) as seconds
            from pg_prepared_xacts
            where database = current_database() and prepared <= statement_timestamp() - make_interval(secs => :seconds)
            order by prepared limit 5""");

    private static final Sql SLOTS = Sql.of("""
            select slot_name, cast(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) as bigint) as bytes
            from pg_replication_slots
            where not active and restart_lsn is not null and not pg_is_in_recovery()
            order by restart_lsn limit 5""");

    private static final Sql DEAD_ROWS = Sql.of("""
            select relname as name, n_live_tup as live, n_dead_tup as dead
            from pg_stat_user_tables
            where schemaname = current_schema() and relname like 'rota\\_%'
                and n_dead_tup > 20000 and n_dead_tup > 2 * n_live_tup
            order by n_dead_tup desc limit 5""");

    private static final Sql UNVACUUMED = Sql.of("""
            select relname as name from pg_class
            where relnamespace = current_schema()::regnamespace and relname like 'rota\\_%'
                and ('autovacuum_enabled=false' = any (reloptions) or 'autovacuum_enabled=off' = any (reloptions))
            order by relname limit 5""");

    private static final Sql SETTINGS = Sql.of("""
            select name, setting from pg_settings
            where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum', 'max_connections', 'max_wal_size')""");

    // Background processes take none of max_connections. Of sessions of others a role may see no more than the
    // database.
    private static final Sql CONNECTIONS = Sql.of("""
            select count(*) as connections from pg_stat_activity
            where datid is not null and coalesce(backend_type, 'client backend') = 'client backend'""");

    private static final Sql FROZEN = Sql.of(
            "select cast(age(datfrozenxid) as bigint) as age from pg_database where datname = current_database()");

    private static final Sql MAY_SEE_WAL =
            Sql.of("select case when has_function_privilege('pg_ls_waldir()', 'execute') then 1 else 0 end as may");

    private static final Sql WAL = Sql.of("select cast(coalesce(sum(size), 0) as bigint) as bytes from pg_ls_waldir()");

    private static final Sql LISTENS =
            Sql.of("select count(*) as channels from pg_listening_channels() as c(name) where name = 'rota_diagnosis'");

    private final PostgresDatabase database;
    private final Duration longTransaction;
    private final long frozenAge;
    private final List<Finding> findings = new ArrayList<>();

    PostgresDiagnosis(PostgresDatabase database) {
        this(database, LONG_TRANSACTION, FROZEN_AGE);
    }

    /**
     * The same for tests.
     *
     * @param longTransaction what has been open for so long is told
     * @param frozenAge rows that are older than so many transactions are told
     */
    PostgresDiagnosis(PostgresDatabase database, Duration longTransaction, long frozenAge) {
        this.database = database;
        this.longTransaction = longTransaction;
        this.frozenAge = frozenAge;
    }

    List<Finding> find() {
        return database.plain(session -> {
            Map<String, String> settings = settings(session);
            durability(settings);
            transactions(session);
            prepared(session);
            slots(session);
            vacuum(session, settings);
            room(session, settings);
            listening(session);
            return List.copyOf(findings);
        });
    }

    /** What changes from hour to hour. */
    List<Finding> glance() {
        return database.plain(session -> {
            slots(session);
            room(session, settings(session));
            return List.copyOf(findings);
        });
    }

    private static Map<String, String> settings(Session session) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        session.statement(SETTINGS).list(row -> settings.put(row.text("name"), row.text("setting")));
        return settings;
    }

    private void durability(Map<String, String> settings) {
        for (String name : List.of("fsync", "full_page_writes")) {
            if ("off".equals(settings.get(name))) {
                findings.add(Finding.error(
                        name.replace('_', '-') + "-off",
                        "The server has " + name + " = off.",
                        "When its machine fails, the database may be broken beyond repair.",
                        "Set " + name + " = on in postgresql.conf, and reload."));
            }
        }
        if ("off".equals(settings.get("synchronous_commit"))) {
            findings.add(
                    Finding.error(
                            "synchronous-commit-off",
                            "Commits are not waited for: synchronous_commit = off.",
                            "When the server fails, jobs of the last moments are lost though they were committed.",
                            "Set synchronous_commit = on, for the role of Rota at least: alter role … set synchronous_commit = on."));
        }
    }

    private void transactions(Session session) throws SQLException {
        session.statement(TRANSACTIONS)
                .set("seconds", (double) longTransaction.toSeconds())
                .list(row -> findings.add(finding(
                        row.number("seconds"),
                        "old-transaction",
                        "A transaction is open for " + row.number("seconds") + " s: session " + row.number("pid")
                                + " of " + row.text("username") + ", program \"" + row.text("program") + "\", "
                                + row.text("state") + ".",
                        "While it is open no dead row is cleaned away, so claiming becomes slower and tables grow.",
                        "End the transaction in its program, or: select pg_terminate_backend(" + row.number("pid")
                                + "). idle_in_transaction_session_timeout prevents the next one.")));
    }

    private void prepared(Session session) throws SQLException {
        session.statement(PREPARED)
                .set("seconds", (double) longTransaction.toSeconds())
                .list(row -> findings.add(finding(
                        row.number("seconds"),
                        "prepared-transaction",
                        "A prepared transaction waits for " + row.number("seconds") + " s: " + row.text("gid") + ".",
                        "It keeps its locks, and no dead row is cleaned away, even over a restart.",
                        "Let its transaction manager end it, or: rollback prepared '" + row.text("gid") + "'.")));
    }

    private static Finding finding(long seconds, String code, String found, String matters, String remedy) {
        return seconds >= ALARMING_SECONDS
                ? Finding.error(code, found, matters, remedy)
                : Finding.warning(code, found, matters, remedy);
    }

    private void slots(Session session) throws SQLException {
        session.statement(SLOTS)
                .list(row -> findings.add(Finding.warning(
                        "idle-replication-slot",
                        "Nobody reads from the replication slot " + row.text("slot_name") + ", which keeps "
                                + row.number("bytes") / MIB + " MiB of WAL.",
                        "The server keeps all WAL for it until the disk is full, and then stops.",
                        "Start what reads from it, or: select pg_drop_replication_slot('" + row.text("slot_name")
                                + "').")));
    }

    private void vacuum(Session session, Map<String, String> settings) throws SQLException {
        if ("off".equals(settings.get("autovacuum"))) {
            findings.add(Finding.error(
                    "autovacuum-off",
                    "The server has autovacuum = off.",
                    "Each job leaves dead rows behind: claiming becomes slower from hour to hour.",
                    "Set autovacuum = on in postgresql.conf, and reload."));
        }
        session.statement(UNVACUUMED)
                .list(row -> findings.add(Finding.error(
                        "autovacuum-off",
                        "Table " + row.text("name") + " is not cleaned: autovacuum_enabled is off for it.",
                        "Each job leaves dead rows behind: claiming becomes slower from hour to hour.",
                        "alter table " + row.text("name") + " reset (autovacuum_enabled).")));
        session.statement(DEAD_ROWS)
                .list(row -> findings.add(Finding.warning(
                        "dead-rows",
                        "Table " + row.text("name") + " has " + row.number("dead") + " dead rows and "
                                + row.number("live") + " live ones.",
                        "Claiming steps over dead rows, so it is slower than it could be.",
                        "Look for an old transaction, then: vacuum (analyze) " + row.text("name") + ".")));
        long age = session.statement(FROZEN).one(row -> row.number("age"));
        if (age > frozenAge) {
            findings.add(Finding.error(
                    "old-rows-not-frozen",
                    "The oldest row that was not frozen is " + age + " transactions old.",
                    "At about two billion the server takes no more writes.",
                    "Look for what holds up vacuum, then run vacuum (freeze) in the whole database."));
        }
    }

    private void room(Session session, Map<String, String> settings) throws SQLException {
        long connections = session.statement(CONNECTIONS).one(row -> row.number("connections"));
        long most = Long.parseLong(settings.getOrDefault("max_connections", "0"));
        if (most > 0 && connections > most * 9 / 10) {
            findings.add(Finding.warning(
                    "connections-used-up",
                    connections + " of " + most + " connections are taken.",
                    "A worker that gets none cannot say that it lives, and is given up.",
                    "Make pools smaller, or max_connections greater."));
        }
        if (session.statement(MAY_SEE_WAL).one(row -> row.number("may")) == 1) {
            long bytes = session.statement(WAL).one(row -> row.number("bytes"));
            long usual = Long.parseLong(settings.getOrDefault("max_wal_size", "1024")) * MIB;
            if (bytes > 4 * usual) {
                findings.add(Finding.warning(
                        "wal-grown",
                        "WAL takes " + bytes / MIB + " MiB, max_wal_size is " + usual / MIB + " MiB.",
                        "Something keeps it from being recycled, until the disk is full and the server stops.",
                        "Look at archiving (pg_stat_archiver) and at replication slots."));
            }
        }
    }

    /** Asked several times, as a pooler may give the same server connection by chance. */
    private void listening(Session session) throws SQLException {
        session.run("listen rota_diagnosis");
        boolean lost = false;
        for (int i = 0; i < 3; i++) {
            lost |= session.statement(LISTENS).one(row -> row.number("channels")) == 0;
        }
        session.run("unlisten rota_diagnosis");
        if (lost) {
            findings.add(
                    Finding.warning(
                            "no-listen",
                            "LISTEN does not outlive a statement: a pooler stands between, in transaction mode.",
                            "Workers hear of new jobs only when they look by themselves, about once in a second.",
                            "Nothing need be done; for prompt starts give Rota a URL that goes to the server, or a pool in session mode."));
        }
    }
}
