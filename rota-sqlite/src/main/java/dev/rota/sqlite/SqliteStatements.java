package dev.rota.sqlite;

import dev.rota.jdbc.Sql;

/** All statements, in the order of a job's life, then schedules, queues and workers. */
final class SqliteStatements {
    private SqliteStatements() {}

    // Enqueue

    static final Sql TAKE_IDS = Sql.of("""
            update rota_sequence set next = next + :count where name = 'job' returning next - :count as first""");

    static final Sql ENSURE_QUEUE = Sql.of("""
            insert into rota_queue (name) values (:queue) on conflict (name) do nothing""");

    /** Gives no row if the key is held. */
    static final Sql TAKE_UNIQUE = Sql.of("""
            insert into rota_unique (type, key, job_id, states, expires_at)
            values (:type, :key, :id, :states, :expires_at)
            on conflict (type, key) do update set
                job_id = excluded.job_id, states = excluded.states, expires_at = excluded.expires_at
            where rota_unique.expires_at <= :now
                or exists (
                    select 1 from rota_job j
                    where j.id = rota_unique.job_id
                        and rota_unique.states & case j.state
                            when 'scheduled' then iif(j.claimable = 1 and j.due_at <= :now, 3, 1)
                            when 'queued' then 2
                            when 'blocked' then 4
                            when 'running' then 8
                            when 'retrying' then iif(j.claimable = 1 and j.due_at <= :now, 18, 16)
                            else 64
                        end = 0)
            returning job_id""");

    static final Sql UNIQUE_HOLDER = Sql.of("""
            select u.job_id, coalesce(j.claimable = 1 and j.due_at <= :now, 0) as due
            from rota_unique u left join rota_job j on j.id = u.job_id
            where u.type = :type and u.key = :key""");

    static final Sql REPLACE_ARGS = Sql.of("""
            update rota_job set args = :args, version = :version
            where id = :id and state in ('scheduled', 'queued', 'blocked', 'retrying')""");

    static final Sql INSERT_JOB = Sql.of("""
            insert into rota_job (
                id, type, version, args, queue, priority, state, claimable, due_at, max_attempts, timeout_ms,
                enqueued_at, blocked_by, tags, unique_key, exclusion_key, exclusion_limit, schedule, fire_at,
                enqueued_by, trace)
            values (
                :id, :type, :version, :args, :queue, :priority, :state, :claimable, :due_at, :max_attempts, :timeout_ms,
                :now, :blocked_by, :tags, :unique_key, :exclusion_key, :exclusion_limit, :schedule, :fire_at,
                :enqueued_by, :trace)""");

    /** The same for what is enqueued most: due at once, and with nothing that few jobs have. */
    static final Sql INSERT_PLAIN_JOB = Sql.of("""
            insert into rota_job (
                id, type, version, args, queue, priority, state, claimable, due_at, max_attempts, enqueued_at)
            values (:id, :type, :version, :args, :queue, :priority, 'queued', 1, :now, :max_attempts, :now)""");

    /** The same for many that differ in their arguments alone; {@code :id} is the first one's. */
    static final Sql INSERT_PLAIN_JOBS = Sql.of("""
            insert into rota_job (
                id, type, version, args, queue, priority, state, claimable, due_at, max_attempts, enqueued_at)
            select
                :id + key, :type, :version, value, :queue, :priority, 'queued', 1, :now, :max_attempts, :now
            from json_each(:args)""");

    // Finish

    /** Moves jobs that succeeded with nothing to say; {@code :finishes} is an object of leases by id. */
    static final Sql MOVE_SUCCEEDED = Sql.of("""
            insert into rota_history (
                id, type, version, args, queue, priority, state, due_at, attempt, max_attempts, crashes, lease,
                worker_id, timeout_ms, enqueued_at, claimed_at, finished_at, reason, tags, unique_key, exclusion_key,
                exclusion_limit, schedule, fire_at, enqueued_by, trace)
            select
                j.id, j.type, j.version, j.args, j.queue, j.priority, 'succeeded', j.due_at, j.attempt, j.max_attempts,
                j.crashes, j.lease, j.worker_id, j.timeout_ms, j.enqueued_at, j.claimed_at, :now, j.reason, j.tags,
                j.unique_key, j.exclusion_key, j.exclusion_limit, j.schedule, j.fire_at, j.enqueued_by, j.trace
            from json_each(:finishes) f cross join rota_job j
            where j.id = cast(f.key as integer) and j.lease = f.value and j.worker_id = :worker
                and j.state = 'running'""");

    static final Sql DELETE_MOVED = Sql.of("""
            delete from rota_job where id in (select cast(key as integer) from json_each(:finishes))""");

    static final Sql ANY_PROGRESS = Sql.of("select 1 from rota_progress limit 1");

    static final Sql DELETE_MOVED_PROGRESS = Sql.of("""
            delete from rota_progress where job_id in (select cast(key as integer) from json_each(:finishes))""");

    /** Which of these jobs the worker holds. */
    static final Sql HELD = Sql.of("""
            select j.id
            from json_each(:finishes) f cross join rota_job j
            where j.id = cast(f.key as integer) and j.lease = f.value and j.worker_id = :worker
                and j.state = 'running'""");

    /** Moves one job that succeeded or was cancelled while it ran. */
    static final Sql MOVE_ENDED = Sql.of("""
            insert into rota_history (
                id, type, version, args, queue, priority, state, due_at, attempt, max_attempts, crashes, lease,
                worker_id, timeout_ms, enqueued_at, claimed_at, finished_at, reason, tags, unique_key, exclusion_key,
                exclusion_limit, schedule, fire_at, enqueued_by, trace, result,
                items_succeeded, items_failed, items_total, items_label)
            select
                id, type, version, args, queue, priority, :state, due_at, attempt, max_attempts, crashes, lease,
                worker_id, timeout_ms, enqueued_at, claimed_at, :now, coalesce(:reason, reason), tags, unique_key,
                exclusion_key, exclusion_limit, schedule, fire_at, enqueued_by, trace, :result,
                :items_succeeded, :items_failed, :items_total, :items_label
            from rota_job
            where id = :id and lease = :lease and worker_id = :worker and state = 'running'""");

