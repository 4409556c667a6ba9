package dev.rota.benchmarks;

/**
 * The statements of {@link ShapeContender}: what an exchange of each shape comes to at the least, on Rota's own tables with
 * their columns and indexes.
 */
final class ShapeStatements {
    private ShapeStatements() {}

    /** The plans of Rota's store; the batches are joined by hash, which rows are not. */
    static final String TUNE = "set enable_seqscan = off; set enable_bitmapscan = off; set enable_mergejoin = off; "
            + "set jit = off; set plan_cache_mode = force_generic_plan";

    static final String COLUMNS = """
            j.id, j.type, j.version, j.args, j.queue, j.priority, j.state, j.claimable, j.due_at, j.attempt, j.max_attempts,
            j.crashes, j.lease, j.worker_id, j.timeout_ms, j.enqueued_at, j.claimed_at, j.finished_at,
            j.cancel_requested_at, j.blocked_by, j.reason, nullif(j.tags, '{}') as tags, j.unique_key, j.exclusion_key,
            j.exclusion_limit, j.schedule, j.fire_at, j.enqueued_by, j.trace
            """;

    private static final String HISTORY = """
            insert into rota_history (
                id, type, version, args, queue, priority, state, due_at, attempt, max_attempts, crashes, lease, worker_id,
                timeout_ms, enqueued_at, claimed_at, finished_at, reason, tags, unique_key, exclusion_key,
                exclusion_limit, schedule, fire_at, enqueued_by, trace)
            select id, type, version, args, queue, priority, 'succeeded', due_at, ATTEMPT, max_attempts, crashes, LEASE,
                WORKER, timeout_ms, enqueued_at, CLAIMED_AT, statement_timestamp(), reason, tags, unique_key,
                exclusion_key, exclusion_limit, schedule, fire_at, enqueued_by, trace
            from finished
            """;

    private static String history(String attempt, String lease, String worker, String claimedAt) {
        return HISTORY.replace("ATTEMPT", attempt)
                .replace("LEASE", lease)
                .replace("WORKER", worker)
                .replace("CLAIMED_AT", claimedAt);
    }

    private static final String LANES = """
            lane (priority) as (
                (select j.priority from rota_job j where j.claimable and j.queue = 'default'
                order by j.priority limit 1)
                union all
                select next.priority from lane l cross join lateral (
                    select j.priority from rota_job j
                    where j.claimable and j.queue = 'default' and j.priority > l.priority
                    order by j.priority limit 1) next
            )
            """;

    /** Parameters: ids, leases, worker, most. The first row has no job. */
    static final String ROWS = "with recursive arg (ids, leases, worker, most) as materialized ("
            + "select cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint), cast(? as bigint)),"
            + """
            finished as (
                delete from rota_job j
                where j.id = any (cast((select ids from arg) as bigint[])) and j.state = 'running'
                    and j.worker_id = (select worker from arg) and ((j.id, j.lease) in (
                        select g.id, g.lease from arg a cross join unnest(a.ids, a.leases) as g (id, lease))) is true
                returning j.*
            ),
            moved as (HISTORY),
            LANES,
            picked (place) as (
                select j.place from lane l cross join lateral (
                    select j.ctid as place from rota_job j
                    where j.claimable and j.queue = 'default' and j.priority = l.priority
                        and j.due_at <= statement_timestamp()
                    order by j.due_at, j.id limit (select most from arg) for update skip locked) j
                limit (select most from arg)
            ),
            claimed as (
                update rota_job j
                set state = 'running', claimable = false, lease = j.lease + 1, attempt = j.attempt + 1,
                    worker_id = (select worker from arg), claimed_at = statement_timestamp()
                where j.ctid = any (array(select p.place from picked p))
                returning j.*
            )
            select j.lease as held, COLUMNS from claimed j
            """.replace("HISTORY", history("attempt", "lease", "worker_id", "claimed_at"))
                    .replace("LANES", LANES)
                    .replace("COLUMNS", COLUMNS);

