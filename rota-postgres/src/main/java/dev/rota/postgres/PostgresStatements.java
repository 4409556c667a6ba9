package dev.rota.postgres;

import dev.rota.jdbc.Sql;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements of this store, in the order of a job's life: enqueued, claimed and finished, released, rescued, changed
 * by hand, read, pruned; then schedules, queues and workers.
 *
 * <p>{@code :now} is null, which means the database's clock, unless a test gave the store a fixed one. Arrays go through
 * {@code unnest}; one that is null stands for nulls only. Rows of several jobs are locked in the order of their ids, or
 * skipped if locked, so that no two statements wait for each other.
 */
final class PostgresStatements {
    private PostgresStatements() {}

    private static final String LIVE_COLUMNS = """
            j.id, j.type, j.version, j.args, j.queue, j.priority, j.state, j.claimable, j.due_at, j.attempt, j.max_attempts,
            j.crashes, j.lease, j.worker_id, j.timeout_ms, j.enqueued_at, j.claimed_at, j.finished_at,
            j.cancel_requested_at, j.blocked_by, j.reason, nullif(j.tags, '{}') as tags, j.unique_key, j.exclusion_key,
            j.exclusion_limit, j.schedule, j.fire_at, j.enqueued_by, j.trace
            """;

    private static final String HISTORY_COLUMNS = """
            j.id, j.type, j.version, j.args, j.queue, j.priority, j.state, false as claimable, j.due_at, j.attempt,
            j.max_attempts, j.crashes, j.lease, j.worker_id, j.timeout_ms, j.enqueued_at, j.claimed_at, j.finished_at,
            cast(null as timestamptz) as cancel_requested_at, cast(null as text) as blocked_by, j.reason,
            nullif(j.tags, '{}') as tags, j.unique_key, j.exclusion_key, j.exclusion_limit, j.schedule, j.fire_at,
            j.enqueued_by, j.trace
            """;

    static final Sql NOW = Sql.of("select coalesce(cast(:now as timestamptz), statement_timestamp()) as now");

    /** Jobs in the order of the arrays. An id that is null is taken from the sequence. */
    static final Sql ENQUEUE = Sql.of("""
            with clock (now) as (select coalesce(cast(:now as timestamptz), statement_timestamp())),
            made as (
                insert into rota_queue (name) select unnest(cast(:new_queues as text[])) on conflict do nothing
            ),
            given as (
                select g.*,
                    case when g.at is not null then timestamptz 'epoch' + g.at * interval '1 microsecond'
                        else c.now + coalesce(g.delay, 0) * interval '1 microsecond' end as due_at,
                    c.now
                from clock c cross join unnest(
                        cast(:ids as bigint[]), cast(:types as text[]), cast(:versions as integer[]),
                        cast(:args as text[]), cast(:queues as text[]), cast(:priorities as integer[]),
                        cast(:delays as bigint[]), cast(:ats as bigint[]), cast(:max_attempts as integer[]),
                        cast(:timeouts as bigint[]), cast(:tags as text[]), cast(:unique_keys as text[]),
                        cast(:exclusion_keys as text[]), cast(:exclusion_limits as integer[]),
                        cast(:schedules as text[]), cast(:fires as bigint[]), cast(:bys as text[]),
                        cast(:traces as text[])) as g (
                    id, type, version, args, queue, priority, delay, at, max_attempts, timeout_ms, tags, unique_key,
                    exclusion_key, exclusion_limit, schedule, fire, enqueued_by, trace)
            )
            insert into rota_job (
                id, type, version, args, queue, priority, state, claimable, due_at, max_attempts, timeout_ms, enqueued_at,
                blocked_by, tags, unique_key, exclusion_key, exclusion_limit, schedule, fire_at, enqueued_by, trace)
            select coalesce(id, nextval('rota_job_id')), type, version, args, queue, priority,
                case when due_at > now then 'scheduled' when exclusion_key is null then 'queued' else 'blocked' end,
                exclusion_key is null, due_at, max_attempts, timeout_ms, now,
                case when due_at <= now and exclusion_key is not null then 'exclusion' end,
                coalesce(string_to_array(tags, E'\\n'), '{}'), unique_key, exclusion_key, exclusion_limit, schedule,
                timestamptz 'epoch' + fire * interval '1 microsecond', enqueued_by, trace
            from given
            returning id, state = 'queued' as due
            """);

    private static final String ONE = """
            insert into rota_job (
                id, type, version, args, queue, priority, state, claimable, due_at, max_attempts, timeout_ms, enqueued_at,
                tags, enqueued_by, trace)
            values (
                nextval('rota_job_id'), :type, :version, :args, :queue, :priority, 'queued', true,
                coalesce(cast(:now as timestamptz), statement_timestamp()), :max_attempts, :timeout,
                coalesce(cast(:now as timestamptz), statement_timestamp()), :tags, :by, :trace)
            returning id
            """;

    /** The same for what is enqueued most: one job, due at once, that waits for nothing. At half the price. */
    static final Sql ENQUEUE_ONE = Sql.of(ONE);

    /** Wakes workers in other processes by its own commit, if {@link NotifyingCommits} allows it. */
    static final Sql ENQUEUE_ONE_AND_NOTIFY =
            Sql.of("with made as (" + ONE + ") select id, pg_notify('rota_wake', :payload) from made");

    /** The same for many that differ in their arguments alone. */
    static final Sql ENQUEUE_ALIKE = Sql.of("""
            insert into rota_job (
                id, type, version, args, queue, priority, state, claimable, due_at, max_attempts, timeout_ms, enqueued_at,
                tags, enqueued_by, trace)
            select nextval('rota_job_id'), :type, :version, g.args, :queue, :priority, 'queued', true,
                coalesce(cast(:now as timestamptz), statement_timestamp()), :max_attempts, :timeout,
                coalesce(cast(:now as timestamptz), statement_timestamp()), :tags, :by, :trace
            from unnest(cast(:args as text[])) as g (args)
            returning id
            """);

    static final Sql NEXT_IDS = Sql.of("select nextval('rota_job_id') as id from generate_series(1, :count)");

    /** Of a key that is there: expired, or held by a job whose state does not count any more. */
    private static final String UNIQUE_IS_FREE = """
            u.expires_at <= (select now from clock) or exists (
                select from rota_job j
                where j.id = u.job_id and u.states & (
                    case j.state when 'scheduled' then 1 when 'queued' then 2 when 'blocked' then 4 when 'running' then 8
                        when 'retrying' then 16 else 64 end
                    | case when j.state in ('scheduled', 'retrying') and j.due_at <= (select now from clock) then 2
                        else 0 end) = 0)
            """;

    /** Keys that others hold. They are not locked: to find a key held keeps nobody from giving it up. */
    static final Sql HELD_UNIQUE = Sql.of("""
            with clock (now) as materialized (select coalesce(cast(:now as timestamptz), statement_timestamp()))
            select u.type, u.key
            from unnest(cast(:types as text[]), cast(:keys as text[])) as g (type, key)
            cross join lateral (
                select * from rota_unique u where u.type = g.type and u.key = g.key offset 0) u
            where (
            """ + UNIQUE_IS_FREE + ") is not true");

    /**
     * Takes unique keys that are free: never taken, or free again. Gives those that were taken. In the order of the keys, so
     * that two batches do not wait for each other. The existing row is locked in any case.
     */
    static final Sql TAKE_UNIQUE = Sql.of("""
            with clock (now) as (select coalesce(cast(:now as timestamptz), statement_timestamp()))
            insert into rota_unique as u (type, key, job_id, states, expires_at)
            select g.type, g.key, g.id, g.states, c.now + g.period * interval '1 microsecond'
            from clock c cross join unnest(
                    cast(:types as text[]), cast(:keys as text[]), cast(:ids as bigint[]), cast(:states as integer[]),
                    cast(:periods as bigint[]))
                as g (type, key, id, states, period)
            on conflict (type, key) do update
            set job_id = excluded.job_id, states = excluded.states, expires_at = excluded.expires_at
            where
            """ + UNIQUE_IS_FREE + "returning type, key");

    static final Sql FIND_UNIQUE = Sql.of("""
            select u.type, u.key, u.job_id,
                coalesce(j.claimable and j.due_at <= coalesce(cast(:now as timestamptz), statement_timestamp()), false)
                    as due
            from unnest(cast(:types as text[]), cast(:keys as text[])) as g (type, key)
            cross join lateral (
                select u.type, u.key, u.job_id from rota_unique u where u.type = g.type and u.key = g.key offset 0) u
            left join lateral (select j.claimable, j.due_at from rota_job j where j.id = u.job_id offset 0) j on true
            """);

    static final Sql REPLACE_ARGS = Sql.of("""
            update rota_job set args = :args, version = :version
            where id = :id and state in ('scheduled', 'queued', 'blocked', 'retrying')
            """);

    private static final String CLOCK = """
            with recursive clock (now) as materialized (
                select coalesce(cast(:now as timestamptz), statement_timestamp())
            )
            """;

    // Jobs are found by their ids alone, in the order of the array. A join with the arrays could be planned the other
    // way
    // round while the table is small, as a scan of all jobs, and stay so when it is large; so what is said of single
    // jobs,
    // which is rare, is looked up by id in an object. The summary says what there is none of, so that the rows, which
    // are
    // wide, are not read again for each of the things that follow from few of them.
    private static final String FINISHED = """
            ,
            given as (
                select * from unnest(
                    cast(:ids as bigint[]), cast(:leases as bigint[]), cast(:states as text[]), cast(:reasons as text[]),
                    cast(:results as text[]), cast(:items_succeeded as bigint[]), cast(:items_failed as bigint[]),
                    cast(:items_total as bigint[]), cast(:items_label as text[])) as g (
                    id, lease, state, reason, result, items_succeeded, items_failed, items_total, items_label)
            ),
            said (of) as materialized (
                select jsonb_object_agg(g.id, jsonb_build_array(
                    g.state, g.reason, g.result, g.items_succeeded, g.items_failed, g.items_total, g.items_label))
                from given g
                where g.state is not null or g.reason is not null or g.result is not null
                    or g.items_succeeded is not null
            ),
            finished as (
                delete from rota_job j
                where j.id = any (cast(:ids as bigint[])) and j.worker_id = :worker and j.state = 'running'
                    and ((j.id, j.lease) in (select g.id, g.lease from given g)) is true
                returning j.*, case when (select of from said) is not null
                    then (select of from said) -> cast(j.id as text) end as note
            ),
            moved as (
                insert into rota_history (
                    id, type, version, args, queue, priority, state, due_at, attempt, max_attempts, crashes, lease,
                    worker_id, timeout_ms, enqueued_at, claimed_at, finished_at, reason, tags, unique_key, exclusion_key,
                    exclusion_limit, schedule, fire_at, enqueued_by, trace, result, items_succeeded, items_failed,
                    items_total, items_label)
                select id, type, version, args, queue, priority, coalesce(note ->> 0, 'succeeded'), due_at, attempt,
                    max_attempts, crashes, lease, worker_id, timeout_ms, enqueued_at, claimed_at,
                    (select now from clock), note ->> 1, tags, unique_key, exclusion_key, exclusion_limit, schedule,
                    fire_at, enqueued_by, trace, note ->> 2, cast(note ->> 3 as bigint), cast(note ->> 4 as bigint),
                    cast(note ->> 5 as bigint), note ->> 6
                from finished
            ),
            summary (ids, fired, uniques, noted) as materialized (
                select array_agg(id), bool_or(fire_at is not null),
                    bool_or(unique_key is not null), bool_or(note is not null or lease > 1)
                from finished
            ),
            outcome (of) as materialized (
                select jsonb_object_agg(id, case when note ->> 0 = 'cancelled' then 'cancelled'
                    when attempt = 1 and crashes = 0 then 'succeeded' else 'retried' end)
                from finished where (select fired from summary) and fire_at is not null
            ),
            fired as (
                update rota_fire f set outcome = coalesce((select of from outcome) ->> cast(f.job_id as text), f.outcome)
                where f.ctid = any (array(
                    select x.place from finished d cross join lateral (
                        select f.ctid as place from rota_fire f
                        where f.schedule = d.schedule and f.due_at = d.fire_at offset 0) x
                    where (select fired from summary) and d.fire_at is not null))
            ),
            given_up as (
                delete from rota_unique u
                where u.ctid = any (array(
                    select x.place from finished d cross join lateral (
                        select u.ctid as place from rota_unique u
                        where u.type = d.type and u.key = d.unique_key and u.job_id = d.id
                            and u.states & case when d.note ->> 0 = 'cancelled' then 128 else 32 end = 0 offset 0) x
                    where (select uniques from summary) and d.unique_key is not null))
                and u.job_id = any (array(
                    select id from finished where (select uniques from summary) and unique_key is not null))
            ),
            forgotten as (
                delete from rota_progress p
                where p.job_id = any (array(
                    select id from finished
                    where (select noted from summary) and (note ->> 3 is not null or lease > 1)))
            )
            """;

