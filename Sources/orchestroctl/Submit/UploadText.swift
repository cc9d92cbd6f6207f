/// What is told about a directory before it is sent.
enum UploadText {
    /// `sending 214 files and directories, 3.1 MB, from /home/ann/project`.
    static func sending(entries: Int, bytes: Int, from root: String) -> String {
        let what = entries == 1 ? "1 file" : "\(entries) files and directories"
        return "sending \(what), \(size(bytes)), from \(root)"
    }

    /// Bytes in powers of 1000, cut to a tenth.
    private static func size(_ bytes: Int) -> String {
        let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
        guard let (factor, unit) = units.first(where: { bytes >= $0.0 }) else {
            return "\(bytes) bytes"
        }
        return "\(bytes / factor).\(bytes % factor * 10 / factor) \(unit)"
    }
}