    /** Moves one job that was cancelled while it did not run: it has no last attempt. */
    static final Sql MOVE_CANCELLED = Sql.of("""
            insert into rota_history (
                id, type, version, args, queue, priority, state, due_at, attempt, max_attempts, crashes, lease,
                worker_id, timeout_ms, enqueued_at, claimed_at, finished_at, reason, tags, unique_key, exclusion_key,
                exclusion_limit, schedule, fire_at, enqueued_by, trace,
                items_succeeded, items_failed, items_total, items_label)
            select
                j.id, j.type, j.version, j.args, j.queue, j.priority, 'cancelled', j.due_at, j.attempt, j.max_attempts,
                j.crashes, j.lease, j.worker_id, j.timeout_ms, j.enqueued_at, null, :now, :reason, j.tags, j.unique_key,
                j.exclusion_key, j.exclusion_limit, j.schedule, j.fire_at, j.enqueued_by, j.trace,
                p.items_succeeded, p.items_failed, p.items_total, p.items_label
            from rota_job j left join rota_progress p on p.job_id = j.id
            where j.id = :id and j.state <> 'running'""");

    static final Sql DELETE_JOB = Sql.of("delete from rota_job where id = :id");

    static final Sql DELETE_PROGRESS = Sql.of("delete from rota_progress where job_id = :id");

    static final Sql INSERT_ATTEMPT = Sql.of("""
            insert into rota_attempt (
                job_id, lease, number, worker_id, started_at, ended_at, outcome, error_type, error_message, error_stack,
                fingerprint, reason)
            select
                id, lease, attempt, worker_id, claimed_at, :now, :outcome, :error_type, :error_message, :error_stack,
                :fingerprint, :reason
            from rota_job
            where id = :id and lease = :lease and worker_id = :worker and state = 'running'""");

    static final Sql FINISH_RETRY = Sql.of("""
            update rota_job set
                state = 'retrying', due_at = :due_at, claimable = (exclusion_key is null), reason = :reason,
                fingerprint = :fingerprint
            where id = :id and lease = :lease and worker_id = :worker and state = 'running'""");

    static final Sql FINISH_FAIL = Sql.of("""
            update rota_job set state = 'failed', finished_at = :now, reason = :reason, fingerprint = :fingerprint
            where id = :id and lease = :lease and worker_id = :worker and state = 'running'""");

    static final Sql FINISH_SNOOZE = Sql.of("""
            update rota_job set
                state = 'scheduled', due_at = :due_at, claimable = (exclusion_key is null), attempt = attempt - 1,
                reason = :reason
            where id = :id and lease = :lease and worker_id = :worker and state = 'running'""");

    /** A job that never began was never claimed, as far as people are concerned. */
    static final Sql FINISH_RELEASE = Sql.of("""
            update rota_job set
                state = 'queued', claimable = 1, attempt = attempt - 1, reason = :reason,
                claimed_at = iif(:begun, claimed_at, null)
            where id = :id and lease = :lease and worker_id = :worker and state = 'running'""");

    static final Sql FINISH_PARK = Sql.of("""
            update rota_job set
                state = 'blocked', blocked_by = 'handler', attempt = attempt - 1, reason = :reason, claimed_at = null
            where id = :id and lease = :lease and worker_id = :worker and state = 'running'""");

    static final Sql SAVE_LAST_PROGRESS = Sql.of("""
            insert into rota_progress (job_id, items_succeeded, items_failed, items_total, items_label)
            values (:id, :items_succeeded, :items_failed, :items_total, :items_label)
            on conflict (job_id) do update set
                items_succeeded = excluded.items_succeeded, items_failed = excluded.items_failed,
                items_total = excluded.items_total, items_label = excluded.items_label""");

    static final Sql FREE_UNIQUE = Sql.of("""
            delete from rota_unique where type = :type and key = :key and job_id = :id and states & :state = 0""");

    static final Sql END_FIRE = Sql.of("""
            update rota_fire set outcome = :outcome where schedule = :schedule and due_at = :due_at""");

    // Claim

    static final Sql WORKER_STATE = Sql.of("select state from rota_worker where id = :worker");

    static final Sql CLAIM_QUEUES = Sql.of("""
            select * from rota_queue where name in (select value from json_each(:queues))""");

    /** The queues' priorities that have claimable jobs, due or not: one step in the index for each. */
    static final Sql CLAIM_LANES = Sql.of("""
            with recursive lane (queue, priority) as (
                select q.value,
                    (select min(j.priority) from rota_job j where j.claimable = 1 and j.queue = q.value)
                from json_each(:queues) q
                union all
                select lane.queue,
                    (select min(j.priority) from rota_job j
                        where j.claimable = 1 and j.queue = lane.queue and j.priority > lane.priority)
                from lane where lane.priority is not null
            )
            select queue, priority from lane where priority is not null order by priority""");

    static final Sql CLAIM_CANDIDATES = Sql.of("""
            select id, due_at from rota_job
            where claimable = 1 and queue = :queue and priority = :priority and due_at <= :now
            order by due_at, id limit :most""");

    static final Sql CLAIM_CANDIDATES_OF_TYPES = Sql.of("""
            select id, due_at from rota_job
            where claimable = 1 and queue = :queue and priority = :priority and due_at <= :now
                and type not in (select value from json_each(:excluded))
            order by due_at, id limit :most""");

    /** Without {@code returning}, which copies all rows once more: to read them afterwards takes half as long. */
    static final Sql CLAIM = Sql.of("""
            update rota_job set
                state = 'running', claimable = 0, lease = lease + 1, attempt = attempt + 1, worker_id = :worker,
                claimed_at = :now
            where id in (select value from json_each(:ids))""");

    /**
     * Those that have nothing that few jobs have. Each value that is read of a row costs a call, so it gives no more than is
     * not known of a job that was claimed just now.
     */
    static final Sql CLAIMED_PLAIN = Sql.of("""
            select
                id, type, version, args, queue, priority, due_at, attempt, max_attempts, crashes, lease, enqueued_at
            from rota_job
            where id in (select value from json_each(:ids)) and tags = '[]'
                and coalesce(
                    timeout_ms, cancel_requested_at, reason, unique_key, exclusion_key, schedule, enqueued_by, trace)
                    is null""");

    static final Sql CLAIMED = Sql.of("select * from rota_job where id in (select value from json_each(:ids))");

    static final Sql COUNT_RUNNING_IN_QUEUE = Sql.of("""
            select count(*) as running from rota_job where state = 'running' and queue = :queue""");

    static final Sql SPEND_TOKENS = Sql.of("""
            update rota_queue set tokens = :tokens, tokens_at = :now where name = :queue""");

    // While it runs