    // The worker's row is locked against being given up, so that no job goes to a worker that is just being rescued.
    private static final String OPEN_QUEUES = """
            ,
            me as (
                select w.id from rota_worker w where w.id = :worker and w.state in ('active', 'draining') for key share
            ),
            open_queue (name) as (
                select q.name from unnest(cast(:queues as text[])) as q (name)
                where exists (select from me) and not exists (
                    select from rota_queue r
                    where r.name = q.name and (r.concurrency is not null or r.rate is not null or (
                        r.paused_by is not null
                        and (r.paused_until is null or r.paused_until > (select now from clock)))))
            )
            """;

    // A lane is a queue and a priority. Going from lane to lane by probes of the index, and within a lane only as far
    // as
    // jobs are due, no statement sees a job whose time has not come.
    private static final String LANES = """
            ,
            lane (queue, priority) as (
                select q.name, first.priority
                from open_queue q cross join lateral (
                    select j.priority from rota_job j
                    where j.claimable and j.queue = q.name
                    order by j.priority limit 1) first
                union all
                select l.queue, next.priority
                from lane l cross join lateral (
                    select j.priority from rota_job j
                    where j.claimable and j.queue = l.queue and j.priority > l.priority
                    order by j.priority limit 1) next
            )
            """;

    private static final String CLAIMED = """
            ,
            claimed as (
                update rota_job j
                set state = 'running', claimable = false, lease = j.lease + 1, attempt = j.attempt + 1,
                    worker_id = :worker, claimed_at = (select now from clock)
                where j.ctid = any (array(select p.place from picked p))
                returning j.*
            )
            """;

    private static final String ANSWER = """
            select coalesce(t.ids, '{}') as finished, s.*
            from summary t left join (select LIVE_COLUMNS from rota_job j where false) s on true
            union all
            select null, LIVE_COLUMNS from claimed j
            """.replace("LIVE_COLUMNS", LIVE_COLUMNS);

    private static final String ONE_QUEUE = OPEN_QUEUES + LANES + """
              ,
              picked (place) as (
                  select j.place
                  from lane l cross join lateral (
                      select j.ctid as place from rota_job j
                      where j.claimable and j.queue = l.queue and j.priority = l.priority
                          and j.due_at <= (select now from clock) and j.type <> all (cast(:excluded as text[]))
                      order by j.due_at, j.id limit :most for update skip locked) j
                  limit :most
              )
              """ + CLAIMED;

    // How many jobs each lane gives is found out first, without locks; then each gives so many that nobody else has.
    private static final String MANY_QUEUES = OPEN_QUEUES + LANES + """
              ,
              share (queue, priority, jobs) as (
                  select f.queue, f.priority, count(*)
                  from (
                      select l.queue, l.priority
                      from lane l cross join lateral (
                          select j.due_at, j.id from rota_job j
                          where j.claimable and j.queue = l.queue and j.priority = l.priority
                              and j.due_at <= (select now from clock) and j.type <> all (cast(:excluded as text[]))
                          order by j.due_at, j.id limit :most) j
                      order by l.priority, j.due_at, j.id limit :most) f
                  group by f.queue, f.priority
              ),
              picked (place) as (
                  select j.place
                  from share s cross join lateral (
                      select j.ctid as place from rota_job j
                      where j.claimable and j.queue = s.queue and j.priority = s.priority
                          and j.due_at <= (select now from clock) and j.type <> all (cast(:excluded as text[]))
                      order by j.due_at, j.id limit s.jobs for update skip locked) j
              )
              """ + CLAIMED;

    // Each lane is walked from where it has been claimed; those that are not known are looked for in the gaps between.
    private static final String LANES_ABOVE = """
            ,
            gap_lane (queue, priority, high) as (
                select q.name, first.priority, g.high
                from open_queue q
                join unnest(cast(:gap_queues as text[]), cast(:gap_lows as integer[]), cast(:gap_highs as integer[]))
                    as g (queue, low, high) on g.queue = q.name
                cross join lateral (
                    select j.priority from rota_job j
                    where j.claimable and j.queue = q.name and j.priority >= g.low and j.priority <= g.high
                    order by j.priority limit 1) first
                union all
                select l.queue, next.priority, l.high
                from gap_lane l cross join lateral (
                    select j.priority from rota_job j
                    where j.claimable and j.queue = l.queue and j.priority > l.priority and j.priority <= l.high
                    order by j.priority limit 1) next
            ),
            lane (queue, priority, due_at, id) as (
                select queue, priority, timestamptz '-infinity', cast(0 as bigint) from gap_lane
                union all
                select q.name, f.priority, timestamptz 'epoch' + f.due * interval '1 microsecond', f.id
                from open_queue q join unnest(
                        cast(:floor_queues as text[]), cast(:floor_priorities as integer[]),
                        cast(:floor_dues as bigint[]), cast(:floor_ids as bigint[])) as f (queue, priority, due, id)
                    on f.queue = q.name
                order by priority
            )
            """;

    private static final String ONE_QUEUE_ABOVE = OPEN_QUEUES + LANES_ABOVE + """
              ,
              picked (place) as (
                  select j.place
                  from lane l cross join lateral (
                      select j.ctid as place from rota_job j
                      where j.claimable and j.queue = l.queue and j.priority = l.priority
                          and (j.due_at, j.id) > (l.due_at, l.id)
                          and j.due_at <= (select now from clock) and j.type <> all (cast(:excluded as text[]))
                      order by j.due_at, j.id limit :most for update skip locked) j
                  limit :most
              )
              """ + CLAIMED;

    private static final String MANY_QUEUES_ABOVE = OPEN_QUEUES + LANES_ABOVE + """
              ,
              share (queue, priority, due_at, id, jobs) as (
                  select f.queue, f.priority, f.low_due, f.low_id, count(*)
                  from (
                      select l.queue, l.priority, l.due_at as low_due, l.id as low_id
                      from lane l cross join lateral (
                          select j.due_at, j.id from rota_job j
                          where j.claimable and j.queue = l.queue and j.priority = l.priority
                              and (j.due_at, j.id) > (l.due_at, l.id)
                              and j.due_at <= (select now from clock) and j.type <> all (cast(:excluded as text[]))
                          order by j.due_at, j.id limit :most) j
                      order by l.priority, j.due_at, j.id limit :most) f
                  group by f.queue, f.priority, f.low_due, f.low_id
              ),
              picked (place) as (
                  select j.place
                  from share s cross join lateral (
                      select j.ctid as place from rota_job j
                      where j.claimable and j.queue = s.queue and j.priority = s.priority
                          and (j.due_at, j.id) > (s.due_at, s.id)
                          and j.due_at <= (select now from clock) and j.type <> all (cast(:excluded as text[]))
                      order by j.due_at, j.id limit s.jobs for update skip locked) j
              )
              """ + CLAIMED;

    private static final String CLAIMED_JOBS = "select " + LIVE_COLUMNS + " from claimed j";

    /**
     * Moves finished jobs to the history and claims others from at most one queue without limits. The first row says which
     * finishes counted; the others are the jobs.
     */
    static final Sql EXCHANGE = Sql.of(CLOCK + FINISHED + ONE_QUEUE + ANSWER);

    /** The same for several queues without limits. */
    static final Sql EXCHANGE_MANY = Sql.of(CLOCK + FINISHED + MANY_QUEUES + ANSWER);

    /** The same where it is known how far some lanes have been claimed. */
    static final Sql EXCHANGE_ABOVE = Sql.of(CLOCK + FINISHED + ONE_QUEUE_ABOVE + ANSWER);

    static final Sql EXCHANGE_MANY_ABOVE = Sql.of(CLOCK + FINISHED + MANY_QUEUES_ABOVE + ANSWER);

    /** Claims alone: what is not in a statement need not be made ready, which is most of the price of a few jobs. */
    static final Sql CLAIM = Sql.of(CLOCK + ONE_QUEUE + CLAIMED_JOBS);

    static final Sql CLAIM_MANY = Sql.of(CLOCK + MANY_QUEUES + CLAIMED_JOBS);

    static final Sql CLAIM_ABOVE = Sql.of(CLOCK + ONE_QUEUE_ABOVE + CLAIMED_JOBS);

    static final Sql CLAIM_MANY_ABOVE = Sql.of(CLOCK + MANY_QUEUES_ABOVE + CLAIMED_JOBS);

    /** Moves finished jobs to the history, and says which finishes counted. */
    static final Sql FINISH = Sql.of(CLOCK + FINISHED + """
              select cast(null as bigint) as id, coalesce(ids, '{}') as finished
              from summary
              """);

    /** Goes in lanes that are known as far as a claim from their beginning must go, and says what is there: to be timed. */
    static final Sql WALK = Sql.of("""
            select l.queue, l.priority, j.due_at, j.id
            from unnest(cast(:floor_queues as text[]), cast(:floor_priorities as integer[])) as l (queue, priority)
            cross join lateral (
                select j.due_at, j.id from rota_job j
                where j.claimable and j.queue = l.queue and j.priority = l.priority
                order by j.due_at, j.id limit 1) j
            """);

    private static final String DUE_CLOCK = """
            with recursive clock (now) as materialized (
                select coalesce(cast(:now as timestamptz), statement_timestamp())
            ),
            open_queue (name) as (select unnest(cast(:queues as text[])))
            """;

    private static final String FIRST_DUE = """
            select cast(extract(epoch from min(f.due_at) - (select now from clock)) * 1000000 as bigint) as micros
            from lane l cross join lateral (
                select j.due_at from rota_job j
                where j.claimable and j.queue = l.queue and j.priority = l.priority ABOVE
                order by j.due_at, j.id limit 1) f
            having min(f.due_at) is not null
            """;

