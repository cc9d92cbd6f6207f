/// Version 3: webhooks and what is delivered to them; how much a key may have running; directories
/// that jobs bring along.
extension Schema {
    static let third = """
        -- `secret` and `previous_secret` are kept as they are: signing needs them. `pending` counts
        -- the deliveries in this state.
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
        CREATE INDEX webhooks_of_owner ON webhooks (owner_user, id);

        -- Neither event nor job is a foreign key: a message outlives the job that it tells of.
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
        CREATE INDEX pending_deliveries_of_webhook ON deliveries (webhook, next, number)
            WHERE next IS NOT NULL;
        CREATE INDEX pending_deliveries ON deliveries (next) WHERE next IS NOT NULL;
        CREATE INDEX finished_deliveries ON deliveries (finished) WHERE finished IS NOT NULL;

        ALTER TABLE keys ADD COLUMN running_max INTEGER;

        -- SHA-256 of the archive, in hexadecimal digits, and its size.
        ALTER TABLE jobs ADD COLUMN upload TEXT;
        ALTER TABLE jobs ADD COLUMN upload_bytes INTEGER;
        CREATE INDEX uploads_of_jobs ON jobs (upload) WHERE upload IS NOT NULL;
        """
}