    static final Sql SAVE_PROGRESS = Sql.of("""
            insert into rota_progress (job_id, items_succeeded, items_failed, items_total, items_label)
            select id, :items_succeeded, :items_failed, :items_total, :items_label
            from rota_job where id = :id and lease = :lease and state = 'running'
            on conflict (job_id) do update set
                items_succeeded = excluded.items_succeeded, items_failed = excluded.items_failed,
                items_total = excluded.items_total, items_label = excluded.items_label""");

    static final Sql SAVE_CHECKPOINT = Sql.of("""
            insert into rota_progress (job_id, checkpoint)
            select id, :checkpoint from rota_job where id = :id and lease = :lease and state = 'running'
            on conflict (job_id) do update set checkpoint = excluded.checkpoint""");

    static final Sql CHECKPOINT = Sql.of("""
            select checkpoint from rota_progress where job_id = :id and checkpoint is not null""");

    static final Sql APPEND_LOG = Sql.of("""
            insert into rota_log (job_id, lease, at, level, line)
            select id, lease, :at, :level, :line
            from rota_job where id = :id and lease = :lease and state = 'running'""");

    // Blocked jobs

    /** Whether there is anything for the statements below to do: two probes of indexes. */
    static final Sql ANY_WAITING = Sql.of("""
            select exists (
                    select 1 from rota_job
                    where exclusion_key is not null and claimable = 0 and state in ('scheduled', 'retrying')
                        and due_at <= :now) as due,
                exists (select 1 from rota_job where blocked_by = 'exclusion') as waiting""");

    static final Sql BLOCK_DUE = Sql.of("""
            update rota_job set state = 'blocked', blocked_by = 'exclusion'
            where id in (
                select id from rota_job
                where exclusion_key is not null and claimable = 0 and state in ('scheduled', 'retrying') and due_at <= :now
                order by due_at limit :most)
            returning exclusion_key as key""");

    /** The next keys that jobs wait for: one step in the index for each. */
    static final Sql WAITING_KEYS = Sql.of("""
            with recursive waiting (key) as (
                select min(exclusion_key) from rota_job where blocked_by = 'exclusion' and exclusion_key > :after
                union all
                select (select min(j.exclusion_key) from rota_job j
                    where j.blocked_by = 'exclusion' and j.exclusion_key > waiting.key)
                from waiting where waiting.key is not null
            )
            select key from waiting where key is not null limit :most""");

    /** Those of some exclusion keys whose first waiting job may go. */
    static final Sql KEYS_WITH_ROOM = Sql.of("""
            select k.value as key from json_each(:keys) k
            where (
                select j.exclusion_limit from rota_job j
                where j.blocked_by = 'exclusion' and j.exclusion_key = k.value
                order by j.priority, j.due_at, j.id limit 1) > (
                select count(*) from rota_job j
                where j.exclusion_key is not null and j.state in ('queued', 'running') and j.exclusion_key = k.value)""");

    static final Sql COUNT_HOLDING = Sql.of("""
            select count(*) as holding from rota_job
            where exclusion_key is not null and state in ('queued', 'running') and exclusion_key = :key""");

    static final Sql BLOCKED_JOBS = Sql.of("""
            select id, queue, exclusion_limit from rota_job
            where blocked_by = 'exclusion' and exclusion_key = :key
            order by priority, due_at, id limit :most""");

    static final Sql UNBLOCK = Sql.of("""
            update rota_job set state = 'queued', claimable = 1, blocked_by = null
            where id in (select value from json_each(:ids))""");

    static final Sql ANY_PARKED = Sql.of("""
            select 1 from rota_job
            where blocked_by = 'handler' and type in (select value from json_each(:types)) limit 1""");

    static final Sql UNPARK = Sql.of("""
            update rota_job set
                state = iif(exclusion_key is null, 'queued', 'blocked'),
                claimable = (exclusion_key is null),
                blocked_by = iif(exclusion_key is null, null, 'exclusion')
            where id in (
                select id from rota_job
                where blocked_by = 'handler' and type in (select value from json_each(:types)) limit :most)
            returning queue, claimable""");

    // Rescue

    static final Sql SILENT_WORKERS = Sql.of("""
            select id from rota_worker
            where state in ('active', 'draining') and heartbeat_at < :now - coalesce(lease_ms, :lease) * 1000
            order by heartbeat_at""");

    static final Sql HEARTBEATS_AHEAD = Sql.of("""
            select count(*) as workers from rota_worker
            where state in ('active', 'draining') and heartbeat_at > :after""");

    /** Heartbeats of a time that has not come: the clock was set back. From now on they grow old as all do. */
    static final Sql LEVEL_HEARTBEATS = Sql.of("""
            update rota_worker set heartbeat_at = :now
            where state in ('active', 'draining') and heartbeat_at > :after""");

    static final Sql GIVE_UP_WORKER = Sql.of("""
            update rota_worker set state = 'lost'
            where id = :worker and state in ('active', 'draining')
                and heartbeat_at < :now - coalesce(lease_ms, :lease) * 1000""");

    static final Sql HELD_BY_WORKER = Sql.of("""
            select * from rota_job where state = 'running' and worker_id = :worker order by id""");

    static final Sql INSERT_ATTEMPTS_OF_WORKER = Sql.of("""
            insert into rota_attempt (job_id, lease, number, worker_id, started_at, ended_at, outcome, reason)
            select id, lease, attempt, worker_id, claimed_at, :now, :outcome, :reason
            from rota_job where state = 'running' and worker_id = :worker""");

    static final Sql RESCUE_FAILED = Sql.of("""
            update rota_job set
                state = 'failed', finished_at = :now, lease = lease + 1, crashes = crashes + 1,
                reason = 'its worker died ' || (crashes + 1) || ' times'
            where state = 'running' and worker_id = :worker and crashes >= :max_crashes
                and cancel_requested_at is null""");

    static final Sql RESCUE_QUEUED = Sql.of("""
            update rota_job set
                state = iif(crashes = 0, 'queued', 'scheduled'),
                claimable = (crashes = 0 or exclusion_key is null),
                lease = lease + 1, crashes = crashes + 1, attempt = attempt - 1,
                reason = iif(cancel_requested_at is null, 'its worker died', reason)
            where state = 'running' and worker_id = :worker""");

    static final Sql PUT_OFF = Sql.of("update rota_job set due_at = :due_at where id = :id");

    // By hand

    static final Sql FIND_LIVE = Sql.of("""
            select j.*, p.items_succeeded, p.items_failed, p.items_total, p.items_label
            from rota_job j left join rota_progress p on p.job_id = j.id
            where j.id = :id""");

