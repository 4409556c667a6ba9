-- Live jobs, and failed ones, which are few and may be retried. A succeeded or cancelled job moves to rota_history in the
-- statement that finishes it.
-- Times are microseconds since 1970-01-01T00:00Z. Lists are JSON arrays. True is 1.
-- Checks of what is written much name words with "or": for "in" with more than two, each statement builds a table, which
-- took half of the time in which a job is enqueued. Conditions of indexes name no more than two.
create table rota_sequence (
    name text primary key,
    next integer not null
) without rowid;
insert into rota_sequence (name, next) values ('job', 1);

create table rota_job (
    id integer primary key,
    type text not null,
    version integer not null,
    args text not null,
    queue text not null,
    priority integer not null,
    state text not null check (
        state = 'queued' or state = 'running' or state = 'scheduled' or state = 'retrying' or state = 'blocked'
            or state = 'failed'),
    -- True for exactly the rows that a worker may claim once they are due: scheduled, queued or retrying, and neither
    -- waiting for an exclusion key nor for a handler.
    claimable integer not null check (claimable in (0, 1)),
    due_at integer not null,
    attempt integer not null default 0,
    max_attempts integer not null,
    crashes integer not null default 0,
    lease integer not null default 0,
    worker_id integer,
    timeout_ms integer,
    enqueued_at integer not null,
    claimed_at integer,
    finished_at integer,
    cancel_requested_at integer,
    blocked_by text check (blocked_by in ('exclusion', 'handler')),
    reason text,
    tags text not null default '[]',
    unique_key text,
    exclusion_key text,
    exclusion_limit integer,
    schedule text,
    fire_at integer,
    enqueued_by text,
    trace text,
    -- Of the last failure; counts while the job has failed or waits for its next attempt.
    fingerprint text,
    check (claimable = 0 or state = 'queued' or state = 'scheduled' or state = 'retrying'),
    check ((state = 'blocked') = (blocked_by is not null)),
    check ((state = 'failed') = (finished_at is not null)),
    check (state <> 'running' or worker_id is not null)
) strict;

-- In the order of claiming, and nothing else in it.
create index rota_job_claim on rota_job (queue, priority, due_at, id) where claimable = 1;
create index rota_job_running on rota_job (worker_id) where state = 'running';
-- A job with an exclusion key stands in one of these three: it holds the key, waits for it, or waits for its time.
create index rota_job_holding on rota_job (exclusion_key)
    where exclusion_key is not null and state in ('queued', 'running');
create index rota_job_blocked on rota_job (exclusion_key, priority, due_at, id) where blocked_by = 'exclusion';
create index rota_job_waiting on rota_job (due_at)
    where exclusion_key is not null and claimable = 0 and state in ('scheduled', 'retrying');
create index rota_job_parked on rota_job (type) where blocked_by = 'handler';
create index rota_job_schedule on rota_job (schedule) where schedule is not null;
-- For lists of jobs in one of the states that only some are in. Jobs that are due at once never stand here, unless they fail.
create index rota_job_listed on rota_job (state, id) where state <> 'queued' and state <> 'running';
create index rota_job_failed on rota_job (finished_at) where state = 'failed';
-- The jobs of groups of failures.
create index rota_job_failed_as on rota_job (fingerprint, id) where state = 'failed' and fingerprint is not null;
create index rota_job_retrying_as on rota_job (fingerprint, id) where state = 'retrying' and fingerprint is not null;

-- Succeeded and cancelled jobs, which retention deletes in batches.
-- The last attempt of such a job stands in its row; earlier ones stand in rota_attempt.
create table rota_history (
    id integer primary key,
    type text not null,
    version integer not null,
    args text not null,
    queue text not null,
    priority integer not null,
    state text not null check (state in ('succeeded', 'cancelled')),
    due_at integer not null,
    attempt integer not null,
    max_attempts integer not null,
    crashes integer not null,
    lease integer not null,
    worker_id integer,
    timeout_ms integer,
    enqueued_at integer not null,
    claimed_at integer,
    finished_at integer not null,
    reason text,
    tags text not null,
    unique_key text,
    exclusion_key text,
    exclusion_limit integer,
    schedule text,
    fire_at integer,
    enqueued_by text,
    trace text,
    result text,
    items_succeeded integer,
    items_failed integer,
    items_total integer,
    items_label text
) strict;
create index rota_history_finished on rota_history (finished_at);

-- Attempts that did not end their job well.
create table rota_attempt (
    job_id integer not null,
    lease integer not null,
    number integer not null,
    worker_id integer not null,
    started_at integer not null,
    ended_at integer not null,
    outcome text not null check (
        outcome = 'failed' or outcome = 'snoozed' or outcome = 'released' or outcome = 'cancelled'
            or outcome = 'crashed'),
    error_type text,
    error_message text,
    error_stack text,
    fingerprint text,
    reason text,
    primary key (job_id, lease)
) strict;
create index rota_attempt_ended on rota_attempt (ended_at);
-- What was taken from lost workers: few.
create index rota_attempt_crashed on rota_attempt (worker_id, ended_at, job_id) where outcome = 'crashed';