    /** Parameters: ids of jobs that are to run again at once, worker. */
    static final String ROWS_RETRY = """
            with settled as (
                update rota_job j set state = 'retrying', claimable = true, due_at = statement_timestamp()
                where j.id = any (?) and j.state = 'running' and j.worker_id = ?
                returning j.*
            )
            insert into rota_attempt (job_id, lease, number, worker_id, started_at, ended_at, outcome)
            select id, lease, attempt, worker_id, claimed_at, statement_timestamp(), 'failed' from settled
            """;

    static final String[] HOT_TABLES = {
        "drop index rota_job_running", "drop index rota_job_cancelling", "alter table rota_job set (fillfactor = 45)"
    };

    private static final String FLOORED = """
            floored (priority, due_at, id) as (
                select l.priority, coalesce(f.due_at, timestamptz '-infinity'), coalesce(f.id, 0)
                from lane l left join (
                    select f.* from arg a
                    cross join unnest(a.priorities, a.dues, a.floor_ids) as f (priority, due_at, id)) f
                    on f.priority = l.priority
                order by 1
            )
            """;

    /**
     * The claim writes no column that an index has, into room that was left in the page, and leaves the row where claims
     * look. Parameters: ids, leases, worker, most, the floors' priorities, times, ids.
     */
    static final String HOT =
            "with recursive arg (ids, leases, worker, most, priorities, dues, floor_ids) as materialized ("
                    + "select cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint), cast(? as bigint),"
                    + " cast(? as integer[]), cast(? as timestamptz[]), cast(? as bigint[])),"
                    + """
            finished as (
                delete from rota_job j
                where j.id = any (cast((select ids from arg) as bigint[]))
                    and j.worker_id = (select worker from arg) and ((j.id, j.lease) in (
                        select g.id, g.lease from arg a cross join unnest(a.ids, a.leases) as g (id, lease))) is true
                returning j.*
            ),
            moved as (HISTORY),
            LANES,
            FLOORED,
            picked (place) as (
                select j.place from floored l cross join lateral (
                    select j.ctid as place from rota_job j
                    where j.claimable and j.queue = 'default' and j.priority = l.priority
                        and (j.due_at, j.id) > (l.due_at, l.id) and j.due_at <= statement_timestamp()
                        and j.worker_id is null
                    order by j.due_at, j.id limit (select most from arg) for update skip locked) j
                limit (select most from arg)
            ),
            claimed as (
                update rota_job j
                set lease = j.lease + 1, attempt = j.attempt + 1,
                    worker_id = (select worker from arg), claimed_at = statement_timestamp()
                where j.ctid = any (array(select p.place from picked p))
                returning j.*
            )
            select j.lease as held, COLUMNS from claimed j
            """.replace("HISTORY", history("attempt", "lease", "worker_id", "claimed_at"))
                            .replace("LANES", LANES)
                            .replace("FLOORED", FLOORED)
                            .replace("COLUMNS", COLUMNS);

    static final String[] BATCH_TABLES = {
        "drop index rota_job_running",
        "drop index rota_job_cancelling",
        "create sequence s_lease",
        "create table s_batch (id bigint primary key, worker_id bigint not null, claimed_at timestamptz not null,"
                + " jobs bigint[] not null)",
        "create table s_lane (queue text primary key)",
        "insert into s_lane values ('default')"
    };