    /** How long it is until the first job of any lane is due. No row if there is no job. */
    static final Sql UNTIL_DUE = Sql.of(DUE_CLOCK + LANES + FIRST_DUE.replace("ABOVE", ""));

    /** The same where it is known how far some lanes have been claimed. */
    static final Sql UNTIL_DUE_ABOVE =
            Sql.of(DUE_CLOCK + LANES_ABOVE + FIRST_DUE.replace("ABOVE", "and (j.due_at, j.id) > (l.due_at, l.id)"));

    /** Locks queues with limits, so that their jobs are counted and claimed by one worker at a time. */
    static final Sql LOCK_LIMITED = Sql.of("""
            select q.name from rota_queue q
            where q.name = any (cast(:queues as text[])) and (q.concurrency is not null or q.rate is not null)
                and (q.paused_by is null
                    or q.paused_until <= coalesce(cast(:now as timestamptz), statement_timestamp()))
            order by q.name for update
            """);

    /**
     * Claims from queues that are locked, as far as their limits allow. A bucket from further in the future than a period
     * is full: a clock that was set back must not keep the queue waiting until it has caught up.
     */
    static final Sql CLAIM_LIMITED = Sql.of("""
            with recursive clock (now) as materialized (
                select coalesce(cast(:now as timestamptz), statement_timestamp())
            ),
            me as (
                select w.id from rota_worker w where w.id = :worker and w.state in ('active', 'draining') for key share
            ),
            bucket (name, concurrency, tokens) as (
                select q.name, q.concurrency,
                    case
                        when q.tokens_at > (select now from clock) + q.period_ms * interval '1 millisecond' then q.rate
                        else least(q.rate, coalesce(q.tokens, q.rate) + coalesce(
                            greatest(extract(epoch from (select now from clock) - q.tokens_at), 0) * 1000.0
                                * q.rate / q.period_ms, 0))
                    end
                from rota_queue q where q.name = any (cast(:queues as text[])) and exists (select from me)
            ),
            room (name, jobs, tokens) as (
                select b.name, cast(least(:most, floor(b.tokens), b.concurrency - (
                        select sum((
                            select count(*) from rota_job j
                            where j.worker_id = w.id and j.queue = b.name and j.state = 'running' and j.lease > 0))
                        from rota_worker w where not w.emptied)) as bigint),
                    b.tokens
                from bucket b
            ),
            open_queue (name) as (select r.name from room r where r.jobs > 0)
            """ + LANES + """
                      ,
                      candidate (queue, priority, due_at, id, place, turn) as (
                          select l.queue, l.priority, j.due_at, j.id, j.place,
                              row_number() over (partition by l.queue order by l.priority, j.due_at, j.id)
                          from lane l join room r on r.name = l.queue cross join lateral (
                              select j.due_at, j.id, j.ctid as place from rota_job j
                              where j.claimable and j.queue = l.queue and j.priority = l.priority
                                  and j.due_at <= (select now from clock) and j.type <> all (cast(:excluded as text[]))
                              order by j.due_at, j.id limit r.jobs for update skip locked) j
                      ),
                      picked (place, queue) as (
                          select c.place, c.queue from candidate c join room r on r.name = c.queue
                          where c.turn <= r.jobs
                          order by c.priority, c.due_at, c.id limit :most
                      ),
                      taken as (
                          update rota_queue q
                          set tokens = r.tokens - p.jobs, tokens_at = (select now from clock)
                          from room r join (select queue, count(*) as jobs from picked group by queue) p
                              on p.queue = r.name
                          where q.name = r.name and q.rate is not null
                      )
                      """ + CLAIMED + "select " + LIVE_COLUMNS + " from claimed j");

    /** What becomes of running jobs that have not come to their end, or failed. */
    static final Sql SETTLE = Sql.of("""
            with clock (now) as materialized (select coalesce(cast(:now as timestamptz), statement_timestamp())),
            given as (
                select * from unnest(
                    cast(:ids as bigint[]), cast(:leases as bigint[]), cast(:kinds as text[]), cast(:delays as bigint[]),
                    cast(:reasons as text[]), cast(:outcomes as text[]), cast(:error_types as text[]),
                    cast(:error_messages as text[]), cast(:error_stacks as text[]), cast(:fingerprints as text[]),
                    cast(:items_succeeded as bigint[]), cast(:items_failed as bigint[]), cast(:items_total as bigint[]),
                    cast(:items_label as text[])) as g (
                    id, lease, kind, delay, reason, outcome, error_type, error_message, error_stack, fingerprint,
                    items_succeeded, items_failed, items_total, items_label)
            ),
            said (of) as materialized (
                select jsonb_object_agg(g.id, jsonb_build_object(
                    'kind', g.kind, 'delay', g.delay, 'reason', g.reason, 'fingerprint', g.fingerprint))
                from given g
            ),
            settled as (
                update rota_job j
                set state = case n.of -> cast(j.id as text) ->> 'kind' when 'retry' then 'retrying'
                        when 'fail' then 'failed' when 'snooze' then 'scheduled' when 'release' then 'queued'
                        else 'blocked' end,
                    claimable = case when n.of -> cast(j.id as text) ->> 'kind' in ('retry', 'snooze')
                        then j.exclusion_key is null else n.of -> cast(j.id as text) ->> 'kind' = 'release' end,
                    due_at = case when n.of -> cast(j.id as text) ->> 'kind' in ('retry', 'snooze')
                        then (select now from clock)
                            + cast(n.of -> cast(j.id as text) ->> 'delay' as bigint) * interval '1 microsecond'
                        else j.due_at end,
                    attempt = case when n.of -> cast(j.id as text) ->> 'kind' in ('retry', 'fail')
                        then j.attempt else j.attempt - 1 end,
                    finished_at = case n.of -> cast(j.id as text) ->> 'kind' when 'fail'
                        then (select now from clock) end,
                    blocked_by = case n.of -> cast(j.id as text) ->> 'kind' when 'park' then 'handler' end,
                    reason = n.of -> cast(j.id as text) ->> 'reason',
                    fingerprint = coalesce(n.of -> cast(j.id as text) ->> 'fingerprint', j.fingerprint)
                from said n
                where j.id = any (cast(:ids as bigint[])) and j.worker_id = :worker and j.state = 'running'
                    and ((j.id, j.lease) in (select g.id, g.lease from given g)) is true
                returning j.id, j.type, j.lease, j.worker_id, j.claimed_at, j.unique_key, j.exclusion_key, j.schedule,
                    j.fire_at, j.state, n.of -> cast(j.id as text) ->> 'kind' as kind,
                    case when n.of -> cast(j.id as text) ->> 'kind' in ('retry', 'fail')
                        then j.attempt else j.attempt + 1 end as number
            ),
            numbered (of) as materialized (
                select jsonb_object_agg(id, jsonb_build_array(number, worker_id, claimed_at)) from settled
            ),
            attempted as (
                insert into rota_attempt (
                    job_id, lease, number, worker_id, started_at, ended_at, outcome, error_type, error_message,
                    error_stack, fingerprint, reason)
                select g.id, g.lease, cast(n.of -> cast(g.id as text) ->> 0 as integer),
                    cast(n.of -> cast(g.id as text) ->> 1 as bigint),
                    cast(n.of -> cast(g.id as text) ->> 2 as timestamptz), (select now from clock), g.outcome,
                    g.error_type, g.error_message, g.error_stack, g.fingerprint, g.reason
                from given g cross join numbered n
                where g.outcome is not null and n.of -> cast(g.id as text) is not null
            ),
            fired as (
                update rota_fire f set outcome = 'failed'
                where f.ctid = any (array(
                    select x.place from settled d cross join lateral (
                        select f.ctid as place from rota_fire f
                        where f.schedule = d.schedule and f.due_at = d.fire_at offset 0) x
                    where d.state = 'failed' and d.fire_at is not null))
            ),
            given_up as (
                delete from rota_unique u
                where u.ctid = any (array(
                    select x.place from settled d cross join lateral (
                        select u.ctid as place from rota_unique u
                        where u.type = d.type and u.key = d.unique_key and u.job_id = d.id and u.states & 64 = 0
                        offset 0) x
                    where d.state = 'failed' and d.unique_key is not null))
                and u.job_id = any (array(select id from settled where unique_key is not null))
            ),
            noted as (
                insert into rota_progress as p (job_id, items_succeeded, items_failed, items_total, items_label)
                select g.id, g.items_succeeded, g.items_failed, g.items_total, g.items_label
                from given g cross join numbered n
                where g.items_succeeded is not null and n.of -> cast(g.id as text) is not null
                on conflict (job_id) do update
                set items_succeeded = excluded.items_succeeded, items_failed = excluded.items_failed,
                    items_total = excluded.items_total, items_label = excluded.items_label
            )
            select id from settled
            """);

    static final Sql SAVE_PROGRESS = Sql.of("""
            insert into rota_progress as p (job_id, items_succeeded, items_failed, items_total, items_label)
            select g.id, g.items_succeeded, g.items_failed, g.items_total, g.items_label
            from unnest(
                    cast(:ids as bigint[]), cast(:leases as bigint[]), cast(:items_succeeded as bigint[]),
                    cast(:items_failed as bigint[]), cast(:items_total as bigint[]), cast(:items_label as text[])) as g (
                    id, lease, items_succeeded, items_failed, items_total, items_label)
            cross join lateral (
                select from rota_job j where j.id = g.id and j.lease = g.lease and j.state = 'running' offset 0) held
            on conflict (job_id) do update
            set items_succeeded = excluded.items_succeeded, items_failed = excluded.items_failed,
                items_total = excluded.items_total, items_label = excluded.items_label
            """);

    /** The job is locked against being finished or rescued meanwhile. */
    static final Sql SAVE_CHECKPOINT = Sql.of("""
            with held as (
                select j.id from rota_job j
                where j.id = :id and j.lease = :lease and j.state = 'running' for share
            )
            insert into rota_progress as p (job_id, checkpoint) select id, :json from held
            on conflict (job_id) do update set checkpoint = excluded.checkpoint
            """);

    static final Sql CHECKPOINT =
            Sql.of("select checkpoint from rota_progress where job_id = :id and checkpoint is not null");

    static final Sql APPEND_LOG = Sql.of("""
            insert into rota_log (job_id, lease, at, level, line)
            select g.id, g.lease, timestamptz 'epoch' + g.at * interval '1 microsecond', g.level, g.line
            from unnest(
                    cast(:ids as bigint[]), cast(:leases as bigint[]), cast(:ats as bigint[]), cast(:levels as text[]),
                    cast(:lines as text[])) with ordinality as g (id, lease, at, level, line, turn)
            cross join lateral (
                select from rota_job j where j.id = g.id and j.lease = g.lease and j.state = 'running' offset 0) held
            order by g.turn
            """);

    /**
     * Jobs with an exclusion key whose time has come wait for the key from now on. A row without a key says that others
     * wait: usually none do, and that is all there is to ask.
     */
    static final Sql BLOCK_DUE = Sql.of("""
            with due (key) as (
                update rota_job set state = 'blocked', blocked_by = 'exclusion'
                where id in (
                    select j.id from rota_job j
                    where j.exclusion_key is not null and not j.claimable and j.state in ('scheduled', 'retrying')
                        and j.due_at <= coalesce(cast(:now as timestamptz), statement_timestamp())
                    order by j.due_at limit :limit for update skip locked)
                returning exclusion_key
            )
            select key from due
            union all
            select null where exists (select from rota_job j where j.blocked_by = 'exclusion')
            """);

