import GRDB
import Jobs

extension Store {
    /// Everything that is wrong with the database, in words; empty when nothing is. Reads all of
    /// it. A damage that keeps it from being read is a finding too.
    public func check() -> [String] {
        do {
            return try read { db in try StoreCheck(db).findings() }
        } catch {
            return [error.description]
        }
    }
}

/// What must hold in a database: SQLite's own rules and ours.
private struct StoreCheck {
    /// Findings of one rule that are told one by one.
    private static let findingsOfRuleMax = 20

    private let db: Database

    init(_ db: Database) { self.db = db }

    func findings() throws -> [String] {
        // What SQLite finds damaged would only give confusing answers below.
        let damages = try texts("PRAGMA integrity_check").filter { $0 != "ok" }
        guard damages.isEmpty else { return damages.map { "the file is damaged: \($0)" } }
        return try orphans() + Self.rules.flatMap { try findings(of: $0) } + damagedTexts()
    }

    private func texts(_ sql: String) throws -> [String] {
        try db.rows(sql, table: "") { try $0.text() }
    }

    private func orphans() throws -> [String] {
        try db.rows("PRAGMA foreign_key_check", table: "") { row in
            let table = try row.text()
            let number = try row.optionalInteger().map { " \($0)" } ?? ""
            return "row\(number) of \(table) belongs to a row of \(try row.text()) that is missing"
        }
    }

    private func findings(of rule: Rule) throws -> [String] {
        let places = try texts("\(rule.violations) LIMIT \(Self.findingsOfRuleMax + 1)")
        let told = places.prefix(Self.findingsOfRuleMax).map { "\($0): \(rule.finding)" }
        return told + (places.count > told.count ? ["and more: \(rule.finding)"] : [])
    }

    private func damagedTexts() throws -> [String] {
        var findings: [String] = []
        _ = try db.rows("SELECT id, hash, text FROM files", table: "files") { row in
            let id = try row.integer()
            let hash = try row.integer()
            guard try FileRow.hash(row.text()) != hash else { return }
            findings.append("file \(id): its text is not the one that was stored")
        }
        return findings
    }

    /// A query for places that break it, and what is wrong with them.
    private struct Rule {
        var finding: String
        var violations: String

        init(_ finding: String, _ violations: String) {
            self.finding = finding
            self.violations = violations
        }
    }

    private static let rules = eventRules + jobRules + taskRules + attemptRules + deliveryRules

    private static let eventRules = [
        Rule(
            "it happened before the event that came before it",
            """
            SELECT 'event ' || number FROM (SELECT number, microseconds, \
            lag(microseconds) OVER (ORDER BY number) AS earlier FROM events) \
            WHERE microseconds < earlier
            """),
        Rule(
            "its job was never accepted by an event",
            """
            SELECT 'job ' || id FROM jobs WHERE NOT EXISTS \
            (SELECT 1 FROM events WHERE job = jobs.id AND kind = 'submitted')
            """),
        Rule(
            "its number is used by a job that was removed",
            "SELECT 'job ' || id FROM jobs WHERE id IN (SELECT job FROM removals)"),
    ]

    private static let jobRules = [
        Rule(
            "its state is unknown",
            "SELECT 'job ' || id FROM jobs WHERE state NOT IN (\(words(JobState.allCases)))"),
        Rule(
            "its state and the time of its end contradict each other",
            """
            SELECT 'job ' || id FROM jobs \
            WHERE (state IN ('pending', 'running')) = (finished IS NOT NULL)
            """),
        Rule(
            "it is over, but not all of its tasks are",
            """
            SELECT 'job ' || id FROM jobs WHERE finished IS NOT NULL AND EXISTS \
            (SELECT 1 FROM tasks WHERE job = jobs.id AND state <> 'finished')
            """),
        Rule(
            "its counts are not those of its tasks",
            """
            SELECT 'job ' || id FROM jobs LEFT JOIN (SELECT job, count(*) AS n, \
            sum(tasks.state = 'queued') AS q, sum(tasks.state = 'running') AS r, \
            sum(outcome IS 'passed') AS p, sum(outcome IS 'failed') AS f, \
            sum(outcome IS 'error') AS e, sum(outcome IS 'cancelled') AS c, \
            sum(outcome IS 'skipped') AS s FROM tasks GROUP BY job) ON job = id \
            WHERE (total, queued, running, passed, failed, error, cancelled, skipped) \
            IS NOT (coalesce(n, 0), coalesce(q, 0), coalesce(r, 0), coalesce(p, 0), \
            coalesce(f, 0), coalesce(e, 0), coalesce(c, 0), coalesce(s, 0))
            """),
        Rule(
            "the text of its file is missing",
            """
            SELECT 'file ' || number || ' of job ' || job FROM job_files \
            WHERE file NOT IN (SELECT id FROM files)
            """),
    ]

    private static let taskRules = [
        Rule(
            "its state, outcome and end contradict each other",
            """
            SELECT \(task) FROM tasks WHERE state NOT IN ('queued', 'running', 'finished') \
            OR (state = 'finished') <> (outcome IS NOT NULL) \
            OR (state = 'finished') <> (finished IS NOT NULL)
            """),
        Rule(
            "its file is not one of the job's",
            """
            SELECT \(task) FROM tasks WHERE NOT EXISTS \
            (SELECT 1 FROM job_files WHERE job = tasks.job AND number = tasks.file)
            """),
        Rule(
            "the number of its attempts is not what was counted",
            """
            SELECT \(task) FROM tasks WHERE attempts <> \
            (SELECT count(*) FROM attempts WHERE job = tasks.job AND task = tasks.number)
            """),
        Rule(
            "it does not run, but an attempt of it does",
            """
            SELECT \(task) FROM tasks WHERE state <> 'running' AND EXISTS (SELECT 1 \
            FROM attempts WHERE job = tasks.job AND task = tasks.number AND ended IS NULL)
            """),
    ]

    private static let attemptRules = [
        Rule(
            "there are several with this number",
            "SELECT \(attempt) FROM attempts GROUP BY job, task, number HAVING count(*) > 1"),
        Rule(
            "it ended without a verdict, or has one without an end",
            "SELECT \(attempt) FROM attempts WHERE (ended IS NULL) <> (verdict IS NULL)"),
        Rule(
            "its record is no JSON text",
            "SELECT \(attempt) FROM attempts WHERE record IS NOT NULL AND NOT json_valid(record)"),
    ]

    private static let deliveryRules = [
        Rule(
            "the number of its pending deliveries is not what was counted",
            """
            SELECT 'webhook ' || id FROM webhooks WHERE pending <> \
            (SELECT count(*) FROM deliveries WHERE webhook = webhooks.id AND state = 'pending')
            """),
        Rule(
            "its state and its times contradict each other",
            """
            SELECT 'delivery ' || number FROM deliveries \
            WHERE state NOT IN ('pending', 'delivered', 'dead') \
            OR (state = 'pending') <> (next IS NOT NULL) \
            OR (state = 'pending') <> (finished IS NULL)
            """),
        Rule(
            "its webhook is switched off",
            """
            SELECT 'delivery ' || number FROM deliveries JOIN webhooks ON webhooks.id = webhook \
            WHERE next IS NOT NULL AND NOT active
            """),
    ]

    private static let task = "'task ' || tasks.job || '.' || (tasks.number + 1)"
    private static let attempt = "'attempt ' || job || '.' || (task + 1) || '.' || number"

    private static func words(_ states: [JobState]) -> String {
        states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}