-- How far a live job has come.
create table rota_progress (
    job_id integer primary key,
    items_succeeded integer not null default 0,
    items_failed integer not null default 0,
    items_total integer,
    items_label text,
    checkpoint text
) strict;

create table rota_log (
    seq integer primary key autoincrement,
    job_id integer not null,
    lease integer not null,
    at integer not null,
    level text not null,
    line text not null
) strict;
create index rota_log_job on rota_log (job_id, seq);
create index rota_log_at on rota_log (at);

create table rota_unique (
    type text not null,
    key text not null,
    job_id integer not null,
    -- One bit for each state in which the job holds the key, in the order scheduled, queued, blocked, running, retrying,
    -- succeeded, failed, cancelled.
    states integer not null,
    expires_at integer,
    primary key (type, key)
) strict;

create index rota_unique_expires on rota_unique (expires_at) where expires_at is not null;

create table rota_queue (
    name text primary key,
    concurrency integer check (concurrency > 0),
    rate integer check (rate > 0),
    period_ms integer check (period_ms > 0),
    tokens real,
    tokens_at integer,
    paused_by text,
    pause_reason text,
    paused_until integer,
    check ((rate is null) = (period_ms is null))
) strict;

create table rota_worker (
    id integer primary key autoincrement,
    name text not null,
    host text not null,
    pid integer not null,
    version text not null,
    queues text not null,
    slots text not null,
    types text not null,
    state text not null check (state in ('active', 'draining', 'stopped', 'lost')),
    started_at integer not null,
    heartbeat_at integer not null,
    -- So long it may be silent; null until it has said so.
    lease_ms integer,
    clock_offset_ms integer,
    -- To stop when its jobs have ended; it is draining, too.
    stopping integer not null default 0,
    cpu_percent integer,
    heap_used integer,
    heap_max integer,
    jobs_per_minute integer
) strict;

-- Somebody wants to know where a handler is in its code, and what the worker says. Kept for as long as it is waited for.
create table rota_stack (
    id integer primary key autoincrement,
    worker_id integer not null,
    job_id integer not null,
    asked_at integer not null,
    frames text
) strict;

create index rota_stack_worker on rota_stack (worker_id) where frames is null;

create table rota_schedule (
    name text primary key,
    next_fire_at integer,
    last_fire_at integer,
    paused_by text,
    paused_at integer,
    pause_reason text,
    paused_until integer,
    -- Beginnings and ends of pauses before, in microseconds since 1970, while something may be due that fell due in them.
    paused_before text,
    orphaned_at integer,
    version integer not null default 1
) strict;
create index rota_schedule_next on rota_schedule (next_fire_at) where next_fire_at is not null;

-- What the code says of a schedule, and what an operator made of it. The operator's counts.
create table rota_schedule_definition (
    schedule text not null references rota_schedule (name) on delete cascade,
    origin text not null check (origin in ('code', 'operator')),
    trigger_kind text not null check (trigger_kind in ('cron', 'interval', 'once')),
    trigger_text text not null,
    zone text,
    job_type text not null,
    job_version integer not null,
    args text not null,
    queue text not null,
    priority integer not null,
    max_attempts integer not null,
    timeout_ms integer,
    tags text not null,
    exclusion_key text,
    exclusion_limit integer,
    missed text not null,
    overlap text not null,
    jitter_ms integer not null,
    grace_ms integer not null,
    starts_at integer,
    ends_at integer,
    flag text,
    description text,
    expected_ms integer,
    pause_windows text,
    -- Whose definition it is, all of whose definitions are known; null for any other.
    application text,
    changed_by text,
    changed_at integer,
    change_reason text,
    primary key (schedule, origin)
) strict;

create table rota_fire (
    schedule text not null,
    due_at integer not null,
    fired_at integer not null,
    outcome text not null
        check (outcome in ('running', 'succeeded', 'retried', 'failed', 'cancelled', 'missed', 'skipped')),
    job_id integer,
    note text,
    primary key (schedule, due_at)
) strict;
create index rota_fire_fired on rota_fire (fired_at);

create table rota_flag (
    name text primary key,
    default_on integer not null,
    override_on integer,
    changed_by text,
    changed_at integer
) strict;

-- Failures that are alike. What is to be done about them is the operators' to say.
create table rota_failure (
    fingerprint text primary key,
    -- Of the last failure; all that there were are lines, the last first.
    type text not null,
    types text not null,
    title text not null,
    message text,
    stack text,
    version text,
    versions text not null,
    first_seen integer not null,
    last_seen integer not null,
    occurrences integer not null,
    muted_by text,
    muted_at integer,
    mute_reason text,
    muted_until integer,
    mute_left integer,
    mute_version text,
    resolved_by text,
    resolved_at integer,
    resolved_in text,
    regressed_at integer,
    acknowledged_by text,
    link text
) strict;
create index rota_failure_seen on rota_failure (last_seen, fingerprint);

create table rota_failure_hour (
    fingerprint text not null,
    at integer not null,
    occurrences integer not null,
    primary key (fingerprint, at)
) strict;
create index rota_failure_hour_at on rota_failure_hour (at);