    static final Sql FIND_FINISHED = Sql.of("select * from rota_history where id = :id");

    static final Sql REQUEST_CANCEL = Sql.of("""
            update rota_job set cancel_requested_at = coalesce(cancel_requested_at, :now), reason = :reason
            where id = :id and state = 'running'""");

    static final Sql RETRY = Sql.of("""
            update rota_job set
                state = iif(exclusion_key is null, 'queued', 'blocked'),
                claimable = (exclusion_key is null),
                blocked_by = iif(exclusion_key is null, null, 'exclusion'),
                due_at = :now, finished_at = null, max_attempts = max(max_attempts, attempt + 1), crashes = 0,
                cancel_requested_at = null
            where id = :id and state = 'failed'""");

    static final Sql RETAKE_UNIQUE = Sql.of("""
            insert into rota_unique (type, key, job_id, states) values (:type, :key, :id, :states)
            on conflict (type, key) do nothing""");

    static final Sql RUN_NOW = Sql.of("""
            update rota_job set
                state = iif(exclusion_key is null, 'queued', 'blocked'),
                claimable = (exclusion_key is null),
                blocked_by = iif(exclusion_key is null, null, 'exclusion'),
                due_at = :now
            where id = :id and state in ('scheduled', 'retrying') and due_at > :now""");

    static final Sql AMEND = Sql.of("""
            update rota_job set
                queue = coalesce(:queue, queue), priority = coalesce(:priority, priority),
                tags = iif(:retag, :tags, tags),
                state = case
                    when :due_at is null or state = 'retrying' then state
                    when :due_at > :now then 'scheduled'
                    when exclusion_key is null or state = 'queued' then 'queued'
                    else 'blocked' end,
                claimable = case
                    when :due_at is null or state = 'retrying' or exclusion_key is null then claimable
                    when :due_at > :now then 0
                    else claimable and state = 'queued' end,
                blocked_by = case
                    when :due_at is not null and :due_at <= :now and exclusion_key is not null and state = 'scheduled'
                    then 'exclusion' else blocked_by end,
                due_at = coalesce(:due_at, due_at)
            where id = :id and state in ('scheduled', 'queued', 'retrying', 'blocked')
                and (:due_at is null or state <> 'blocked')""");

    static final Sql DELETE_HISTORY = Sql.of("delete from rota_history where id = :id");

    static final Sql DELETE_ATTEMPTS = Sql.of("delete from rota_attempt where job_id = :id");

    static final Sql DELETE_LOG = Sql.of("delete from rota_log where job_id = :id");

    static final Sql DELETE_UNIQUE = Sql.of("""
            delete from rota_unique where type = :type and key = :key and job_id = :id and expires_at is null""");

    // Prune

    static final Sql OLD_HISTORY = Sql.of("""
            select id, type, unique_key from rota_history
            where finished_at < :before order by finished_at limit :most""");

    static final Sql OLDEST_HISTORY = Sql.of("""
            select finished_at from rota_history where finished_at < :before order by finished_at limit 1""");

    static final Sql PRUNE_HISTORY = Sql.of("""
            delete from rota_history where id in (select value from json_each(:ids))""");

    /** A key that expires by itself outlives its job. */
    static final Sql PRUNE_UNIQUE_OF_JOB = Sql.of("""
            delete from rota_unique where type = :type and key = :key and job_id = :id and expires_at is null""");

    static final Sql OLD_FAILED = Sql.of("""
            select id, type, unique_key from rota_job
            where state = 'failed' and finished_at < :before order by finished_at limit :most""");

    static final Sql PRUNE_FAILED = Sql.of("""
            delete from rota_job where id in (select value from json_each(:ids))""");

    static final Sql PRUNE_ATTEMPTS_OF_JOBS = Sql.of("""
            delete from rota_attempt where job_id in (select value from json_each(:ids))""");

    static final Sql PRUNE_PROGRESS_OF_JOBS = Sql.of("""
            delete from rota_progress where job_id in (select value from json_each(:ids))""");

    static final Sql PRUNE_LOG_OF_JOBS = Sql.of("""
            delete from rota_log where job_id in (select value from json_each(:ids))""");

    static final Sql PRUNE_ATTEMPTS = Sql.of("""
            delete from rota_attempt where rowid in (
                select a.rowid from rota_attempt a
                where a.ended_at < :before and not exists (select 1 from rota_job j where j.id = a.job_id)
                order by a.ended_at limit :most)""");

    static final Sql PRUNE_LOG = Sql.of("""
            delete from rota_log where seq in (
                select seq from rota_log where at < :before order by at limit :most)""");

    static final Sql PRUNE_FIRES = Sql.of("""
            delete from rota_fire where rowid in (
                select rowid from rota_fire where fired_at < :before order by fired_at limit :most)""");

    static final Sql PRUNE_UNIQUE = Sql.of("""
            delete from rota_unique where rowid in (
                select u.rowid from rota_unique u
                where u.expires_at is not null and u.expires_at <= :now
                    and not exists (select 1 from rota_job j where j.id = u.job_id)
                order by u.expires_at limit :most)""");

    static final Sql PRUNE_WORKERS = Sql.of("""
            delete from rota_worker where id in (
                select id from rota_worker
                where state in ('stopped', 'lost') and heartbeat_at < :before limit :most)""");

    // For people

    static final Sql ATTEMPTS = Sql.of("""
            select
                job_id, lease, number, worker_id, started_at, ended_at, outcome, error_type, error_message, error_stack,
                fingerprint, reason
            from rota_attempt where job_id = :id
            union all
            select
                id, lease, attempt, worker_id, claimed_at, finished_at, state, null, null, null, null,
                iif(state = 'cancelled', reason, null)
            from rota_history where id = :id and claimed_at is not null
            union all
            select id, lease, attempt, worker_id, claimed_at, null, 'running', null, null, null, null, null
            from rota_job where id = :id and state = 'running'
            order by lease""");

    static final Sql LOG = Sql.of("""
            select seq, lease, at, level, line from rota_log
            where job_id = :id and seq > :after and (:lease is null or lease = :lease)
            order by seq limit :most""");

    static final Sql LAST_LOG = Sql.of("""
            select seq, lease, at, level, line from rota_log
            where job_id = :id and (:lease is null or lease = :lease)
            order by seq desc limit :most""");

    static final Sql ADD_ACT = Sql.of("""
            insert into rota_act (kind, subject, at, verb, by_whom, reason)
            values (:kind, :subject, :now, :verb, :by, :reason)""");