    /** The next keys that jobs wait for: one step in the index for each. */
    static final Sql WAITING_KEYS = Sql.of("""
            with recursive waiting (key, turn) as (
                (select j.exclusion_key, 1 from rota_job j
                where j.blocked_by = 'exclusion' and j.exclusion_key > :after
                order by j.exclusion_key limit 1)
                union all
                select next.exclusion_key, w.turn + 1
                from waiting w cross join lateral (
                    select j.exclusion_key from rota_job j
                    where j.blocked_by = 'exclusion' and j.exclusion_key > w.key
                    order by j.exclusion_key limit 1) next
                where w.turn < :most
            )
            select w.key from waiting w order by w.turn
            """);

    /** Those of some exclusion keys whose first waiting job may go, as far as is known without a lock. */
    static final Sql KEYS_WITH_ROOM = Sql.of("""
            select k.key
            from unnest(cast(:keys as text[])) as k (key) cross join lateral (
                select j.exclusion_limit from rota_job j
                where j.blocked_by = 'exclusion' and j.exclusion_key = k.key
                order by j.priority, j.due_at, j.id limit 1) next
            where next.exclusion_limit > (
                select count(*) from rota_job j
                where j.exclusion_key = k.key and j.state in ('queued', 'running'))
            """);

    /** One process at a time decides about a key. */
    static final Sql LOCK_KEYS = Sql.of("""
            select count(pg_advisory_xact_lock(761283, k.hash)) as locked
            from (select distinct hashtext(key) as hash from unnest(cast(:keys as text[])) as k (key) order by 1) k
            """);

    /** Lets the jobs go that wait for keys which are locked, as many of each as there is room, the first ones first. */
    static final Sql RELEASE_BLOCKED = Sql.of("""
            with holder (key, jobs) as (
                select k.key, (
                    select count(*) from rota_job j
                    where j.exclusion_key = k.key and j.state in ('queued', 'running'))
                from unnest(cast(:keys as text[])) as k (key)
            ),
            turn (id, may_go) as (
                select j.id, bool_and(h.jobs + j.turn <= j.exclusion_limit)
                    over (partition by h.key order by j.turn)
                from holder h cross join lateral (
                    select j.id, j.exclusion_limit, row_number() over (order by j.priority, j.due_at, j.id) as turn
                    from rota_job j where j.blocked_by = 'exclusion' and j.exclusion_key = h.key
                    order by j.priority, j.due_at, j.id limit :limit) j
            )
            update rota_job j set state = 'queued', claimable = true, blocked_by = null
            where j.id = any (array(select t.id from turn t where t.may_go order by t.id)) and j.blocked_by = 'exclusion'
            returning j.queue
            """);

    static final Sql UNPARK = Sql.of("""
            update rota_job j
            set state = case when j.exclusion_key is null then 'queued' else 'blocked' end,
                claimable = j.exclusion_key is null,
                blocked_by = case when j.exclusion_key is not null then 'exclusion' end
            where j.id = any (array(
                    select p.id from rota_job p
                    where p.blocked_by = 'handler' and p.type = any (cast(:types as text[]))
                    limit :limit for update skip locked))
            returning j.queue
            """);

    /** The next worker whose heart has stopped, or one given up that may still hold jobs. */
    static final Sql LOCK_DEAD = Sql.of("""
            select w.id, w.state from rota_worker w
            where w.id > :after and (
                w.state in ('active', 'draining')
                    and w.heartbeat_at < coalesce(cast(:now as timestamptz), statement_timestamp())
                        - coalesce(w.lease_ms * 1000, :lease) * interval '1 microsecond'
                or w.state in ('lost', 'stopped') and not w.emptied)
            order by w.id limit 1 for update skip locked
            """);

    /** Heartbeats of a time that has not come: the clock was set back. From now on they grow old as all do. */
    static final Sql LEVEL_HEARTBEATS = Sql.of("""
            update rota_worker set heartbeat_at = coalesce(cast(:now as timestamptz), statement_timestamp())
            where state in ('active', 'draining')
                and heartbeat_at > coalesce(cast(:now as timestamptz), statement_timestamp())
                    + :lease * interval '1 microsecond'
            """);

    static final Sql LOSE_WORKER = Sql.of("update rota_worker set state = 'lost' where id = :worker");

    /**
     * It is given up and claims nothing any more, so that what it holds is looked for no longer than until it holds
     * nothing: while a snapshot is pinned that would be a walk over all that it ever held.
     */
    static final Sql EMPTY_WORKER = Sql.of("""
            update rota_worker w set emptied = true
            where w.id = :worker and not exists (
                select from rota_job j where j.worker_id = w.id and j.state = 'running' and j.lease > 0)
            """);

    /**
     * Takes the jobs of a worker that is locked. What somebody else has locked is being finished, and left alone. What has
     * crashed before is put off, one job half a lease after the other, the last one ten leases at the most: if one of them
     * kills its workers, it shall not meet the others again. The latest come first, because what kills a worker often does
     * so at once.
     */
    static final Sql RESCUE = Sql.of("""
            with clock (now) as materialized (select coalesce(cast(:now as timestamptz), statement_timestamp())),
            held as (
                select j.* from rota_job j
                where j.worker_id = :worker and j.state = 'running' and j.lease > 0
                order by j.id limit :limit for update skip locked
            ),
            suspects as (
                select id, (row_number() over (order by claimed_at desc, id) - 1)
                    * least(cast(:lease as bigint) / 2, 10 * cast(:lease as bigint) / count(*) over ())
                    * interval '1 microsecond' as wait
                from held where crashes between 1 and :max_crashes - 1 and cancel_requested_at is null
            ),
            cancelled as (
                delete from rota_job j
                where j.id = any (array(select h.id from held h where h.cancel_requested_at is not null))
                returning j.*
            ),
            moved as (
                insert into rota_history (
                    id, type, version, args, queue, priority, state, due_at, attempt, max_attempts, crashes, lease,
                    worker_id, timeout_ms, enqueued_at, claimed_at, finished_at, reason, tags, unique_key, exclusion_key,
                    exclusion_limit, schedule, fire_at, enqueued_by, trace, items_succeeded, items_failed, items_total,
                    items_label)
                select c.id, type, version, args, queue, priority, 'cancelled', due_at, attempt, max_attempts, crashes + 1,
                    lease + 1, worker_id, timeout_ms, enqueued_at, claimed_at, (select now from clock), reason, tags,
                    unique_key, exclusion_key, exclusion_limit, schedule, fire_at, enqueued_by, trace, p.items_succeeded,
                    p.items_failed, p.items_total, p.items_label
                from cancelled c
                left join lateral (select p.* from rota_progress p where p.job_id = c.id offset 0) p on true
            ),
            forgotten as (delete from rota_progress p where p.job_id = any (array(select id from cancelled))),
            rescued as (
                update rota_job j
                set lease = j.lease + 1, crashes = j.crashes + 1,
                    attempt = case when j.crashes + 1 > :max_crashes then j.attempt else j.attempt - 1 end,
                    state = case when j.crashes + 1 > :max_crashes then 'failed' when j.crashes > 0 then 'scheduled'
                        else 'queued' end,
                    claimable = j.crashes + 1 <= :max_crashes and (j.crashes = 0 or j.exclusion_key is null),
                    due_at = coalesce(
                        (select (select now from clock) + s.wait from suspects s where s.id = j.id), j.due_at),
                    finished_at = case when j.crashes + 1 > :max_crashes then (select now from clock) end,
                    reason = case when j.crashes + 1 > :max_crashes
                        then 'its worker died ' || (j.crashes + 1) || ' times' else 'its worker died' end
                where j.id = any (array(select h.id from held h where h.cancel_requested_at is null))
                returning j.id, j.type, j.queue, j.crashes, j.state, j.unique_key, j.schedule, j.fire_at
            ),
            attempted as (
                insert into rota_attempt (job_id, lease, number, worker_id, started_at, ended_at, outcome, reason)
                select id, lease, attempt, worker_id, claimed_at, (select now from clock), 'crashed', 'its worker died'
                from held
            ),
            ended as (
                select id, type, state, unique_key, schedule, fire_at from rescued where state = 'failed'
                union all
                select id, type, 'cancelled', unique_key, schedule, fire_at from cancelled
            ),
            fired as (
                update rota_fire f set outcome = e.state
                from ended e where e.fire_at is not null and f.schedule = e.schedule and f.due_at = e.fire_at
            ),
            given_up as (
                delete from rota_unique u using ended e
                where e.unique_key is not null and u.type = e.type and u.key = e.unique_key and u.job_id = e.id
                    and u.states & case e.state when 'failed' then 64 else 128 end = 0
            )
            select id, type, queue, crashes, state = 'failed' as failed from rescued
            union all
            select id, type, queue, crashes + 1, false from cancelled
            order by 1
            """);

    static final Sql LOCK_JOB = Sql.of("select state from rota_job where id = :id for update");

    static final Sql HAS_HISTORY = Sql.of("select id from rota_history where id = :id limit 1");

    /**
     * Cancels a job that does not run. If it was given back unbegun its last claim came to nothing, so that the history
     * does not show it as an attempt.
     */
    static final Sql CANCEL = Sql.of("""
            with clock (now) as materialized (select coalesce(cast(:now as timestamptz), statement_timestamp())),
            cancelled as (delete from rota_job j where j.id = :id and j.state <> 'running' returning j.*),
            forgotten as (delete from rota_progress p where p.job_id = (select id from cancelled) returning p.*),
            moved as (
                insert into rota_history (
                    id, type, version, args, queue, priority, state, due_at, attempt, max_attempts, crashes, lease,
                    worker_id, timeout_ms, enqueued_at, claimed_at, finished_at, reason, tags, unique_key, exclusion_key,
                    exclusion_limit, schedule, fire_at, enqueued_by, trace, items_succeeded, items_failed, items_total,
                    items_label)
                select c.id, type, version, args, queue, priority, 'cancelled', due_at, attempt, max_attempts, crashes,
                    lease, worker_id, timeout_ms, enqueued_at,
                    case when exists (select from rota_attempt a where a.job_id = c.id and a.lease = c.lease)
                        then claimed_at end,
                    (select now from clock), :reason, tags, unique_key, exclusion_key, exclusion_limit, schedule, fire_at,
                    enqueued_by, trace, p.items_succeeded, p.items_failed, p.items_total, p.items_label
                from cancelled c left join forgotten p on p.job_id = c.id
            ),
            fired as (
                update rota_fire f set outcome = 'cancelled'
                from cancelled c where f.schedule = c.schedule and f.due_at = c.fire_at
            ),
            given_up as (
                delete from rota_unique u using cancelled c
                where u.type = c.type and u.key = c.unique_key and u.job_id = c.id and u.states & 128 = 0
            )
            select queue from cancelled
            """);

    static final Sql REQUEST_CANCEL = Sql.of("""
            update rota_job
            set cancel_requested_at = coalesce(
                    cancel_requested_at, cast(:now as timestamptz), statement_timestamp()),
                reason = :reason
            where id = :id and state = 'running'
            """);

