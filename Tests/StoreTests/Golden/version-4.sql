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
CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    microseconds INTEGER NOT NULL,
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,
    action TEXT NOT NULL,
    actor TEXT,
    key INTEGER,
    origin TEXT NOT NULL,
    subject TEXT
);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is not changed');
END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
WHEN OLD.last >= coalesce(
    (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'audit_horizon'), OLD.last)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is not shortened but by age');
END;
CREATE TABLE deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook INTEGER NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    kind TEXT NOT NULL,
    event INTEGER,
    job INTEGER,
    state TEXT NOT NULL,
    created INTEGER NOT NULL,
    since INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next INTEGER,
    tried INTEGER,
    finished INTEGER,
    status INTEGER,
    error TEXT,
    payload TEXT NOT NULL
);
CREATE INDEX deliveries_of_webhook ON deliveries (webhook, state, number);
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
CREATE INDEX finished_deliveries ON deliveries (finished) WHERE finished IS NOT NULL;
CREATE INDEX finished_jobs ON jobs (finished, bytes) WHERE finished IS NOT NULL;
CREATE INDEX finished_jobs_of_owner ON jobs (owner_user, finished, id, bytes)
    WHERE finished IS NOT NULL;
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
, key INTEGER, upload TEXT, upload_bytes INTEGER);
CREATE INDEX jobs_of_owner ON jobs (owner_user, id);
CREATE TABLE keys (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    owner_account TEXT NOT NULL,
    owner_user INTEGER NOT NULL,
    account TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    rotated INTEGER,
    expires INTEGER,
    revoked INTEGER,
    requests_per_minute INTEGER,
    networks TEXT,
    tasks_max INTEGER,
    uses INTEGER NOT NULL DEFAULT 0,
    last_used INTEGER
, running_max INTEGER);
CREATE INDEX keys_of_owner ON keys (owner_user, id);
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX open_jobs ON jobs (id) WHERE finished IS NULL;
CREATE INDEX open_jobs_of_key ON jobs (key) WHERE key IS NOT NULL AND finished IS NULL;
CREATE INDEX pending_deliveries ON deliveries (next) WHERE next IS NOT NULL;
CREATE INDEX pending_deliveries_of_webhook ON deliveries (webhook, next, number)
    WHERE next IS NOT NULL;
CREATE TABLE removals (job INTEGER PRIMARY KEY);
CREATE TABLE sqlite_sequence(name,seq);
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
) WITHOUT ROWID;
CREATE INDEX uploads_of_jobs ON jobs (upload) WHERE upload IS NOT NULL;
CREATE TABLE usage (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    limited INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    jobs INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (key, day)
) WITHOUT ROWID;
CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    owner_account TEXT NOT NULL,
    owner_user INTEGER NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    all_jobs INTEGER NOT NULL,
    job_name TEXT,
    token TEXT NOT NULL,
    secret TEXT NOT NULL,
    previous_secret TEXT,
    active INTEGER NOT NULL,
    inactive_reason TEXT,
    created INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    rotated INTEGER,
    pending INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX webhooks_of_owner ON webhooks (owner_user, id)