    static final Sql ACTS = Sql.of("""
            select at, verb, by_whom, reason from rota_act where kind = :kind and subject = :subject
            order by id desc limit :most""");

    static final Sql PRUNE_ACTS = Sql.of("""
            delete from rota_act where id in (
                select id from rota_act where at < :before order by at limit :most)""");

    private static final String LIKE_THIS = """
            j.id > :above and j.id < :below
                and (:type is null or j.type = :type)
                and (:queue is null or j.queue = :queue)
                and (:schedule is null or j.schedule = :schedule)
                and (:tag is null or instr(j.tags, :tag_as_stored) > 0
                    and exists (select 1 from json_each(j.tags) t where t.value = :tag))
                and (:worker is null or j.worker_id = :worker)
                and (:priority is null or j.priority = :priority)
                and (:attempts is null or j.attempt >= :attempts)
                and (:enqueued_since is null or j.enqueued_at >= :enqueued_since)
                and (:enqueued_until is null or j.enqueued_at < :enqueued_until)
                and (:finished_since is null or j.finished_at >= :finished_since)
                and (:finished_until is null or j.finished_at < :finished_until)
                and (:unique is null or j.unique_key = :unique)
                and (:trace is null or j.trace = :trace or instr(j.trace, '-' || :trace || '-') > 0)
                and (:args_path is null or instr(j.args, :args_word) > 0 or instr(j.args, '\\') > 0)
                and (:args_path is null or case when json_valid(j.args) then ARGS_VALUE end = :args_value)
                and (:error is null or (j.state <> 'succeeded' or j.attempt + j.crashes > 1)
                    and instr(lower((
                        select a.error_type || ' ' || coalesce(a.error_message, '') from rota_attempt a
                        where a.job_id = j.id and a.error_type is not null order by a.lease desc limit 1)), :error) > 0)""".replace("ARGS_VALUE", jsonValue("j.args", "args"));

    /** The result of a finished job. */
    private static final String RESULT = """
            (:result_path is null or instr(j.result, :result_word) > 0 or instr(j.result, '\\') > 0)
                and (:result_path is null or case when json_valid(j.result) then RESULT_VALUE end = :result_value)""".replace("RESULT_VALUE", jsonValue("j.result", "result"));

    /** As text what stands at a path, in which a number is an index of a list or, where there is none, a name. */
    private static String jsonValue(String json, String name) {
        return """
                coalesce(
                    case json_type(JSON, :NAME_path) when 'text' then json_extract(JSON, :NAME_path)
                        else JSON -> :NAME_path end,
                    case json_type(JSON, :NAME_names) when 'text' then json_extract(JSON, :NAME_names)
                        else JSON -> :NAME_names end)""".replace("JSON", json).replace("NAME", name);
    }

    /** As few as there are slots: they are sorted, as their index is in another order. */
    private static final String RUNNING = "j.state = 'running' and";

    private static Sql listLive(String order, String ofGroup) {
        return Sql.of("""
                select j.*, p.items_succeeded, p.items_failed, p.items_total, p.items_label
                from rota_job j INDEXED left join rota_progress p on p.job_id = j.id
                where OF_GROUP LIKE_THIS
                    and :result_path is null
                    and iif(j.claimable = 1 and j.due_at <= :now, 'queued', j.state)
                        in (select value from json_each(:states))
                order by j.id ORDER limit :most""".replace("INDEXED", ofGroup.equals(RUNNING) ? "indexed by rota_job_running" : "")
                .replace("OF_GROUP", ofGroup)
                .replace("LIKE_THIS", LIKE_THIS)
                .replace("ORDER", order));
    }

    static final Sql LIST_LIVE = listLive("desc", "");

    static final Sql LIST_LIVE_UPWARDS = listLive("asc", "");

    /** With an index of their own. */
    private static final String OF_STATE = "j.state = :state and j.state <> 'queued' and j.state <> 'running' and";

    static final Sql LIST_OF_STATE = listLive("desc", OF_STATE);

    static final Sql LIST_OF_STATE_UPWARDS = listLive("asc", OF_STATE);

    static final Sql LIST_RUNNING = listLive("desc", RUNNING);

    static final Sql LIST_RUNNING_UPWARDS = listLive("asc", RUNNING);

    private static final String FAILED_AS = "j.state = 'failed' and j.fingerprint = :fingerprint and";
    private static final String RETRYING_AS = "j.state = 'retrying' and j.fingerprint = :fingerprint and";

    static final Sql LIST_FAILED_AS = listLive("desc", FAILED_AS);

    static final Sql LIST_FAILED_AS_UPWARDS = listLive("asc", FAILED_AS);

    static final Sql LIST_RETRYING_AS = listLive("desc", RETRYING_AS);

    static final Sql LIST_RETRYING_AS_UPWARDS = listLive("asc", RETRYING_AS);

    private static Sql listFinished(String order) {
        return Sql.of(
                """
                select j.* from rota_history j
                where LIKE_THIS
                    and RESULT
                    and j.state in (select value from json_each(:states))
                order by j.id ORDER limit :most""".replace("LIKE_THIS", LIKE_THIS).replace("RESULT", RESULT).replace("ORDER", order));
    }

    static final Sql LIST_FINISHED = listFinished("desc");

    static final Sql LIST_FINISHED_UPWARDS = listFinished("asc");

    static final Sql FIND_MANY_LIVE = Sql.of("""
            select j.*, p.items_succeeded, p.items_failed, p.items_total, p.items_label
            from rota_job j left join rota_progress p on p.job_id = j.id
            where j.id in (select value from json_each(:ids))""");

    static final Sql FIND_MANY_FINISHED = Sql.of("""
            select * from rota_history where id in (select value from json_each(:ids))""");

    /** The first job with an id from :id on. */
    static final Sql ID_FROM = Sql.of("""
            select id, enqueued_at from (
                select * from (select id, enqueued_at from rota_job where id >= :id order by id limit 1)
                union all
                select * from (select id, enqueued_at from rota_history where id >= :id order by id limit 1))
            order by id limit 1""");

    /** The last job with an id up to :id. */
    static final Sql ID_UP_TO = Sql.of("""
            select id, enqueued_at from (
                select * from (select id, enqueued_at from rota_job where id <= :id order by id desc limit 1)
                union all
                select * from (select id, enqueued_at from rota_history where id <= :id order by id desc limit 1))
            order by id desc limit 1""");

