package dev.rota.benchmarks.pages;

import dev.rota.Rota;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Fills an empty store, in bulk, with what the engine would have left behind after 30 days: finished jobs with earlier
 * attempts and logs, live ones in all states, groups of failures, roll-ups, schedules with fires, what operators did.
 */
final class Filling {
    private static final long STEP = 500_000;
    private static final long DAYS = 30;
    private static final int TYPES = 50;
    private static final int GROUPS = 2_000;
    private static final int SCHEDULES = 500;
    /** What is live but has not failed, of a hundred live jobs. */
    private static final int WAITING_PERCENT = 70;

    private static final String TYPE =
            "case when i % 100003 = 7 then 'reports.yearly' when i % 2 = 0 then 'mail.send' else 'work.type-' || (i / 2 % "
                    + (TYPES - 2) + ") end";
    private static final String QUEUE =
            "case when i % 100003 = 7 then 'reports' when i % 2 = 0 then 'mail' else 'queue-' || (i / 2 % 8) end";
    private static final String ARGS =
            "'{\"customer\":{\"id\":' || (i * 7919 % 100000) || '},\"number\":' || i || ',\"text\":\"Nothing that matters to"
                    + " anybody, only as long as arguments are\"}'";
    private static final String TAGS = "case when i % 10 = 0 then {list:'tenant:' || (i / 10 % 1000)} else {list:} end";
    private static final String COLUMNS =
            "id, type, version, args, queue, priority, state, due_at, attempt, max_attempts, crashes, lease, worker_id,"
                    + " enqueued_at, claimed_at, finished_at, tags, schedule";
    private static final String SCHEDULE = "case when i % 20 = 3 then 'schedule-' || (i / 20 % " + SCHEDULES + ") end";

    private final Connection connection;
    private final Words words;
    private final Instant now;
    private final long ids;
    private final long failed;
    private final long waiting;
    private final long begin;
    private final long each;

