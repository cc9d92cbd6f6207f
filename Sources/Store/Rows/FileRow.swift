import GRDB
import Jobs

/// The tables `files` and `job_files`.
enum FileRow {
    /// Stores the files of a job; a text that is there already is used again.
    static func insert(_ files: [Submission.File], of job: JobID, in db: Database) throws {
        for (number, file) in files.enumerated() {
            try db.run(
                """
                INSERT INTO job_files (job, number, file, path, directory, lenient) \
                VALUES (?, ?, ?, ?, ?, ?)
                """, job.number, number, identifier(of: file.text, in: db), file.path,
                file.directory, file.lenient)
        }
    }

    private static func identifier(of text: String, in db: Database) throws -> Int64 {
        let hash = hash(text)
        let known = try db.row(
            "SELECT id FROM files WHERE hash = ? AND text = ?", hash, text, table: "files"
        ) { try $0.integer() }
        if let known { return known }
        try db.run("INSERT INTO files (hash, text) VALUES (?, ?)", hash, text)
        return db.lastInsertedRowID
    }

    /// The files of a job in order; their texts are empty unless asked for.
    static func read(
        of job: JobID, withTexts: Bool, in db: Database
    ) throws -> [Submission.File] {
        let text = withTexts ? "(SELECT text FROM files WHERE id = file)" : "''"
        return try db.rows(
            "SELECT path, directory, lenient, \(text) FROM job_files WHERE job = ? ORDER BY number",
            job.number, table: "job_files", read: read)
    }

    /// Path, directory, whether it is lenient, text.
    static func read(_ row: inout StoredRow) throws -> Submission.File {
        let path = try row.text()
        let directory = try row.text()
        let isLenient = try row.bool()
        return Submission.File(
            path: path, directory: directory, text: try row.text(), lenient: isLenient)
    }

    /// Removes the texts that no job has any more.
    static func collect(in db: Database) throws {
        try db.run("DELETE FROM files WHERE id NOT IN (SELECT file FROM job_files)")
    }

    /// FNV-1a of the UTF-8 bytes: the same on every machine. Equal hashes are compared in full.
    static func hash(_ text: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}
