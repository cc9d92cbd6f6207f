import Glibc
import Scenarios

/// The directories of the latest runs, for those who named none.
public enum KeptRuns {
    /// Makes a directory for a new run below `$XDG_STATE_HOME/orchestro/runs` (or
    /// `~/.local/state/…`) and removes the oldest ones over ``EngineLimits/keptRunsMax``. Without
    /// a place for it nothing is kept, and the warning says so.
    public static func make(
        _ environment: [String: String]
    ) -> (directory: String?, warning: String?) {
        let state =
            environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? environment["HOME"].map { $0 + "/.local/state" }
        guard let state else { return (nil, "no records are kept: HOME is not set") }
        let base = state + "/orchestro/runs"
        if let failure = makeDirectories(base) {
            return (nil, "no records are kept: \(failure.message)")
        }
        prune(base)
        let name = base + "/\(SystemClock.wallMicroseconds() / 1000)-\(getpid())"
        guard mkdir(name, 0o700) == 0 else {
            return (nil, "no records are kept: failed to make \(name): \(SystemError(errno))")
        }
        return (name, nil)
    }

    /// The directories kept beside this one, the latest first.
    public static func others(than directory: String) -> [String] {
        guard let slash = directory.lastIndex(of: "/") else { return [] }
        let base = String(directory[..<slash])
        return names(base).sorted().reversed().map { base + "/" + $0 }
            .filter { $0 != directory }
    }

    private static func prune(_ base: String) {
        // Milliseconds of the present era have the same number of digits, so text order is age.
        for name in names(base).sorted().dropLast(EngineLimits.keptRunsMax - 1) {
            // What cannot be removed now is tried again at the next run.
            var removal = TreeRemoval()
            removal.remove(base + "/" + name)
        }
    }

    private static func names(_ base: String) -> [String] {
        // A directory that cannot be read holds no run that we could use or remove.
        let found = (try? directoryNames(base)) ?? []
        // Only names that this made: milliseconds, a dash, a process number.
        return found.filter { $0.split(separator: "-").compactMap { Int($0) }.count == 2 }
    }
}