    static final Sql RETRY = Sql.of("""
            with clock (now) as materialized (select coalesce(cast(:now as timestamptz), statement_timestamp())),
            retried as (
                update rota_job j
                set state = case when exclusion_key is null then 'queued' else 'blocked' end,
                    claimable = exclusion_key is null,
                    blocked_by = case when exclusion_key is not null then 'exclusion' end,
                    due_at = (select now from clock), finished_at = null, max_attempts = greatest(max_attempts, attempt + 1),
                    crashes = 0, cancel_requested_at = null, reason = :reason
                where id = :id and state = 'failed'
                returning j.id, j.type, j.unique_key, j.schedule, j.fire_at
            ),
            fired as (
                update rota_fire f set outcome = 'running'
                from retried r where f.schedule = r.schedule and f.due_at = r.fire_at
            ),
            taken as (
                insert into rota_unique (type, key, job_id, states)
                select type, unique_key, id, 31 from retried where unique_key is not null
                on conflict do nothing
            )
            select id from retried
            """);

    static final Sql RUN_NOW = Sql.of("""
            update rota_job
            set state = case when exclusion_key is null then 'queued' else 'blocked' end,
                blocked_by = case when exclusion_key is not null then 'exclusion' end,
                due_at = coalesce(cast(:now as timestamptz), statement_timestamp()), reason = :reason
            where id = :id and state in ('scheduled', 'retrying')
                and due_at > coalesce(cast(:now as timestamptz), statement_timestamp())
            """);

    static final Sql AMEND = Sql.of("""
            with wish (due, now) as materialized (
                select cast(:due_at as timestamptz), coalesce(cast(:now as timestamptz), statement_timestamp())
            )
            update rota_job set
                queue = coalesce(cast(:queue as text), queue), priority = coalesce(cast(:priority as integer), priority),
                tags = case when :retag then cast(:tags as text[]) else tags end,
                state = case
                    when wish.due is null or state = 'retrying' then state
                    when wish.due > wish.now then 'scheduled'
                    when exclusion_key is null or state = 'queued' then 'queued'
                    else 'blocked' end,
                claimable = case
                    when wish.due is null or state = 'retrying' or exclusion_key is null then claimable
                    when wish.due > wish.now then false
                    else claimable and state = 'queued' end,
                blocked_by = case
                    when wish.due is not null and wish.due <= wish.now and exclusion_key is not null and state = 'scheduled'
                    then 'exclusion' else blocked_by end,
                due_at = coalesce(wish.due, due_at)
            from wish
            where id = :id and state in ('scheduled', 'queued', 'retrying', 'blocked')
                and (wish.due is null or state <> 'blocked')
            """);

    static final Sql NEW_QUEUE = Sql.of("insert into rota_queue (name) values (:queue) on conflict do nothing");

    static final Sql DELETE = Sql.of("""
            with failed as (delete from rota_job where id = :id and state = 'failed' returning id, type, unique_key),
            ended as (delete from rota_history where id = :id returning id, type, unique_key),
            gone as (select * from failed union all select * from ended),
            attempted as (delete from rota_attempt a using gone g where a.job_id = g.id),
            logged as (delete from rota_log l using gone g where l.job_id = g.id),
            noted as (delete from rota_progress p using gone g where p.job_id = g.id),
            given_up as (
                delete from rota_unique u using gone g where u.type = g.type and u.key = g.unique_key and u.job_id = g.id
                    and u.expires_at is null
            )
            select id from gone
            """);

    static final Sql FIND_LIVE = Sql.of("select " + LIVE_COLUMNS + """
              , p.items_succeeded, p.items_failed, p.items_total, p.items_label,
                  coalesce(cast(:now as timestamptz), statement_timestamp()) as now
              from rota_job j left join rota_progress p on p.job_id = j.id
              where j.id = :id
              """);

    static final Sql FIND_HISTORY = Sql.of("select " + HISTORY_COLUMNS + """
              , j.items_succeeded, j.items_failed, j.items_total, j.items_label, j.result, j.finished_at as now
              from rota_history j where j.id = :id limit 1
              """);

    /**
     * The last attempt of a job in the history stands in its row, unless it has one of its own: then it was cancelled
     * while it waited. A rescue raises the lease, so that the attempt which crashed has the one before.
     */
    static final Sql ATTEMPTS = Sql.of("""
            select a.job_id, a.number, a.lease, a.worker_id, a.started_at, a.ended_at, a.outcome, a.error_type,
                a.error_message, a.error_stack, a.fingerprint, a.reason
            from rota_attempt a where a.job_id = :id
            union all
            select j.id, j.attempt, j.lease, j.worker_id, j.claimed_at, null, 'running', null, null, null, null, null
            from rota_job j where j.id = :id and j.state = 'running'
            union all
            select h.id, h.attempt, h.lease, h.worker_id, h.claimed_at, h.finished_at, h.state, null, null, null, null,
                h.reason
            from rota_history h
            where h.id = :id and h.claimed_at is not null and h.worker_id is not null
                and not exists (
                    select from rota_attempt a
                    where a.job_id = h.id
                        and (a.lease = h.lease or a.lease = h.lease - 1 and a.outcome = 'crashed'))
            order by lease
            """);

    static final Sql LOG = Sql.of("""
            select seq, lease, at, level, line from rota_log
            where job_id = :id and seq > :after and (cast(:lease as bigint) is null or lease = :lease)
            order by seq limit :limit
            """);

    static final Sql LAST_LOG = Sql.of("""
            select seq, lease, at, level, line from rota_log
            where job_id = :id and (cast(:lease as bigint) is null or lease = :lease)
            order by seq desc limit :limit
            """);

    static final Sql ADD_ACT = Sql.of("""
            insert into rota_act (kind, subject, at, verb, by_whom, reason)
            values (:kind, :subject, coalesce(cast(:now as timestamptz), statement_timestamp()), :verb, :by, :reason)
            """);

    static final Sql ACTS = Sql.of("""
            select at, verb, by_whom, reason from rota_act where kind = :kind and subject = :subject
            order by id desc limit :limit
            """);

    static final Sql PRUNE_ACTS = Sql.of("""
            delete from rota_act
            where ctid = any (array(
                select a.ctid from rota_act a
                where a.at < coalesce(cast(:now as timestamptz), statement_timestamp()) - :age * interval '1 millisecond'
                limit :limit for update skip locked))
            """);

    /** JSON with a NUL in it cannot be taken apart: no such job is found by what stands in it. */
    private static final String LIKE_THIS = """
            j.id > :above and j.id < :below
                    and (cast(:type as text) is null or j.type = :type)
                    and (cast(:queue as text) is null or j.queue = :queue)
                    and (cast(:tag as text) is null or :tag = any (j.tags))
                    and (cast(:schedule as text) is null or j.schedule = :schedule)
                    and (cast(:worker as bigint) is null or j.worker_id = :worker)
                    and (cast(:priority as integer) is null or j.priority = :priority)
                    and (cast(:attempts as integer) is null or j.attempt >= :attempts)
                    and (cast(:enqueued_since as timestamptz) is null or j.enqueued_at >= :enqueued_since)
                    and (cast(:enqueued_until as timestamptz) is null or j.enqueued_at < :enqueued_until)
                    and (cast(:finished_since as timestamptz) is null or j.finished_at >= :finished_since)
                    and (cast(:finished_until as timestamptz) is null or j.finished_at < :finished_until)
                    and (cast(:unique as text) is null or j.unique_key = :unique)
                    and (cast(:trace as text) is null or j.trace = :trace
                        or position('-' || cast(:trace as text) || '-' in j.trace) > 0)
                    and (cast(:args_path as text[]) is null
                        or position(cast(:args_word as text) in j.args) > 0 or position('\\' in j.args) > 0)
                    and (cast(:args_path as text[]) is null
                        or case when position('\\u0000' in j.args) = 0 then cast(j.args as json) #>> cast(:args_path as text[]) end
                            = cast(:args_value as text))
                    and (cast(:error as text) is null
                        or (j.state <> 'succeeded' or j.attempt + j.crashes > 1)
                            and position(cast(:error as text) in lower((
                                select (a.error_type || ' ' || coalesce(a.error_message, '')) collate "C"
                                from rota_attempt a
                                where a.job_id = j.id and a.error_type is not null
                                order by a.lease desc limit 1))) > 0)
            """;

    /** The result of a finished job. */
    private static final String RESULT = """
            (cast(:result_path as text[]) is null
                        or position(cast(:result_word as text) in j.result) > 0 or position('\\' in j.result) > 0)
                    and (cast(:result_path as text[]) is null
                        or case when position('\\u0000' in j.result) = 0 then cast(j.result as json) #>> cast(:result_path as text[]) end
                            = cast(:result_value as text))
            """;

    private static final String LIVE_PART = """
            (select LIVE_COLUMNS from rota_job j
                    where OF_GROUP LIKE_THIS SHOWN and cast(:result_path as text[]) is null
                    order by j.id ORDER limit :limit)
            """;

    /** What is due is shown as queued, whatever it waited for. */
    private static final String SHOWN = """
            and (:any_state or case when j.claimable and j.state in ('scheduled', 'retrying')
                            and j.due_at <= (select now from clock) then 'queued' else j.state end
                            = any (cast(:states as text[])))""";

    private static String livePart(String which) {
        return LIVE_PART.replace("OF_GROUP", which).replace("SHOWN", SHOWN);
    }

    private static final String OF_ALL = livePart("");

    private static final String OF_GROUP = livePart("j.state = 'failed' and j.fingerprint = :fingerprint and")
            + "union all" + livePart("j.state = 'retrying' and j.fingerprint = :fingerprint and");

    /**
     * Of all states but queued, those that are asked for, each by its own index: running jobs are few, the others stand in
     * order. Conditions are as few as need be, because the server cannot tell how many rows they let through.
     */
    private static final String OF_STATES = Stream.of("running", "scheduled", "blocked", "retrying", "failed")
            .map(state -> LIVE_PART
                    .replace(
                            "OF_GROUP",
                            "'" + state + "' = any (cast(:states as text[])) and j.state = '" + state + "' and "
                                    + (state.equals("running") ? "j.lease > 0 and" : ""))
                    .replace(
                            "SHOWN",
                            state.equals("scheduled") || state.equals("retrying")
                                    ? "and not (j.claimable and j.due_at <= (select now from clock))"
                                    : ""))
            .collect(Collectors.joining("union all "));

    private static Sql list(String order, String live) {
        return Sql.of("""
                with clock (now) as materialized (
                    select coalesce(cast(:now as timestamptz), statement_timestamp())
                )
                select page.*, (select now from clock) as now from (
                    (select j.*, p.items_succeeded, p.items_failed, p.items_total, p.items_label,
                        cast(null as text) as result
                    from (LIVE_PART) j left join rota_progress p on p.job_id = j.id)
                    union all
                    (select HISTORY_COLUMNS, j.items_succeeded, j.items_failed, j.items_total, j.items_label, j.result
                    from rota_history j
                    where :with_history and LIKE_THIS and RESULT
                        and (:any_state or j.state = any (cast(:states as text[])))
                    order by j.id ORDER limit :limit)
                ) page
                order by page.id ORDER limit :limit
                """.replace("LIVE_PART", live)
                .replace("LIKE_THIS", LIKE_THIS)
                .replace("RESULT", RESULT)
                .replace("ORDER", order)
                .replace("LIVE_COLUMNS", LIVE_COLUMNS)
                .replace("HISTORY_COLUMNS", HISTORY_COLUMNS));
    }