    /**
     * @param finished how many jobs are to have ended well
     * @param live how many are to be live or failed
     */
    Filling(Connection connection, Words words, Instant now, long finished, long live) {
        this.connection = connection;
        this.words = words;
        this.now = now;
        this.waiting = live * WAITING_PERCENT / 100;
        this.failed = Math.max(1, live - waiting);
        this.ids = finished + failed;
        this.begin = micros(now.minus(Duration.ofDays(DAYS)));
        this.each = (micros(now) - begin) / ids;
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    /** @param rota on the store, not started: puts the schedules */
    void fill(Rota rota) throws SQLException {
        if (words == Words.POSTGRES) {
            run("set synchronous_commit = off");
            partitions();
        } else {
            run("pragma synchronous = off");
            run("pragma cache_size = -500000");
        }
        workers();
        for (long from = 1; from <= ids; from += STEP) {
            history(from, Math.min(ids, from + STEP - 1));
        }
        failedJobs();
        waitingJobs();
        attempts();
        logs();
        failures();
        rollups();
        schedules(rota);
        console();
        run(
                words == Words.POSTGRES
                        ? "select setval('rota_job_id', " + (ids + waiting + 1) + ")"
                        : "update rota_sequence set next = " + (ids + waiting + 1) + " where name = 'job'");
        if (words == Words.POSTGRES) {
            run("vacuum analyze");
        } else {
            run("pragma wal_checkpoint(truncate)");
        }
    }

    private void run(String sql) throws SQLException {
        String text = words.statement(sql);
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " in " + text, e);
        }
    }

    /** As the engine makes them, a day at a time. */
    private void partitions() throws SQLException {
        LocalDate last = now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(3);
        for (LocalDate day = last.minusDays(DAYS + 4); !day.isAfter(last); day = day.plusDays(1)) {
            run("create table if not exists rota_history_" + DateTimeFormatter.BASIC_ISO_DATE.format(day)
                    + " partition of rota_history for values from ('" + day + "T00:00:00Z') to ('" + day.plusDays(1)
                    + "T00:00:00Z')");
        }
    }

    private void workers() throws SQLException {
        run("insert into rota_worker (name, host, pid, version, queues, slots, types, state, started_at, heartbeat_at)"
                + " select 'worker-' || i, 'host-' || (i % 5), 1000 + i, '1.' || (i / 100), " + queues() + ", "
                + slots()
                + ", {list:'mail.send'}, case when i > 200 then 'active' else 'stopped' end, "
                + at("(i - 220) * 3600000000") + ", " + at("case when i > 200 then 0 else (i - 220) * 3500000000 end")
                + " from {series:1,220}");
    }

    private String queues() {
        return "{list:'*'}";
    }

    private String slots() {
        return words == Words.SQLITE ? "'[64]'" : "array[64]";
    }

    /** An instant, by microseconds from now. */
    private String at(String offset) {
        return "{at:" + micros(now) + " + " + offset + "}";
    }

    /** When a job was enqueued, by its id {@code i}, and microseconds later. */
    private String enqueued(String later) {
        return "{at:" + begin + " + i * " + each + " + " + later + "}";
    }

    /** True for the ids of jobs that have failed for good. */
    private String hasFailed() {
        return "i % " + (ids / failed) + " = 0";
    }

    private void history(long from, long to) throws SQLException {
        run("insert into rota_history (" + COLUMNS + ", result) select i, " + TYPE + ", 1, " + ARGS + ", " + QUEUE
                + ", 0, case when i % 500 = 499 then 'cancelled' else 'succeeded' end, " + enqueued("0")
                + ", case when i % 50 = 1 then 2 else 1 end, 3, 0, 1, 201 + i % 20, " + enqueued("0") + ", "
                + enqueued("i % 900 * 1000") + ", " + enqueued("i % 900 * 1000 + i * 31 % 2000000") + ", " + TAGS + ", "
                + SCHEDULE + ", case when i % 7 = 0 then '{\"rows\":' || i % 100 || '}' end from {series:" + from + ","
                + to
                + "} where not " + hasFailed());
    }

    private void failedJobs() throws SQLException {
        run("insert into rota_job (" + COLUMNS + ", claimable, fingerprint) select i, " + TYPE + ", 1, " + ARGS + ", "
                + QUEUE + ", 0, 'failed', " + enqueued("0") + ", 3, 3, 0, 3, 201 + i % 20, " + enqueued("0") + ", "
                + enqueued("40000000") + ", " + enqueued("41000000") + ", " + TAGS + ", " + SCHEDULE + ", "
                + words.bool(false) + ", {hex:1000 + i / " + (ids / failed) + " % " + GROUPS + "}"
                + " from (select i * " + (ids / failed) + " as i from {series:1," + failed + "}) x where i <= " + ids);
    }

    private void waitingJobs() throws SQLException {
        String state = "case when i % 100 < 80 then 'queued' when i % 100 < 90 then 'scheduled'"
                + " when i % 100 < 95 then 'retrying' when i % 100 < 99 then 'blocked' else 'running' end";
        run("insert into rota_job (" + COLUMNS + ", claimable, blocked_by, exclusion_key, exclusion_limit, fingerprint)"
                + " select i, " + TYPE + ", 1, " + ARGS + ", " + QUEUE + ", i % 3, " + state + ", "
                + at("case when i % 100 >= 80 and i % 100 < 95 then i % 86400 * 1000000 else -i % 3600 * 1000000 end")
                + ", case when i % 100 >= 90 and i % 100 < 95 or i % 100 = 99 then 1 else 0 end, 3, 0, 1,"
                + " case when i % 100 = 99 then 201 + i % 20 end, " + at("-i % 3600 * 1000000") + ", case when i % 100"
                + " = 99 then " + at("-5000000") + " end, null, " + TAGS + ", " + SCHEDULE
                + ", case when i % 100 < 95 then "
                + words.bool(true) + " else " + words.bool(false) + " end, case when i % 100 between 95 and 98 then"
                + " 'exclusion' end, case when i % 100 between 95 and 98 then 'key-' || i % 50 end, case when i % 100"
                + " between 95 and 98 then 1 end, case when i % 100 between 90 and 94 then {hex:1000 + i % 100} end"
                + " from {series:" + (ids + 1) + "," + (ids + waiting) + "}");
        run("insert into rota_progress (job_id, items_succeeded, items_failed, items_total, items_label)"
                + " select id, 284, 3, 1000, 'rows' from rota_job where state = 'running'");
        run("insert into rota_unique (type, key, job_id, states, expires_at) select type, 'key-' || id, id, 31, null"
                + " from rota_job where state = 'queued'");
    }

    private void attempts() throws SQLException {
        String columns = "job_id, lease, number, worker_id, started_at, ended_at, outcome, error_type, error_message,"
                + " error_stack, fingerprint";
        String stack = "'java.lang.IllegalStateException: No answer' || replace('" + "x".repeat(15) + "', 'x', '\n\tat"
                + " org.example.shop.orders.OrderService.place(OrderService.java:217)')";
        run("insert into rota_attempt (" + columns + ") select i, 1, 1, 201 + i / 50 % 20, " + enqueued("1000") + ", "
                + enqueued("2000")
                + ", case when i / 50 % 40 = 19 then 'crashed' else 'failed' end, 'java.lang.IllegalStateException', 'No answer', "
                + stack
                + ", {hex:1000"
                + " + i % " + GROUPS + "} from (select i * 50 + 1 as i from {series:1," + ids / 50 + "}) x where i <= "
                + ids + " and not " + hasFailed());
        run(
                "insert into rota_attempt (" + columns
                        + ") select id, n, n, 201, j.enqueued_at, j.enqueued_at, 'failed',"
                        + " 'java.lang.IllegalStateException', 'No answer', " + stack
                        + ", fingerprint from rota_job j cross join"
                        + " (select 1 as n union all select 2 union all select 3) x where fingerprint is not null and n <= attempt");
    }

    private void logs() throws SQLException {
        run("insert into rota_log (job_id, lease, at, level, line) select " + ids + " - i / 10, 1, " + at("-i * 1000")
                + ", case when i % 9 = 0 then 'WARN' else 'INFO' end, 'line ' || i || ' of what the handler had to say'"
                + " from {series:0," + Math.min(ids * 10 - 10, 1_000_000) + "}");
    }

    private void failures() throws SQLException {
        run(
                "insert into rota_failure (fingerprint, type, types, title, message, stack, version, versions, first_seen, last_seen,"
                        + " occurrences) select {hex:1000 + i}, 'work.type-' || i % 40, 'work.type-' || i % 40 || '\n',"
                        + " 'IllegalStateException at OrderService.place', 'No answer of ' || i,"
                        + " 'java.lang.IllegalStateException: No answer', '1.2', '1.2\n', "
                        + at("-2592000000000")
                        + ", " + at("-i * 60000000") + ", 100 + i from {series:0," + (GROUPS - 1) + "}");
        run("insert into rota_failure_hour (fingerprint, at, occurrences) select {hex:1000 + i / 72}, "
                + "{at:(" + micros(now) / 3_600_000_000L + " - i % 72) * 3600000000}, 1 + i % 5 from {series:0,"
                + (GROUPS * 72 - 1) + "}");
    }

    /** Minutes of two days, ten minutes of two weeks, hours and days of 400 days; the latest minutes are not yet put together. */
    private void rollups() throws SQLException {
        rollup(60, 0, 20, 4, "201 + w");
        rollup(60, 20, 48 * 60, 1, "0");
        rollup(600, 2, 14 * 24 * 6, 1, "0");
        rollup(3600, 0, 400 * 24, 1, "0");
        rollup(86_400, 0, 400, 1, "0");
    }

    private void rollup(int span, int from, int to, int perTime, String worker) throws SQLException {
        long last = now.getEpochSecond() / span;
        run(
                "insert into rota_rollup (span_s, at, type, queue, worker_id, enqueued, succeeded, retried, failed_attempts,"
                        + " failed, cancelled, items_succeeded, items_failed, ran_us, ran, waited) select " + span
                        + ", {at:(" + last + " - t) * " + span + "000000}, type, queue, " + worker
                        + ", 40, 38, 2, 3, 1, 0, 100, 2,"
                        + " 38000000, '3:4 9:12 15:20 20:4 30:1', '0:30 8:8 12:2' from (select t, w, " + TYPE
                        + " as type, " + QUEUE
                        + " as queue from (select t, w, case when k = " + (TYPES - 2) + " then 2 when k = "
                        + (TYPES - 1)
                        + " then 7 else 2 * (k + 48) + 1 end as i from (select i / " + (TYPES * perTime) + " as t, i % "
                        + TYPES
                        + " as k, i / " + TYPES + " % " + perTime + " as w from {series:" + from * TYPES * perTime + ","
                        + (to * TYPES * perTime - 1) + "}) a) b) c");
    }

    private void schedules(Rota rota) throws SQLException {
        for (int i = 0; i < SCHEDULES; i++) {
            rota.schedules()
                    .put(Schedule.cron("schedule-" + i, i == 0 ? "* * * * *" : i % 60 + " * * * *", ZoneId.of("UTC"))
                            .runs(JobType.of("work.type-" + i % (TYPES - 2))));
        }
        run("update rota_schedule set last_fire_at = " + at("-60000000"));
        String columns = "insert into rota_fire (schedule, due_at, fired_at, outcome, job_id) select ";
        String outcome = "case when i % 40 = 0 then 'failed' when i % 11 = 0 then 'retried' else 'succeeded' end, "
                + ids + " - i % " + Math.min(ids - 1, 100_000) + " from {series:1,";
        long hour = now.getEpochSecond() / 3600;
        run(columns + "'schedule-0', " + at("-i * 60000000") + ", " + at("-i * 60000000 + 5000") + ", " + outcome
                + 400 * 24 * 60 + "}");
        run(columns + "'schedule-' || (1 + i % " + (SCHEDULES - 1) + "), {at:(" + hour + " - i / " + (SCHEDULES - 1)
                + ") * 3600000000}, {at:(" + hour + " - i / " + (SCHEDULES - 1) + ") * 3600000000 + 5000}, " + outcome
                + SCHEDULES * 2_400 + "}");
    }

    private void console() throws SQLException {
        run(
                "insert into rota_audit (at, actor, via, action, target, before_json, after_json, reason) select "
                        + at("(i - 500000) * 1000000")
                        + ", 'user-' || i % 20, 'ui', case when i % 3 = 0 then 'job.retry' else"
                        + " 'schedule.pause' end, 'job:' || i, null, '{\"state\":\"queued\"}', 'because' from {series:1,500000}");
        run("insert into rota_act (kind, subject, at, verb, by_whom) select 'job', '' || i, " + at("-i")
                + ", 'retry', 'user' from {series:1,20000}");
        run("insert into rota_act (kind, subject, at, verb, by_whom) select 'queue', 'queue-' || i % 8, " + at("-i")
                + ", 'pause', 'user' from {series:1,20000}");
        run("insert into rota_act (kind, subject, at, verb, by_whom) select 'worker', '' || (201 + i % 20), " + at("-i")
                + ", 'drain', 'user' from {series:1,20000}");
        run("insert into rota_operation (action, query, created_by, state, matched, done, created_at, started_at,"
                + " finished_at) select 'retry', 'state:failed', 'user', 'finished', 100, 100, " + at("-i * 60000000")
                + ", "
                + at("-i * 60000000") + ", " + at("-i * 60000000 + 5000000") + " from {series:1,2000}");
        run("insert into rota_user (name_key, name, password_hash, role, created_at) select 'user-' || i, 'user-' || i,"
                + " 'none', 'operator', " + at("-i") + " from {series:1,200}");
        run(
                "insert into rota_token (name, hash, scopes, role, created_by, created_at) select 'token-' || i, 'none-' || i, "
                        + "{list:'jobs:read'}, 'viewer', 'user', " + at("-i") + " from {series:1,200}");
        run("insert into rota_flag (name, default_on) select 'flag-' || i, " + words.bool(true)
                + " from {series:1,20}");
        run("insert into rota_queue (name, concurrency) select 'queue-' || i, 100 from {series:0,7}");
    }
}
