/// Version 2: keys, the audit log, and how keys are used. Lists of words and networks are JSON
/// text, those of networks absent when empty.
extension Schema {
    static let second = """
        -- The key that a job was submitted with.
        ALTER TABLE jobs ADD COLUMN key INTEGER;
        CREATE INDEX open_jobs_of_key ON jobs (key) WHERE key IS NOT NULL AND finished IS NULL;

        -- `digest` is SHA-256 of the key's text in hexadecimal digits; the text is nowhere.
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
        );
        CREATE INDEX keys_of_owner ON keys (owner_user, id);

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

        -- Retention says first how far it reaches; nothing later than that goes.
        CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
        WHEN OLD.last >= coalesce(
            (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'audit_horizon'), OLD.last)
        BEGIN
            SELECT RAISE(ABORT, 'the audit log is not shortened but by age');
        END;
        """
}
