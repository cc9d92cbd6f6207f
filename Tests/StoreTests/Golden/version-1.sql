CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    job INTEGER NOT NULL,
    task INTEGER NOT NULL,
    number INTEGER NOT NULL,
    slot INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    verdict TEXT,
    stopped_by TEXT,
    duration_nanoseconds INTEGER,
    will_retry INTEGER,
    not_before INTEGER,
    outcome TEXT,
    record_started INTEGER,
    record_duration_microseconds INTEGER,
    files_bytes INTEGER,
    record TEXT,
    UNIQUE (job, task, number),
    FOREIGN KEY (job, task) REFERENCES tasks (job, number) ON DELETE CASCADE
);
CREATE TABLE estimates (
    identity TEXT NOT NULL PRIMARY KEY,
    changed INTEGER NOT NULL,
    duration_nanoseconds INTEGER,
    affinity TEXT
) WITHOUT ROWID;
CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    microseconds INTEGER NOT NULL,
    job INTEGER REFERENCES jobs ON DELETE CASCADE,
    kind TEXT NOT NULL,
    task INTEGER,
    attempt INTEGER,
    word TEXT,
    text TEXT,
    slot INTEGER,
    duration_nanoseconds INTEGER,
    will_retry INTEGER,
    not_before INTEGER,
    tasks TEXT
);
CREATE INDEX events_of_job ON events (job, number);
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    hash INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX files_by_hash ON files (hash);
CREATE INDEX finished_jobs ON jobs (finished, bytes) WHERE finished IS NOT NULL;
CREATE UNIQUE INDEX idempotency_keys ON jobs (owner_user, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE TABLE job_files (
    job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
    number INTEGER NOT NULL,
    file INTEGER NOT NULL,
    path TEXT NOT NULL,
    directory TEXT NOT NULL,
    lenient INTEGER NOT NULL,
    PRIMARY KEY (job, number)
) WITHOUT ROWID;
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL,
    submitted INTEGER NOT NULL,
    started INTEGER,
    finished INTEGER,
    total INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    running INTEGER NOT NULL DEFAULT 0,
    passed INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    error INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL,
    owner_account TEXT NOT NULL,
    owner_user INTEGER NOT NULL,
    account TEXT NOT NULL,
    name TEXT,
    priority REAL NOT NULL,
    deadline INTEGER,
    idempotency_key TEXT,
    strict_timeouts INTEGER NOT NULL,
    fail_fast INTEGER NOT NULL,
    caller_directory TEXT NOT NULL,
    workspace TEXT,
    memory_bytes INTEGER,
    processes INTEGER,
    cpus REAL,
    output_bytes INTEGER
);
CREATE INDEX jobs_of_owner ON jobs (owner_user, id);
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX open_jobs ON jobs (id) WHERE finished IS NULL;
CREATE TABLE removals (job INTEGER PRIMARY KEY);
CREATE TABLE tasks (
    job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    reason TEXT,
    started INTEGER,
    finished INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    file INTEGER NOT NULL,
    cell INTEGER NOT NULL,
    name TEXT NOT NULL,
    tags TEXT,
    priority REAL NOT NULL,
    needs TEXT,
    retries INTEGER NOT NULL,
    backoff_nanoseconds INTEGER NOT NULL,
    resources TEXT,
    timeout_nanoseconds INTEGER NOT NULL,
    identity TEXT NOT NULL,
    PRIMARY KEY (job, number)
) WITHOUT ROWID