    static final Sql COUNTS = Sql.of("""
            with recursive lane (queue, priority) as (
                select q.name, (select min(j.priority) from rota_job j where j.claimable = 1 and j.queue = q.name)
                from rota_queue q
                union all
                select lane.queue,
                    (select min(j.priority) from rota_job j
                        where j.claimable = 1 and j.queue = lane.queue and j.priority > lane.priority)
                from lane where lane.priority is not null
            )
            select
                (select count(*) from (
                    select 1 from lane cross join rota_job j
                    where j.claimable = 1 and j.queue = lane.queue and j.priority = lane.priority and j.due_at <= :now
                    limit :cap)) as queued,
                (select count(*) from (
                    select 1 from lane cross join rota_job j
                    where j.claimable = 1 and j.queue = lane.queue and j.priority = lane.priority and j.due_at > :now
                        and j.state = 'scheduled'
                    limit :cap)) as scheduled,
                (select count(*) from (
                    select 1 from lane cross join rota_job j
                    where j.claimable = 1 and j.queue = lane.queue and j.priority = lane.priority and j.due_at > :now
                        and j.state = 'retrying'
                    limit :cap)) as retrying,
                (select count(*) from (
                    select 1 from rota_job
                    where exclusion_key is not null and claimable = 0 and state in ('scheduled', 'retrying')
                        and state = 'scheduled' limit :cap)) as scheduled_with_key,
                (select count(*) from (
                    select 1 from rota_job
                    where exclusion_key is not null and claimable = 0 and state in ('scheduled', 'retrying')
                        and state = 'retrying' limit :cap)) as retrying_with_key,
                (select count(*) from (
                    select 1 from rota_job where blocked_by = 'exclusion' limit :cap)) as blocked_by_exclusion,
                (select count(*) from (
                    select 1 from rota_job where blocked_by = 'handler' limit :cap)) as blocked_by_handler,
                (select count(*) from (
                    select 1 from rota_job where state = 'running' limit :cap)) as running,
                (select count(*) from (
                    select 1 from rota_job where state = 'failed' limit :cap)) as failed""");

    /** The first job of each lane is found in the claim's index. */
    static final Sql LONGEST_WAITS = Sql.of("""
            with recursive lane (queue, priority) as (
                select q.name, (select min(j.priority) from rota_job j where j.claimable = 1 and j.queue = q.name)
                from rota_queue q
                union all
                select lane.queue,
                    (select min(j.priority) from rota_job j
                        where j.claimable = 1 and j.queue = lane.queue and j.priority > lane.priority)
                from lane where lane.priority is not null
            ),
            first (queue, due_at) as (
                select lane.queue,
                    (select min(j.due_at) from rota_job j
                        where j.claimable = 1 and j.queue = lane.queue and j.priority = lane.priority)
                from lane where lane.priority is not null
            )
            select queue, min(due_at) as due_at from first where due_at <= :now group by queue""");

    static final Sql CLAIMING_WORKERS = Sql.of("""
            select * from rota_worker where state = 'active' and heartbeat_at >= :since""");

    /** Attempts that have ended in a queue, as far as the figures tell. */
    static final Sql ENDED_IN_QUEUE = Sql.of("""
            select coalesce(sum(succeeded + failed_attempts + cancelled), 0) as ended from rota_rollup
            where span_s = 60 and at >= :since and queue = :queue""");

    static final Sql WAITING_BY_QUEUE = Sql.of("""
            with recursive lane (queue, priority) as (
                select q.name, (select min(j.priority) from rota_job j where j.claimable = 1 and j.queue = q.name)
                from rota_queue q
                union all
                select lane.queue,
                    (select min(j.priority) from rota_job j
                        where j.claimable = 1 and j.queue = lane.queue and j.priority > lane.priority)
                from lane where lane.priority is not null
            )
            select lane.queue, (
                select count(*) from (
                    select 1 from rota_job j
                    where j.claimable = 1 and j.queue = lane.queue and j.priority = lane.priority and j.due_at <= :now
                    limit :cap)) as jobs
            from lane where lane.priority is not null""");

    static final Sql RUNNING_BY_QUEUE = Sql.of("""
            select queue, count(*) as jobs from (select queue from rota_job where state = 'running' limit :all)
            group by queue""");

    /** The jobs that are claimed next, in the order of the claim's index. */
    static final Sql WAITING_TYPES = Sql.of("""
            select type, count(*) as jobs from (
                select type from rota_job
                where claimable = 1 and queue = :queue and due_at <= :now
                order by priority, due_at, id limit :cap)
            group by type order by jobs desc, type""");

    static final Sql BLOCKED_BY_QUEUE = Sql.of("""
            select queue, count(*) as jobs from (
                select * from (select queue from rota_job where blocked_by = 'exclusion' limit :cap)
                union all
                select * from (select queue from rota_job where blocked_by = 'handler' limit :cap)
                limit :cap)
            group by queue""");

    static final Sql DATABASE_SIZE = Sql.of("""
            select p.page_count * s.page_size as bytes from pragma_page_count() p cross join pragma_page_size() s""");

    static final Sql HOLDERS = Sql.of("""
            select id from rota_job
            where exclusion_key is not null and state in ('queued', 'running') and exclusion_key = :key
            order by id limit :most""");

    static final Sql COUNT_AHEAD = Sql.of("""
            with recursive lane (priority) as (
                select min(priority) from rota_job where claimable = 1 and queue = :queue
                union all
                select (select min(j.priority) from rota_job j
                    where j.claimable = 1 and j.queue = :queue and j.priority > lane.priority)
                from lane where lane.priority < :priority
            )
            select count(*) as ahead from (
                select 1 from lane cross join rota_job j
                where j.claimable = 1 and j.queue = :queue and j.priority = lane.priority
                    and lane.priority <= :priority and j.due_at <= :now
                    and (j.priority < :priority or (j.due_at, j.id) < (:due_at, :id))
                limit :cap)""");

    // Schedules

    static final Sql SCHEDULES = Sql.of("""
            select s.*, d.* from rota_schedule s join rota_schedule_definition d on d.schedule = s.name
            order by s.name, d.origin""");

    static final Sql SCHEDULES_PART = Sql.of("""
            select s.*, d.* from (
                select * from rota_schedule n
                where name > :after and (:find is null or instr(lower(name), :find) > 0)
                    and (:tag is null or :tag in (
                        select t.value from rota_schedule_definition c cross join json_each(c.tags) t
                        where c.schedule = n.name and c.origin = (
                            select max(o.origin) from rota_schedule_definition o where o.schedule = n.name)))
                order by name limit :most) s
            join rota_schedule_definition d on d.schedule = s.name
            order by s.name, d.origin""");

