-- Audiobooks. One file for SQLite and PostgreSQL: ${identity} is the database's own form of a generated 64-bit key;
-- instants are UTC milliseconds; dates are yyyy-MM-dd, local to the site.

create table audio_source (
    id              ${identity},
    name            text not null unique,
    base_url        text not null,
    min_interval_ms bigint not null default 1000 check (min_interval_ms >= 0),
    user_agent      text not null,
    enabled         integer not null default 1 check (enabled in (0, 1)),
    backoff_level   integer not null default 0 check (backoff_level >= 0),
    disabled_until  bigint,
    last_since      bigint
);

create table audio_author (
    id            ${identity},
    source        text not null,
    source_id     text not null,
    first_name    text,
    last_name     text not null,
    dob           text,
    dod           text,
    is_collective integer not null default 0 check (is_collective in (0, 1)),
    followed      integer not null default 0 check (followed in (0, 1)),
    unique (source, source_id)
);
create index audio_author_followed on audio_author (id) where followed = 1;

-- A text; several recordings of it may exist.
create table audio_work (
    id             ${identity},
    norm_title     text not null,
    main_author_id bigint references audio_author (id),
    first_year     integer,
    provider_key   text
);
create unique index audio_work_once on audio_work (norm_title, coalesce(main_author_id, 0));
create index audio_work_author on audio_work (main_author_id);

create table audio_series (
    id           ${identity},
    name         text not null,
    provider     text not null,
    provider_key text not null,
    followed     integer not null default 0 check (followed in (0, 1)),
    unique (provider, provider_key)
);

create table audio_series_book (
    series_id   bigint not null references audio_series (id),
    position    text,
    sort_key    numeric not null,
    title       text not null,
    author      text,
    recordings  text,
    work_id     bigint references audio_work (id),
    is_primary  integer not null default 1 check (is_primary in (0, 1)),
    primary key (series_id, title)
);

create table audio_book (
    id                    ${identity},
    source                text not null,
    source_id             text not null,
    work_id               bigint references audio_work (id),
    title                 text not null,
    language              text,
    copyright_year        integer,
    num_sections          integer not null default 0,
    total_secs            bigint not null default 0,
    url_text              text,
    url_page              text,
    url_archive           text,
    downloads             bigint,
    catalog_date          text,
    content_hash          text not null,
    last_modified         text,
    created_at            bigint not null,
    updated_at            bigint not null,
    metadata_refreshed_at bigint,
    metadata_status       text not null default 'new'
        check (metadata_status in ('new', 'ok', 'partial', 'not_found')),
    gone_at               bigint,
    unique (source, source_id)
);
create index audio_book_work on audio_book (work_id);
create index audio_book_refreshed on audio_book (coalesce(metadata_refreshed_at, 0), id) where gone_at is null;

create table audio_book_author (
    book_id   bigint not null references audio_book (id),
    author_id bigint not null references audio_author (id),
    role      text not null check (role in ('author', 'translator')),
    primary key (book_id, author_id, role)
);
create index audio_book_author_author on audio_book_author (author_id);

create table audio_genre (
    id   ${identity},
    name text not null unique check (name = trim(name))
);

create table audio_book_genre (
    book_id  bigint not null references audio_book (id),
    genre_id bigint not null references audio_genre (id),
    primary key (book_id, genre_id)
);
create index audio_book_genre_genre on audio_book_genre (genre_id);

create table audio_genre_setting (
    genre_id bigint primary key references audio_genre (id),
    enabled  integer not null check (enabled in (0, 1))
);

create table audio_section (
    book_id bigint not null references audio_book (id),
    number  integer not null,
    title   text,
    secs    bigint not null default 0,
    primary key (book_id, number)
);

create table audio_top10 (
    genre_id   bigint not null references audio_genre (id),
    week_start text not null,
    rank       integer not null check (rank between 1 and 10),
    book_id    bigint not null references audio_book (id),
    downloads  bigint,
    primary key (genre_id, week_start, rank),
    unique (genre_id, week_start, book_id)
);

-- One per attempt; job_id and attempt say of which job.
create table audio_task (
    id               ${identity},
    task_name        text not null,
    scheduled_time   bigint,
    actual_start     bigint,
    actual_end       bigint,
    duration_seconds numeric,
    status           text not null
        check (status in ('scheduled', 'running', 'completed', 'failed', 'interrupted', 'skipped')),
    items_processed  integer not null default 0,
    items_succeeded  integer not null default 0,
    items_failed     integer not null default 0,
    error_message    text,
    log_output       text,
    run_trigger      text not null,
    job_id           bigint,
    attempt          integer,
    position         text,
    date_created     bigint not null,
    check (items_processed = items_succeeded + items_failed)
);
create index audio_task_ended on audio_task (actual_end);
create index audio_task_created on audio_task (date_created, id);
create index audio_task_job on audio_task (job_id);
create index audio_task_running on audio_task (id) where status = 'running';

-- Kept for good, longer than the task that met the failure.
create table audio_failed_attempt (
    id              ${identity},
    task_name       text not null,
    item_key        text not null,
    task_id         bigint references audio_task (id) on delete set null,
    attempts        integer not null default 1,
    first_failed_at bigint not null,
    last_failed_at  bigint not null,
    last_error      text not null,
    resolved_at     bigint,
    unique (task_name, item_key)
);
create index audio_failed_attempt_task on audio_failed_attempt (task_id);

-- What is to be had: a book that is in a source, or an entry of a series that is in none.
create table audio_acquisition (
    id                ${identity},
    book_id           bigint unique references audio_book (id),
    series_id         bigint references audio_series (id),
    title             text,
    reason            text not null check (reason in ('series', 'author', 'top10', 'manual')),
    status            text not null check (status in ('wanted', 'downloading', 'done', 'failed', 'unavailable')),
    licence           text,
    file              text,
    detail            text,
    requested_by_task bigint references audio_task (id) on delete set null,
    created_at        bigint not null,
    unique (series_id, title),
    check (book_id is not null or (series_id is not null and title is not null and status = 'unavailable'))
);
create index audio_acquisition_task on audio_acquisition (requested_by_task);
create index audio_acquisition_wanted on audio_acquisition (id) where status = 'wanted';

create table audio_user (
    id            ${identity},
    username      text not null unique,
    password_hash text not null,
    role          text not null check (role in ('listener', 'admin')),
    deleted_at    bigint
);