    /** The newest jobs that are as asked for. */
    static final Sql LIST = list("desc", OF_ALL);

    /** The oldest ones. */
    static final Sql LIST_UPWARDS = list("asc", OF_ALL);

    /** The same of a group of failures, which has indexes of its own. */
    static final Sql LIST_GROUP = list("desc", OF_GROUP);

    static final Sql LIST_GROUP_UPWARDS = list("asc", OF_GROUP);

    /** The same of some states without queued. */
    static final Sql LIST_OF_STATES = list("desc", OF_STATES);

    static final Sql LIST_OF_STATES_UPWARDS = list("asc", OF_STATES);

    static final Sql FIND_MANY =
            Sql.of("""
            select page.*, coalesce(cast(:now as timestamptz), statement_timestamp()) as now from (
                (select LIVE_COLUMNS, p.items_succeeded, p.items_failed, p.items_total, p.items_label,
                    cast(null as text) as result
                from rota_job j left join rota_progress p on p.job_id = j.id
                where j.id = any (cast(:ids as bigint[])))
                union all
                (select HISTORY_COLUMNS, j.items_succeeded, j.items_failed, j.items_total, j.items_label, j.result
                from rota_history j where j.id = any (cast(:ids as bigint[])))
            ) page
            order by page.id desc
            """.replace("LIVE_COLUMNS", LIVE_COLUMNS).replace("HISTORY_COLUMNS", HISTORY_COLUMNS));

    /** The first job with an id from :id on, and the last one with an id up to it. */
    static final Sql ID_FROM = Sql.of("""
            select id, enqueued_at from (
                (select id, enqueued_at from rota_job where id >= :id order by id limit 1)
                union all
                (select id, enqueued_at from rota_history where id >= :id order by id limit 1)) j
            order by id limit 1
            """);

    static final Sql ID_UP_TO = Sql.of("""
            select id, enqueued_at from (
                (select id, enqueued_at from rota_job where id <= :id order by id desc limit 1)
                union all
                (select id, enqueued_at from rota_history where id <= :id order by id desc limit 1)) j
            order by id desc limit 1
            """);

    static final Sql COUNTS = Sql.of("""
            with recursive clock (now) as materialized (
                select coalesce(cast(:now as timestamptz), statement_timestamp())
            ),
            open_queue (name) as (select name from rota_queue)
            """ + LANES + """
                      select
                          (select count(*) from (
                              (select from rota_job j where j.state = 'scheduled' and j.due_at > (select now from clock)
                              limit :cap)
                              union all
                              (select from rota_job j where j.exclusion_key is not null and not j.claimable
                                  and j.state in ('scheduled', 'retrying') and j.due_at <= (select now from clock)
                                  and j.state = 'scheduled' limit :cap)
                              limit :cap) c) as scheduled,
                          (select count(*) from (
                              select from lane l cross join lateral (
                                  select from rota_job j
                                  where j.claimable and j.queue = l.queue and j.priority = l.priority
                                      and j.due_at <= (select now from clock)
                                  limit :cap) j
                              limit :cap) c) as queued,
                          (select count(*) from (
                              (select from rota_job j where j.blocked_by = 'exclusion' limit :cap)
                              union all
                              (select from rota_job j where j.blocked_by = 'handler' limit :cap)
                              limit :cap) c) as blocked,
                          (select count(*) from (
                              select from rota_job j where j.state = 'running' and j.lease > 0 limit :cap) c) as running,
                          (select count(*) from (
                              (select from rota_job j where j.state = 'retrying' and j.due_at > (select now from clock)
                              limit :cap)
                              union all
                              (select from rota_job j where j.exclusion_key is not null and not j.claimable
                                  and j.state in ('scheduled', 'retrying') and j.due_at <= (select now from clock)
                                  and j.state = 'retrying' limit :cap)
                              limit :cap) c) as retrying,
                          (select count(*) from (
                              select from rota_job j where j.state = 'failed' limit :cap) c) as failed
                      """);

    /** The first job of each lane is found in the claim's index. */
    static final Sql LONGEST_WAITS = Sql.of("""
            with recursive clock (now) as materialized (
                select coalesce(cast(:now as timestamptz), statement_timestamp())
            ),
            open_queue (name) as (select name from rota_queue)
            """ + LANES + """
                      select l.queue,
                          cast(extract(epoch from (select now from clock) - min(j.due_at)) * 1000 as bigint) as wait_ms
                      from lane l cross join lateral (
                          select j.due_at from rota_job j
                          where j.claimable and j.queue = l.queue and j.priority = l.priority
                              and j.due_at <= (select now from clock)
                          order by j.due_at limit 1) j
                      group by l.queue
                      """);

    static final Sql DATABASE_SIZE = Sql.of("select pg_database_size(current_database()) as bytes");

    /** Of a partitioned table the partitions together. */
    static final Sql TABLE_SIZES = Sql.of("""
            select r.relname as name, cast(sum(pg_total_relation_size(p.relid)) as bigint) as bytes
            from pg_class r cross join lateral pg_partition_tree(r.oid) p
            where r.relkind = 'p' and r.relname like 'rota\\_%' and r.relnamespace = current_schema()::regnamespace
            group by r.relname
            union all
            select r.relname, pg_total_relation_size(r.oid)
            from pg_class r
            where r.relkind = 'r' and not r.relispartition and r.relname like 'rota\\_%'
                and r.relnamespace = current_schema()::regnamespace
            """);

    static final Sql QUEUE = Sql.of("select * from rota_queue where name = :queue");

    static final Sql RUNNING_IN_QUEUE = Sql.of("""
            select coalesce(sum((
                select count(*) from rota_job r
                where r.worker_id = w.id and r.queue = :queue and r.state = 'running' and r.lease > 0)), 0) as running
            from rota_worker w where not w.emptied
            """);

    static final Sql CLAIMING_WORKERS = Sql.of("""
            select name, host, pid, version, queues, slots, types from rota_worker
            where state = 'active' and heartbeat_at >= :since
            """);

    /** Attempts that have ended in a queue, as far as the figures tell. */
    static final Sql ENDED_IN_QUEUE = Sql.of("""
            select coalesce(sum(succeeded + failed_attempts + cancelled), 0) as ended from rota_rollup
            where span_s = 60 and at >= :since and queue = :queue
            """);

    static final Sql WAITING_BY_QUEUE = Sql.of("""
            with recursive clock (now) as materialized (
                select coalesce(cast(:now as timestamptz), statement_timestamp())
            ),
            open_queue (name) as (select name from rota_queue)
            """ + LANES + """
                      select q.name as queue, (
                          select count(*) from (
                              select from lane l cross join lateral (
                                  select from rota_job j
                                  where j.claimable and j.queue = l.queue and j.priority = l.priority
                                      and j.due_at <= (select now from clock)
                                  limit :cap) j
                              where l.queue = q.name limit :cap) c) as jobs
                      from open_queue q
                      """);

    static final Sql RUNNING_BY_QUEUE = Sql.of("""
            select r.queue, count(*) as jobs from (
                select j.queue from rota_job j where j.state = 'running' and j.lease > 0 limit :all) r
            group by r.queue
            """);

    /** The jobs that are claimed next, in the order of the claim's index. */
    static final Sql WAITING_TYPES = Sql.of("""
            select type, count(*) as jobs from (
                select type from rota_job
                where claimable and queue = :queue
                    and due_at <= coalesce(cast(:now as timestamptz), statement_timestamp())
                order by priority, due_at, id limit :cap) j
            group by type order by jobs desc, type
            """);

    static final Sql BLOCKED_BY_QUEUE = Sql.of("""
            select b.queue, count(*) as jobs from (
                (select j.queue from rota_job j where j.blocked_by = 'exclusion' limit :cap)
                union all
                (select j.queue from rota_job j where j.blocked_by = 'handler' limit :cap)
                limit :cap) b
            group by b.queue
            """);

    static final Sql HOLDERS = Sql.of("""
            select id from rota_job where exclusion_key = :key and state in ('queued', 'running') order by id
            limit :limit
            """);

    static final Sql AHEAD = Sql.of("""
            with recursive lane (priority) as (
                (select j.priority from rota_job j where j.claimable and j.queue = :queue
                order by j.priority limit 1)
                union all
                select next.priority from lane l cross join lateral (
                    select j.priority from rota_job j
                    where j.claimable and j.queue = :queue and j.priority > l.priority and l.priority < :priority
                    order by j.priority limit 1) next
            )
            select count(*) as ahead from (
                select from lane l cross join lateral (
                    select from rota_job j
                    where j.claimable and j.queue = :queue and j.priority = l.priority
                        and j.due_at <= coalesce(cast(:now as timestamptz), statement_timestamp())
                        and (l.priority < :priority or (j.due_at, j.id) < (cast(:due_at as timestamptz), :id))
                    limit :cap) j
                where l.priority <= :priority
                limit :cap) c
            """);

    /** The days of history, with the number of their rows as far as is known. */
    static final Sql PARTITIONS = Sql.of("""
            select c.relname as name, greatest(cast(c.reltuples as bigint), 1) as rows
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = cast('rota_history' as regclass) and c.relname ~ '^rota_history_[0-9]{8}$'
            order by c.relname
            """);

    static final Sql PRUNE_REST = Sql.of("""
            with gone as (
                delete from rota_history_rest
                where ctid = any (array(
                    select h.ctid from rota_history_rest h
                    where h.finished_at < coalesce(cast(:now as timestamptz), statement_timestamp())
                        - :age * interval '1 millisecond'
                    limit :limit for update skip locked))
                returning id, type, unique_key
            ),
            noted as (delete from rota_progress p using gone g where p.job_id = g.id),
            given_up as (
                delete from rota_unique u using gone g where u.type = g.type and u.key = g.unique_key and u.job_id = g.id
                    and u.expires_at is null
            )
            select count(*) as deleted from gone
            """);

    static final Sql PRUNE_FAILED = Sql.of("""
            with gone as (
                delete from rota_job
                where ctid = any (array(
                    select j.ctid from rota_job j
                    where j.state = 'failed'
                        and j.finished_at < coalesce(cast(:now as timestamptz), statement_timestamp())
                            - :age * interval '1 millisecond'
                    order by j.finished_at limit :limit for update skip locked))
                returning id, type, unique_key
            ),
            attempted as (delete from rota_attempt a using gone g where a.job_id = g.id),
            logged as (delete from rota_log l using gone g where l.job_id = g.id),
            noted as (delete from rota_progress p using gone g where p.job_id = g.id),
            given_up as (
                delete from rota_unique u using gone g where u.type = g.type and u.key = g.unique_key and u.job_id = g.id
                    and u.expires_at is null
            )
            select count(*) as deleted from gone
            """);

    static final Sql PRUNE_ATTEMPTS = Sql.of("""
            delete from rota_attempt
            where ctid = any (array(
                select a.ctid from rota_attempt a
                where a.ended_at < coalesce(cast(:now as timestamptz), statement_timestamp())
                        - :age * interval '1 millisecond'
                    and not exists (select from rota_job j where j.id = a.job_id)
                limit :limit for update skip locked))
            """);