    static final Sql SOONEST_SCHEDULES = Sql.of("""
            select s.*, d.* from (
                select * from rota_schedule
                where next_fire_at is not null and next_fire_at <= :until
                order by next_fire_at, name limit :most) s
            join rota_schedule_definition d on d.schedule = s.name
            order by s.next_fire_at, s.name, d.origin""");

    static final Sql SCHEDULE = Sql.of("""
            select s.*, d.* from rota_schedule s join rota_schedule_definition d on d.schedule = s.name
            where s.name = :schedule order by d.origin""");

    static final Sql INSERT_SCHEDULE = Sql.of("""
            insert into rota_schedule (name, next_fire_at) values (:schedule, :next_fire_at)""");

    static final Sql PUT_DEFINITION = Sql.of("""
            insert into rota_schedule_definition (
                schedule, origin, trigger_kind, trigger_text, zone, job_type, job_version, args, queue, priority,
                max_attempts, timeout_ms, tags, exclusion_key, exclusion_limit, missed, overlap, jitter_ms, grace_ms,
                starts_at, ends_at, flag, description, expected_ms, pause_windows, application, changed_by, changed_at,
                change_reason)
            values (
                :schedule, :origin, :trigger_kind, :trigger_text, :zone, :job_type, :job_version, :args, :queue,
                :priority, :max_attempts, :timeout_ms, :tags, :exclusion_key, :exclusion_limit, :missed, :overlap,
                :jitter_ms, :grace_ms, :starts_at, :ends_at, :flag, :description, :expected_ms, :pause_windows, :application,
                :changed_by, :changed_at, :change_reason)
            on conflict (schedule, origin) do update set
                trigger_kind = excluded.trigger_kind, trigger_text = excluded.trigger_text, zone = excluded.zone,
                job_type = excluded.job_type, job_version = excluded.job_version, args = excluded.args,
                queue = excluded.queue, priority = excluded.priority, max_attempts = excluded.max_attempts,
                timeout_ms = excluded.timeout_ms, tags = excluded.tags, exclusion_key = excluded.exclusion_key,
                exclusion_limit = excluded.exclusion_limit, missed = excluded.missed, overlap = excluded.overlap,
                jitter_ms = excluded.jitter_ms, grace_ms = excluded.grace_ms, starts_at = excluded.starts_at,
                ends_at = excluded.ends_at, flag = excluded.flag, description = excluded.description,
                expected_ms = excluded.expected_ms, pause_windows = excluded.pause_windows,
                application = excluded.application,
                changed_by = excluded.changed_by, changed_at = excluded.changed_at,
                change_reason = excluded.change_reason""");

    static final Sql CHANGE_SCHEDULE = Sql.of("""
            update rota_schedule set next_fire_at = :next_fire_at, orphaned_at = :orphaned_at, version = version + 1
            where name = :schedule""");

    static final Sql DELETE_OVERRIDE = Sql.of("""
            delete from rota_schedule_definition where schedule = :schedule and origin = 'operator'""");

    static final Sql DELETE_CODE = Sql.of("""
            delete from rota_schedule_definition where schedule = :schedule and origin = 'code'""");

    static final Sql DELETE_DEFINITIONS = Sql.of("delete from rota_schedule_definition where schedule = :schedule");

    static final Sql DELETE_FIRES = Sql.of("delete from rota_fire where schedule = :schedule");

    static final Sql DELETE_SCHEDULE = Sql.of("delete from rota_schedule where name = :schedule");

    /** Keeps the pause before, with those before it, if it has ended and something is due that may have fallen due in it. */
    static final Sql PAUSE_SCHEDULE = Sql.of("""
            update rota_schedule set
                paused_before = case
                    when next_fire_at is null or next_fire_at > :at then null
                    when paused_by is not null and paused_until <= :at
                        then coalesce(paused_before || ' ', '') || paused_at || ' ' || paused_until
                    else paused_before end,
                paused_by = :by, pause_reason = :reason, paused_until = :until, version = version + 1,
                paused_at = case
                    when paused_by is not null and (paused_until is null or paused_until > :at) then paused_at
                    else :at end
            where name = :schedule and version = coalesce(:version, version)""");

    /** Keeps a pause that has ended if something is due: whoever fires it is to know whether it fell due in the pause. */
    static final Sql RESUME_SCHEDULE = Sql.of("""
            update rota_schedule set
                paused_by = case when next_fire_at <= :now then paused_by end,
                paused_at = case when next_fire_at <= :now then paused_at end,
                pause_reason = case when next_fire_at <= :now then pause_reason end,
                paused_until = case when next_fire_at <= :now then :now end,
                paused_before = case when next_fire_at <= :now then paused_before end,
                version = version + 1
            where name = :schedule and paused_by is not null and (paused_until is null or paused_until > :now)
                and version = coalesce(:version, version)""");

    static final Sql FIRES = Sql.of("""
            select * from rota_fire where schedule = :schedule order by due_at desc limit :most""");

    static final Sql LATEST_FIRES = Sql.of("""
            select f.* from json_each(:names) n cross join rota_fire f
            where f.schedule = n.value and f.due_at >= (
                select min(due_at) from (
                    select l.due_at from rota_fire l where l.schedule = n.value order by l.due_at desc limit :each))
            order by f.schedule, f.due_at desc""");

    static final Sql DUE_SCHEDULES = Sql.of("""
            select name from rota_schedule
            where next_fire_at is not null and next_fire_at <= :now
                and name not in (select value from json_each(:passed))
            order by next_fire_at limit :most""");

    /** No more than its overlap policy asks about. */
    static final Sql LIVE_JOBS_OF_SCHEDULE = Sql.of("""
            select id, state = 'running' as running,
                case :overlap when 'cancel_running' then (
                    select f.note from rota_fire f where f.schedule = j.schedule and f.due_at = j.fire_at) end as note
            from rota_job j
            where schedule = :schedule and state <> 'failed' and (:overlap <> 'queue_one' or state <> 'running')
            order by id limit case :overlap when 'cancel_running' then -1 else 1 end""");

    static final Sql INSERT_FIRE = Sql.of("""
            insert into rota_fire (schedule, due_at, fired_at, outcome, note)
            values (:schedule, :due_at, :now, :outcome, :note)
            on conflict (schedule, due_at) do nothing""");

    /** So that it can be made up for. */
    static final Sql FORGET_UNFIRED = Sql.of("""
            delete from rota_fire
            where schedule = :schedule and due_at = :due_at and outcome in ('missed', 'skipped', 'cancelled')""");