    /**
     * Three statements in one round trip and one transaction: finish; wait for others that claim from this queue; claim what
     * stands above the floors and is in no batch, as it is known after the waiting. Parameters: ids, leases, the leases that
     * occur, worker, batches all of whose jobs have ended; worker, most, the floors' priorities, times, ids.
     */
    static final String BATCH = "with arg (ids, leases, batches, worker, done) as materialized ("
            + "select cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint),"
            + " cast(? as bigint[])),"
            + """
            held as (
                select b.id as lease, b.claimed_at, u.id
                from (
                    select b.id, b.claimed_at, b.jobs from s_batch b
                    where b.id = any (cast((select batches from arg) as bigint[]))
                        and b.worker_id = (select worker from arg) for key share) b
                cross join unnest(b.jobs) as u (id)
            ),
            ours as materialized (
                select g.id, h.lease, h.claimed_at
                from arg a cross join unnest(a.ids, a.leases) as g (id, lease)
                join held h on h.id = g.id and h.lease = g.lease
            ),
            finished as (
                delete from rota_job j using ours o where j.id = o.id
                returning j.*, o.lease as held, o.claimed_at as begun
            ),
            moved as (HISTORY),
            gone as (delete from s_batch where id = any (cast((select done from arg) as bigint[])))
            select count(*) from finished;

            select queue from s_lane where queue = 'default' for update;
            """.replace("HISTORY", history("attempt + 1", "held", "(select worker from arg)", "begun"))
            + "with recursive arg (worker, most, priorities, dues, floor_ids) as materialized ("
            + "select cast(? as bigint), cast(? as bigint), cast(? as integer[]), cast(? as timestamptz[]),"
            + " cast(? as bigint[])),"
            + """
            LANES,
            FLOORED,
            picked as (
                select j.* from floored l cross join lateral (
                    select j.* from rota_job j
                    where j.claimable and j.queue = 'default' and j.priority = l.priority
                        and (j.due_at, j.id) > (l.due_at, l.id) and j.due_at <= statement_timestamp()
                        and j.id not in (select u.id from s_batch b cross join unnest(b.jobs) as u (id))
                    order by j.due_at, j.id limit (select most from arg) for update skip locked) j
                limit (select most from arg)
            ),
            batch as (
                insert into s_batch (id, worker_id, claimed_at, jobs)
                select nextval('s_lease'), (select worker from arg), statement_timestamp(), p.jobs
                from (select array_agg(id) as jobs from picked) p where p.jobs is not null
                returning id
            )
            select (select id from batch) as held, COLUMNS from picked j
            """.replace("LANES", LANES).replace("FLOORED", FLOORED).replace("COLUMNS", COLUMNS);

    /** Parameters: the leases that occur, ids. The job's row is written after all, and its batch anew. */
    static final String BATCH_RETRY = """
            with settled as (
                update rota_job j
                set state = 'retrying', due_at = statement_timestamp(), attempt = attempt + 1, claimed_at = b.claimed_at
                from (select b.claimed_at, b.id as lease, u.id
                    from s_batch b cross join unnest(b.jobs) as u (id)
                    where b.id = any (?) and u.id = any (?)) b
                where j.id = b.id
                returning j.id, b.lease, j.attempt, j.claimed_at
            ),
            given_up as (
                update s_batch b set jobs = array(
                    select u.id from unnest(b.jobs) as u (id) where u.id not in (select id from settled))
                where b.id in (select lease from settled)
            )
            insert into rota_attempt (job_id, lease, number, worker_id, started_at, ended_at, outcome)
            select id, lease, attempt, 1, claimed_at, statement_timestamp(), 'failed' from settled
            """;

    static final String[] LOG_TABLES = {
        "create table s_log (id bigint primary key generated always as identity (cache 1000), type text, args text,"
                + " enqueued_at timestamptz not null default statement_timestamp())",
        "create table s_cursor (at bigint not null)",
        "insert into s_cursor values (0)",
        "create table s_done (jobs bigint[] not null, claimed_at timestamptz, finished_at timestamptz not null)"
    };

    /** Parameters: ids, most. */
    static final String LOG = """
            with done as (
                insert into s_done (jobs, finished_at)
                select d.jobs, statement_timestamp() from (select cast(? as bigint[]) as jobs) d
                where cardinality(d.jobs) > 0
            ),
            here as (select at from s_cursor for update),
            got as materialized (
                select l.id, l.args from s_log l where l.id > (select at from here) order by l.id limit ?
            ),
            moved as (update s_cursor set at = (select max(id) from got) where exists (select from got))
            select id as held, id, args from got
            """;
}