    static final Sql PRUNE_LOG = Sql.of("""
            delete from rota_log
            where ctid = any (array(
                select l.ctid from rota_log l
                where l.at < coalesce(cast(:now as timestamptz), statement_timestamp()) - :age * interval '1 millisecond'
                    and not exists (select from rota_job j where j.id = l.job_id)
                order by l.at limit :limit for update skip locked))
            """);

    static final Sql PRUNE_FIRES = Sql.of("""
            delete from rota_fire
            where ctid = any (array(
                select f.ctid from rota_fire f
                where f.fired_at < coalesce(cast(:now as timestamptz), statement_timestamp())
                    - :age * interval '1 millisecond'
                limit :limit for update skip locked))
            """);

    static final Sql PRUNE_UNIQUE = Sql.of("""
            delete from rota_unique
            where ctid = any (array(
                select u.ctid from rota_unique u
                where u.expires_at < coalesce(cast(:now as timestamptz), statement_timestamp())
                    and not exists (select from rota_job j where j.id = u.job_id)
                limit :limit for update skip locked))
            """);

    static final Sql PRUNE_WORKERS = Sql.of("""
            delete from rota_worker
            where id = any (array(
                select w.id from rota_worker w
                where w.state in ('stopped', 'lost')
                    and w.heartbeat_at < coalesce(cast(:now as timestamptz), statement_timestamp()) - interval '7 days'
                    and w.emptied
                limit :limit for update skip locked))
            """);

    private static final String SCHEDULES = """
            select s.name, s.next_fire_at, s.last_fire_at, s.paused_by, s.paused_at, s.pause_reason, s.paused_until,
                s.paused_before, s.orphaned_at, s.version, d.*
            from rota_schedule s join rota_schedule_definition d on d.schedule = s.name
            """;

    static final Sql MAKE_SCHEDULES = Sql.of("""
            insert into rota_schedule (name) select name from unnest(cast(:names as text[])) as n (name) order by name
            on conflict do nothing
            returning name
            """);

    static final Sql LOCK_SCHEDULES = Sql.of("""
            select s.name from rota_schedule s
            where s.name = any (cast(:names as text[])) order by s.name for update
            """);

    static final Sql FIND_SCHEDULES = Sql.of(SCHEDULES + "where s.name = any (cast(:names as text[])) order by s.name");

    static final Sql LIST_SCHEDULES = Sql.of(SCHEDULES + "order by s.name");

    private static Sql someSchedules(String which, String order) {
        String some = "(select * from rota_schedule n where " + which + " order by " + order + " limit :limit) s";
        return Sql.of(
                SCHEDULES.replace("rota_schedule s", some) + "order by " + order.replace("n.", "s.") + ", d.origin");
    }

    static final Sql LIST_SCHEDULES_PART = someSchedules("""
            n.name > :after and (cast(:find as text) is null or position(cast(:find as text) in lower(n.name)) > 0)
                and (cast(:tag as text) is null or cast(:tag as text) = any (array(
                    select t from rota_schedule_definition c cross join unnest(c.tags) t
                    where c.schedule = n.name and c.origin = (
                        select max(o.origin) from rota_schedule_definition o where o.schedule = n.name))))
            """, "n.name");

    static final Sql SOONEST_SCHEDULES = someSchedules("n.next_fire_at <= :until", "n.next_fire_at, n.name");

    /** Definitions in the order of the arrays. */
    static final Sql PUT_DEFINITIONS = Sql.of("""
            insert into rota_schedule_definition (
                schedule, origin, trigger_kind, trigger_text, zone, job_type, job_version, args, queue, priority,
                max_attempts, timeout_ms, tags, exclusion_key, exclusion_limit, missed, overlap, jitter_ms, grace_ms,
                starts_at, ends_at, flag, description, expected_ms, pause_windows, application, changed_by, changed_at,
                change_reason)
            select schedule, :origin, trigger_kind, trigger_text, zone, job_type, job_version, args, queue, priority,
                max_attempts, timeout_ms, coalesce(string_to_array(tags, E'\\n'), '{}'), exclusion_key, exclusion_limit,
                missed, overlap, jitter_ms, grace_ms, timestamptz 'epoch' + starts * interval '1 microsecond',
                timestamptz 'epoch' + ends * interval '1 microsecond', flag, description, expected, windows, :application,
                :changed_by, timestamptz 'epoch' + changed * interval '1 microsecond', :change_reason
            from unnest(
                    cast(:schedules as text[]), cast(:trigger_kinds as text[]), cast(:trigger_texts as text[]),
                    cast(:zones as text[]), cast(:job_types as text[]), cast(:job_versions as integer[]),
                    cast(:args as text[]), cast(:queues as text[]), cast(:priorities as integer[]),
                    cast(:max_attempts as integer[]), cast(:timeouts as bigint[]), cast(:tags as text[]),
                    cast(:exclusion_keys as text[]), cast(:exclusion_limits as integer[]), cast(:misseds as text[]),
                    cast(:overlaps as text[]), cast(:jitters as bigint[]), cast(:graces as bigint[]),
                    cast(:starts as bigint[]), cast(:ends as bigint[]), cast(:flags as text[]),
                    cast(:descriptions as text[]), cast(:expecteds as bigint[]), cast(:windows as text[]),
                    cast(:changes as bigint[])) as g (
                schedule, trigger_kind, trigger_text, zone, job_type, job_version, args, queue, priority, max_attempts,
                timeout_ms, tags, exclusion_key, exclusion_limit, missed, overlap, jitter_ms, grace_ms, starts, ends, flag,
                description, expected, windows, changed)
            on conflict (schedule, origin) do update
            set trigger_kind = excluded.trigger_kind, trigger_text = excluded.trigger_text, zone = excluded.zone,
                job_type = excluded.job_type, job_version = excluded.job_version, args = excluded.args,
                queue = excluded.queue, priority = excluded.priority, max_attempts = excluded.max_attempts,
                timeout_ms = excluded.timeout_ms, tags = excluded.tags, exclusion_key = excluded.exclusion_key,
                exclusion_limit = excluded.exclusion_limit, missed = excluded.missed, overlap = excluded.overlap,
                jitter_ms = excluded.jitter_ms, grace_ms = excluded.grace_ms, starts_at = excluded.starts_at,
                ends_at = excluded.ends_at, flag = excluded.flag, description = excluded.description,
                expected_ms = excluded.expected_ms,
                pause_windows = excluded.pause_windows, application = excluded.application,
                changed_by = excluded.changed_by, changed_at = excluded.changed_at,
                change_reason = excluded.change_reason
            """);

    static final Sql DROP_CODE =
            Sql.of("delete from rota_schedule_definition where schedule = :schedule and origin = 'code'");

    static final Sql OWNED_SCHEDULES = Sql.of("""
            select d.schedule from rota_schedule_definition d
            where d.origin = 'code' and d.application = :application
            """);

    static final Sql DROP_DEFINITION =
            Sql.of("delete from rota_schedule_definition where schedule = :schedule and origin = 'operator'");

    static final Sql SET_NEXT_FIRES = Sql.of("""
            update rota_schedule s
            set next_fire_at = timestamptz 'epoch' + g.next * interval '1 microsecond',
                orphaned_at = cast(:orphaned_at as timestamptz), version = s.version + g.changes
            from unnest(cast(:names as text[]), cast(:nexts as bigint[]), cast(:changes as integer[]))
                as g (name, next, changes)
            where s.name = g.name
            """);

    static final Sql REMOVE_SCHEDULE = Sql.of("""
            with gone as (
                delete from rota_schedule
                where name = :name and version = coalesce(cast(:version as bigint), version) returning name),
            fires as (delete from rota_fire f using gone g where f.schedule = g.name)
            select name from gone
            """);

    /** Keeps the pause before, with those before it, if it has ended and something is due that may have fallen due in it. */
    static final Sql PAUSE_SCHEDULE = Sql.of("""
            update rota_schedule
            set paused_before = case
                    when next_fire_at is null or next_fire_at > cast(:at as timestamptz) then null
                    when paused_by is not null and paused_until <= cast(:at as timestamptz)
                        then concat_ws(
                            ' ', paused_before, cast(extract(epoch from paused_at) * 1000000 as bigint),
                            cast(extract(epoch from paused_until) * 1000000 as bigint))
                    else paused_before end,
                paused_by = :by, pause_reason = :reason,
                paused_at = case
                    when paused_by is not null and (paused_until is null or paused_until > cast(:at as timestamptz))
                        then paused_at
                    else cast(:at as timestamptz) end,
                paused_until = cast(:until as timestamptz), version = version + 1
            where name = :name and version = coalesce(cast(:version as bigint), version)
            """);

    /** Keeps a pause that has ended if something is due: whoever fires it is to know whether it fell due in the pause. */
    static final Sql RESUME_SCHEDULE = Sql.of("""
            with clock (now) as (select coalesce(cast(:now as timestamptz), statement_timestamp()))
            update rota_schedule
            set paused_by = case when next_fire_at <= c.now then paused_by end,
                paused_at = case when next_fire_at <= c.now then paused_at end,
                pause_reason = case when next_fire_at <= c.now then pause_reason end,
                paused_until = case when next_fire_at <= c.now then c.now end,
                paused_before = case when next_fire_at <= c.now then paused_before end,
                version = version + 1
            from clock c
            where name = :name and paused_by is not null and (paused_until is null or paused_until > c.now)
                and version = coalesce(cast(:version as bigint), version)
            """);

    static final Sql LIST_FIRES = Sql.of("""
            select schedule, due_at, fired_at, outcome, job_id, note from rota_fire
            where schedule = :name order by due_at desc limit :limit
            """);

    static final Sql LATEST_FIRES = Sql.of("""
            select f.schedule, f.due_at, f.fired_at, f.outcome, f.job_id, f.note
            from unnest(cast(:names as text[])) as n (name) cross join lateral (
                select l.* from rota_fire l where l.schedule = n.name order by l.due_at desc limit :each) f
            order by f.schedule, f.due_at desc
            """);

    /** Schedules that are due and that nobody else is firing. */
    static final Sql LOCK_DUE_SCHEDULES = Sql.of("""
            select s.name, c.now
            from rota_schedule s cross join (
                select coalesce(cast(:now as timestamptz), statement_timestamp()) as now) c
            where s.next_fire_at <= c.now and s.name <> all (cast(:passed as text[]))
            order by s.next_fire_at limit :limit for update of s skip locked
            """);

    /** No more than their overlap policies ask about. */
    static final Sql LIVE_JOBS_OF_SCHEDULES = Sql.of("""
            select g.schedule, j.id, j.running,
                case when g.overlap = 'cancel_running' then (
                    select f.note from rota_fire f where f.schedule = g.schedule and f.due_at = j.fire_at) end as note
            from unnest(cast(:names as text[]), cast(:overlaps as text[])) as g (schedule, overlap)
            cross join lateral (
                select l.id, l.fire_at, l.state = 'running' as running from rota_job l
                where l.schedule = g.schedule and l.state <> 'failed'
                    and (g.overlap <> 'queue_one' or l.state <> 'running')
                limit case when g.overlap = 'cancel_running' then null else 1 end) j
            order by j.id
            """);