    static final Sql FIRED = Sql.of("""
            select due_at from rota_fire
            where schedule = :schedule and due_at >= :from and due_at < :to
                and outcome not in ('missed', 'skipped', 'cancelled')""");

    static final Sql SET_JOB_OF_FIRE = Sql.of("""
            update rota_fire set job_id = :id where schedule = :schedule and due_at = :due_at""");

    static final Sql ADVANCE_SCHEDULE = Sql.of("""
            update rota_schedule set next_fire_at = :next_fire_at, last_fire_at = coalesce(:last_fire_at, last_fire_at)
            where name = :schedule""");

    static final Sql NEXT_FIRE = Sql.of("""
            select next_fire_at from rota_schedule where next_fire_at is not null order by next_fire_at limit 1""");

    static final Sql DEFINE_FLAG = Sql.of("""
            insert into rota_flag (name, default_on) values (:name, :default_on)
            on conflict (name) do update set default_on = excluded.default_on
            where rota_flag.default_on <> excluded.default_on""");

    static final Sql SET_FLAG = Sql.of("""
            update rota_flag set
                override_on = :on,
                changed_by = :by,
                changed_at = :now
            where name = :name""");

    static final Sql FLAGS = Sql.of("select * from rota_flag order by name");

    static final Sql FLAG = Sql.of("select * from rota_flag where name = :name");

    // Queues

    static final Sql QUEUES = Sql.of("select * from rota_queue order by name");

    static final Sql QUEUE = Sql.of("select * from rota_queue where name = :queue");

    /** A changed rate begins with a full bucket. */
    static final Sql LIMIT_QUEUE = Sql.of("""
            insert into rota_queue (name, concurrency, rate, period_ms) values (:queue, :concurrency, :rate, :period_ms)
            on conflict (name) do update set
                tokens = iif(rate is excluded.rate and period_ms is excluded.period_ms, tokens, null),
                tokens_at = iif(rate is excluded.rate and period_ms is excluded.period_ms, tokens_at, null),
                concurrency = excluded.concurrency, rate = excluded.rate, period_ms = excluded.period_ms""");

    static final Sql PAUSE_QUEUE = Sql.of("""
            insert into rota_queue (name, paused_by, pause_reason, paused_until) values (:queue, :by, :reason, :until)
            on conflict (name) do update set
                paused_by = excluded.paused_by, pause_reason = excluded.pause_reason,
                paused_until = excluded.paused_until""");

    static final Sql RESUME_QUEUE = Sql.of("""
            update rota_queue set paused_by = null, pause_reason = null, paused_until = null
            where name = :queue and paused_by is not null""");

    // Workers

    static final Sql REGISTER_WORKER = Sql.of("""
            insert into rota_worker (
                name, host, pid, version, queues, slots, types, state, started_at, heartbeat_at)
            values (:name, :host, :pid, :version, :queues, :slots, :types, 'active', :now, :now)
            returning id""");

    static final Sql HEARTBEAT = Sql.of("""
            update rota_worker set heartbeat_at = :now, lease_ms = coalesce(:lease, lease_ms),
                clock_offset_ms = coalesce(:offset, clock_offset_ms),
                cpu_percent = coalesce(:cpu, cpu_percent), heap_used = coalesce(:heap_used, heap_used),
                heap_max = coalesce(:heap_max, heap_max), jobs_per_minute = coalesce(:jobs_per_minute, jobs_per_minute)
            where id = :worker and state in ('active', 'draining')
            returning state = 'draining' as draining, stopping, queues, slots""");

    static final Sql WORKER_REQUESTS = Sql.of("""
            select id, coalesce(reason, '') as reason from rota_job
            where state = 'running' and worker_id = :worker and cancel_requested_at is not null
            union all
            select job_id, null from rota_stack where worker_id = :worker and frames is null""");

    static final Sql FORGET_OLD_STACKS = Sql.of("delete from rota_stack where asked_at < :before");

    static final Sql ASK_STACK = Sql.of("""
            insert into rota_stack (worker_id, job_id, asked_at)
            select worker_id, id, :now from rota_job where id = :job and state = 'running'
            returning id""");

    static final Sql ANSWER_STACK = Sql.of("""
            update rota_stack set frames = :frames
            where worker_id = :worker and job_id = :job and frames is null""");

    static final Sql STACK_ANSWER = Sql.of("select frames from rota_stack where id = :question and frames is not null");

    static final Sql FORGET_STACK = Sql.of("delete from rota_stack where id = :question");

    static final Sql DRAIN_WORKER = Sql.of("""
            update rota_worker set state = iif(:draining, 'draining', 'active'), stopping = :stopping
            where id = :worker and state in ('active', 'draining')""");

    static final Sql GIVE_SLOTS = Sql.of("""
            update rota_worker set queues = :queues, slots = :slots
            where id = :worker and state in ('active', 'draining')""");

    static final Sql RESCUED = Sql.of("""
            select job_id, number, ended_at from rota_attempt where worker_id = :worker and outcome = 'crashed'
            order by ended_at desc, job_id limit :most""");

    static final Sql RELEASE_ALL_OF_WORKER = Sql.of("""
            update rota_job set state = 'queued', claimable = 1, attempt = attempt - 1, reason = :reason
            where state = 'running' and worker_id = :worker""");

    static final Sql STOP_WORKER = Sql.of("""
            update rota_worker set state = 'stopped', heartbeat_at = :now
            where id = :worker and state in ('active', 'draining')""");

    static final Sql WORKERS = Sql.of("""
            select w.*, (
                    select count(*) from rota_job j where j.state = 'running' and j.worker_id = w.id) as running,
                (select count(*) from rota_attempt a
                    where w.state = 'lost' and a.worker_id = w.id and a.outcome = 'crashed') as rescued,
                w.heartbeat_at < :now - max(:silence, coalesce(w.lease_ms, 0)) * 1000 as silent
            from rota_worker w
            where w.state in ('active', 'draining') or w.heartbeat_at > :since
            order by w.started_at desc, w.id desc""");

    static final Sql TYPES_ELSEWHERE = Sql.of("""
            select types from rota_worker
            where id <> :worker and state in ('active', 'draining')
                and heartbeat_at >= :now - coalesce(lease_ms, :lease) * 1000""");

    static final Sql SCHEMA_VERSION = Sql.of("pragma schema_version");

    static final Sql DATA_VERSION = Sql.of("pragma data_version");
}
