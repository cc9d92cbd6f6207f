import Glibc

/// The directory with the files of the pages for browsers that do not belong to the daemon.
struct WebFiles: Sendable {
    /// Where it is.
    let directory: String

    /// Where the Debian package puts it.
    static let packaged = "/usr/share/orchestro/web"

    /// The directory `web` beside the daemon's program, else that of the package.
    init(besides programDirectory: String?) {
        let own = programDirectory.map { $0 + "/web" }
        directory = own.flatMap { access($0, R_OK | X_OK) == 0 ? $0 : nil } ?? Self.packaged
    }

    /// An installed file; nil when it is not there.
    func open(_ file: WebFile) -> ReadableFile? {
        ReadableFile(directory + "/" + file.rawValue)
    }

    /// Whether all of these are there.
    func has(_ files: [WebFile]) -> Bool {
        files.allSatisfy {
            $0.ownText != nil || access(directory + "/" + $0.rawValue, R_OK) == 0
        }
    }
}