    /** Gives the fires that are new; there may be others of the same instants. */
    static final Sql INSERT_FIRES = Sql.of("""
            insert into rota_fire (schedule, due_at, fired_at, outcome, note)
            select g.schedule, timestamptz 'epoch' + g.due * interval '1 microsecond', n.now, g.outcome, g.note
            from unnest(
                    cast(:names as text[]), cast(:dues as bigint[]), cast(:outcomes as text[]), cast(:notes as text[]))
                as g (schedule, due, outcome, note)
            cross join (select coalesce(cast(:now as timestamptz), statement_timestamp()) as now) n
            on conflict do nothing
            returning schedule, due_at, fired_at, outcome, job_id, note
            """);

    /** So that it can be made up for. */
    static final Sql FORGET_UNFIRED = Sql.of("""
            delete from rota_fire f
            using unnest(cast(:names as text[]), cast(:dues as bigint[])) as g (name, due)
            where f.schedule = g.name and f.due_at = timestamptz 'epoch' + g.due * interval '1 microsecond'
                and f.outcome in ('missed', 'skipped', 'cancelled')
            """);

    static final Sql FIRED = Sql.of("""
            select due_at from rota_fire
            where schedule = :schedule and due_at >= :from and due_at < :to
                and outcome not in ('missed', 'skipped', 'cancelled')
            """);

    static final Sql SET_JOBS_OF_FIRES = Sql.of("""
            update rota_fire f set job_id = g.job
            from unnest(cast(:names as text[]), cast(:dues as bigint[]), cast(:jobs as bigint[])) as g (name, due, job)
            where f.schedule = g.name and f.due_at = timestamptz 'epoch' + g.due * interval '1 microsecond'
            """);

    static final Sql SET_FIRED = Sql.of("""
            update rota_schedule s
            set next_fire_at = timestamptz 'epoch' + g.next * interval '1 microsecond',
                last_fire_at = greatest(s.last_fire_at, timestamptz 'epoch' + g.last * interval '1 microsecond')
            from unnest(cast(:names as text[]), cast(:nexts as bigint[]), cast(:lasts as bigint[])) as g (name, next, last)
            where s.name = g.name
            """);

    static final Sql NEXT_FIRE = Sql.of("""
            select next_fire_at from rota_schedule where next_fire_at is not null order by next_fire_at limit 1
            """);

    static final Sql DEFINE_FLAG = Sql.of("""
            insert into rota_flag as f (name, default_on) values (:name, :on)
            on conflict (name) do update set default_on = excluded.default_on where f.default_on <> excluded.default_on
            """);

    static final Sql SET_FLAG = Sql.of("""
            update rota_flag
            set override_on = cast(:on as boolean), changed_by = :by,
                changed_at = coalesce(cast(:now as timestamptz), statement_timestamp())
            where name = :name
            """);

    static final Sql LIST_FLAGS =
            Sql.of("select name, default_on, override_on, changed_by, changed_at from rota_flag order by name");

    static final Sql LIST_QUEUES = Sql.of("""
            select name, concurrency, rate, period_ms, paused_by, pause_reason, paused_until from rota_queue order by name
            """);

    /** A bucket whose rate has changed is full. */
    static final Sql LIMIT_QUEUE = Sql.of("""
            insert into rota_queue as q (name, concurrency, rate, period_ms)
            values (:name, cast(:concurrency as integer), cast(:rate as integer), cast(:period_ms as bigint))
            on conflict (name) do update
            set concurrency = excluded.concurrency, rate = excluded.rate, period_ms = excluded.period_ms,
                tokens = case when (q.rate, q.period_ms) is not distinct from (excluded.rate, excluded.period_ms)
                    then q.tokens end,
                tokens_at = case when (q.rate, q.period_ms) is not distinct from (excluded.rate, excluded.period_ms)
                    then q.tokens_at end
            """);

    static final Sql PAUSE_QUEUE = Sql.of("""
            insert into rota_queue (name, paused_by, pause_reason, paused_until)
            values (:name, :by, :reason, cast(:until as timestamptz))
            on conflict (name) do update
            set paused_by = excluded.paused_by, pause_reason = excluded.pause_reason, paused_until = excluded.paused_until
            """);

    static final Sql RESUME_QUEUE = Sql.of("""
            update rota_queue set paused_by = null, pause_reason = null, paused_until = null
            where name = :name and paused_by is not null
            """);

    static final Sql REGISTER_WORKER = Sql.of("""
            insert into rota_worker (
                name, host, pid, version, queues, slots, types, state, started_at, heartbeat_at)
            select :name, :host, :pid, :version, cast(:queues as text[]), cast(:slots as integer[]),
                cast(:types as text[]), 'active', n.now, n.now
            from (select coalesce(cast(:now as timestamptz), statement_timestamp()) as now) n
            returning id
            """);

    /**
     * With all that a worker wants to know each time, because each statement more is one that an idle worker makes for
     * ever: the time, the queues, and whether {@link #LEVEL_HEARTBEATS} or {@link #LOCK_DEAD} would find anything. It says
     * itself how long it waits for the worker's row, because a pooler would hand a setting of the session on to others.
     */
    static final Sql HEARTBEAT = Sql.of("""
            with beat (draining, stopping, queues, slots) as (
                update rota_worker set heartbeat_at = coalesce(cast(:now as timestamptz), statement_timestamp()),
                    lease_ms = coalesce(cast(:lease as bigint) / 1000, lease_ms),
                    clock_offset_ms = coalesce(cast(:offset as bigint), clock_offset_ms),
                    cpu_percent = coalesce(cast(:cpu as integer), cpu_percent),
                    heap_used = coalesce(cast(:heap_used as bigint), heap_used),
                    heap_max = coalesce(cast(:heap_max as bigint), heap_max),
                    jobs_per_minute = coalesce(cast(:jobs_per_minute as integer), jobs_per_minute)
                where id = :worker and state in ('active', 'draining')
                    and set_config('lock_timeout', cast(:lock_timeout as text), true) is not null
                returning state = 'draining', stopping, queues, slots
            ),
            clock (now) as (select coalesce(cast(:now as timestamptz), statement_timestamp())),
            sight (now, may_rescue) as materialized (
                select c.now, exists (
                    select from rota_worker w
                    where w.id <> :worker and w.state in ('active', 'draining')
                            and (w.heartbeat_at
                                    < c.now - coalesce(w.lease_ms * 1000, cast(:lease as bigint)) * interval '1 microsecond'
                                or w.heartbeat_at > c.now + cast(:lease as bigint) * interval '1 microsecond')
                        or w.state in ('lost', 'stopped') and not w.emptied)
                from clock c
            )
            select n.now, n.may_rescue, b.draining, b.stopping, b.queues,
                b.slots, q.name, q.concurrency, q.rate, q.period_ms, q.paused_by, q.pause_reason, q.paused_until
            from beat b cross join sight n left join rota_queue q on true
            """);

    static final Sql WORKER_REQUESTS = Sql.of("""
            select id, coalesce(reason, '') as reason from rota_job
            where worker_id = :worker and state = 'running' and cancel_requested_at is not null
            union all
            select job_id, null from rota_stack where worker_id = :worker and frames is null
            """);

    static final Sql FORGET_OLD_STACKS = Sql.of("""
            delete from rota_stack
            where asked_at < coalesce(cast(:now as timestamptz), statement_timestamp()) - interval '1 minute'
            """);

    static final Sql ASK_STACK = Sql.of("""
            insert into rota_stack (worker_id, job_id, asked_at)
            select worker_id, id, coalesce(cast(:now as timestamptz), statement_timestamp())
            from rota_job where id = :job and state = 'running'
            returning id
            """);

    static final Sql ANSWER_STACK = Sql.of("""
            update rota_stack set frames = :frames
            where worker_id = :worker and job_id = :job and frames is null
            """);

    static final Sql STACK_ANSWER = Sql.of("select frames from rota_stack where id = :question and frames is not null");

    static final Sql FORGET_STACK = Sql.of("delete from rota_stack where id = :question");

    static final Sql DRAIN_WORKER = Sql.of("""
            update rota_worker set state = :state, stopping = :stopping
            where id = :worker and state in ('active', 'draining')
            """);

    static final Sql GIVE_SLOTS = Sql.of("""
            update rota_worker set queues = cast(:queues as text[]), slots = cast(:slots as integer[])
            where id = :worker and state in ('active', 'draining')
            """);

    static final Sql RESCUED = Sql.of("""
            select job_id, number, ended_at from rota_attempt where worker_id = :worker and outcome = 'crashed'
            order by ended_at desc, job_id limit :limit
            """);

    /** Against an exchange of the same worker. */
    static final Sql LOCK_WORKER = Sql.of("select id from rota_worker where id = :worker for update");

    static final Sql STOP_WORKER = Sql.of("""
            with clock (now) as materialized (select coalesce(cast(:now as timestamptz), statement_timestamp())),
            stopped as (
                update rota_worker set state = 'stopped', emptied = true, heartbeat_at = (select now from clock)
                where id = :worker and state in ('active', 'draining')
            ),
            held as (
                select j.id from rota_job j
                where j.worker_id = :worker and j.state = 'running' and j.lease > 0
                order by j.id for update
            ),
            released as (
                update rota_job j
                set state = 'queued', claimable = true, attempt = j.attempt - 1, reason = 'its worker was stopped'
                where j.id = any (array(select h.id from held h))
                returning j.id, j.lease, j.attempt, j.worker_id, j.claimed_at
            )
            insert into rota_attempt (job_id, lease, number, worker_id, started_at, ended_at, outcome, reason)
            select id, lease, attempt + 1, worker_id, claimed_at, (select now from clock), 'released',
                'its worker was stopped'
            from released
            """);

    static final Sql LIST_WORKERS = Sql.of("""
            select w.id, w.name, w.host, w.pid, w.version, w.queues, w.slots, w.types, w.state, w.started_at,
                w.heartbeat_at, w.clock_offset_ms, w.stopping, w.cpu_percent, w.heap_used, w.heap_max,
                w.jobs_per_minute, case when w.emptied then 0 else (
                    select count(*) from rota_job j
                    where j.worker_id = w.id and j.state = 'running' and j.lease > 0) end as running,
                case when w.state = 'lost' then (
                    select count(*) from rota_attempt a where a.worker_id = w.id and a.outcome = 'crashed')
                else 0 end as rescued,
                w.heartbeat_at < coalesce(cast(:now as timestamptz), statement_timestamp())
                    - greatest(:silence, w.lease_ms) * interval '1 millisecond' as silent
            from rota_worker w
            where w.state <> 'lost'
                or w.heartbeat_at > coalesce(cast(:now as timestamptz), statement_timestamp()) - interval '1 day'
            order by w.id desc
            """);

    static final Sql TYPES_ELSEWHERE = Sql.of("""
            select distinct t.type
            from rota_worker w cross join lateral unnest(w.types) as t (type)
            where w.id <> :worker and w.state in ('active', 'draining')
                and w.heartbeat_at >= coalesce(cast(:now as timestamptz), statement_timestamp())
                    - coalesce(w.lease_ms * 1000, :lease) * interval '1 microsecond'
            """);

    static final Sql NOTIFY = Sql.of("""
            select set_config('synchronous_commit', 'off', true), pg_notify('rota_wake', :payload)
            """);
}