-- What was done by hand to a job, a queue or a worker; the subject is an id or a name.
create table rota_act (
    id integer primary key autoincrement,
    kind text not null check (kind in ('job', 'queue', 'worker')),
    subject text not null,
    at integer not null,
    verb text not null,
    by_whom text not null,
    reason text
) strict;
create index rota_act_subject on rota_act (kind, subject, id);
create index rota_act_at on rota_act (at);

-- Figures of the time from at on: a minute, ten minutes, an hour or a day, as span_s says. A minute is written by its
-- workers, each in rows of its own, so that none waits for another; later they are added to the rows of all four spans, as
-- the worker 0, so that a long time is read from few rows.
create table rota_rollup (
    span_s integer not null check (span_s in (60, 600, 3600, 86400)),
    at integer not null,
    type text not null,
    queue text not null,
    worker_id integer not null,
    enqueued integer not null,
    succeeded integer not null,
    retried integer not null,
    failed_attempts integer not null,
    failed integer not null,
    cancelled integer not null,
    items_succeeded integer not null,
    items_failed integer not null,
    ran_us integer not null,
    -- bucket:count, parted by blanks
    ran text not null,
    waited text not null,
    primary key (span_s, at, type, queue, worker_id)
) strict, without rowid;
create index rota_rollup_type on rota_rollup (type, span_s, at);
create index rota_rollup_worker on rota_rollup (at) where worker_id <> 0;

-- What the console keeps.

create table rota_user (
    -- The name in lower case: names that differ in nothing else are the same.
    name_key text primary key,
    name text not null,
    password_hash text not null,
    role text not null check (role in ('viewer', 'operator', 'admin')),
    disabled integer not null default 0 check (disabled in (0, 1)),
    version integer not null default 1,
    created_at integer not null,
    last_login_at integer
) strict;

create table rota_token (
    id integer primary key autoincrement,
    name text not null,
    hash text not null unique,
    scopes text not null,
    role text not null check (role in ('viewer', 'operator', 'admin')),
    created_by text not null,
    created_at integer not null,
    expires_at integer,
    last_used_at integer,
    revoked_at integer
) strict;

-- Whatever lets somebody in who shows a secret, of which the hash stands here.
create table rota_session (
    hash text primary key,
    kind text not null check (kind in ('session', 'refresh', 'link')),
    user_key text not null,
    user_name text not null,
    role text not null check (role in ('viewer', 'operator', 'admin')),
    -- The version that rota_user must have; null if the user does not stand there.
    user_version integer,
    -- The hash of the first of a family of refresh tokens.
    family text,
    -- What a link is for.
    purpose text,
    address text,
    created_at integer not null,
    expires_at integer not null,
    used_at integer,
    check ((kind = 'refresh') = (family is not null)),
    check ((kind = 'link') = (purpose is not null))
) strict;
create index rota_session_user on rota_session (user_key);
create index rota_session_family on rota_session (family) where family is not null;
create index rota_session_expires on rota_session (expires_at);

create table rota_audit (
    id integer primary key autoincrement,
    at integer not null,
    actor text not null,
    via text not null check (via in ('ui', 'api', 'cli', 'system')),
    action text not null,
    target text,
    before_json text,
    after_json text,
    reason text,
    request_id text,
    address text
) strict;
create index rota_audit_at on rota_audit (at, id);
create index rota_audit_actor on rota_audit (actor, at, id);
create index rota_audit_target on rota_audit (target, at, id) where target is not null;

create table rota_view (
    -- Empty if it is shared.
    owner text not null,
    page text not null,
    name text not null,
    query text not null,
    primary key (owner, page, name)
) strict;

create table rota_operation (
    id integer primary key autoincrement,
    action text not null,
    -- What the action needs besides, as the queue that jobs are moved to.
    action_value text,
    query text not null,
    as_of integer,
    created_by text not null,
    reason text,
    most_jobs integer,
    state text not null check (state in ('running', 'stopping', 'stopped', 'finished', 'failed')),
    matched integer,
    done integer not null default 0,
    skipped integer not null default 0,
    failed integer not null default 0,
    cursor_id integer,
    -- What its worker notes for people: why jobs were left alone.
    notes text,
    lease integer not null default 0,
    worker text,
    heartbeat_at integer,
    created_at integer not null,
    started_at integer,
    finished_at integer,
    error text,
    check ((worker is null) = (heartbeat_at is null)),
    check ((finished_at is null) = (state in ('running', 'stopping')))
) strict;
create index rota_operation_open on rota_operation (id) where finished_at is null;
create index rota_operation_finished on rota_operation (finished_at) where finished_at is not null;

create table rota_idempotency (
    principal text not null,
    key text not null,
    request_hash text not null,
    -- When it was begun; whoever answers must have begun it then.
    begun_at integer not null,
    expires_at integer not null,
    -- Null while it runs.
    status integer,
    -- Names and values by turns.
    headers text,
    body text,
    primary key (principal, key)
) strict;
create index rota_idempotency_expires on rota_idempotency (expires_at);

create table rota_setting (
    key text primary key,
    value text not null,
    version integer not null,
    changed_by text not null,
    changed_at integer not null
) strict;
