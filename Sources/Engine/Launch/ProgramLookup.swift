import CLaunch
import Glibc

/// Finding the file of a command, as a shell would in the program's own environment.
public enum ProgramLookup {
    /// Why there is nothing to execute.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The command is an empty text.
        case empty
        /// No directory has it.
        case notFound(name: String, searched: [String])
        /// There is a file, but it may not be executed.
        case notExecutable(path: String)
        /// It is a directory.
        case isDirectory(path: String)

        /// What happened, in a fragment that fits behind "failed to start …: ".
        public var description: String {
            switch self {
            case .empty: "the command is empty"
            case .notFound(let name, let searched) where searched.isEmpty: "\(name): not found"
            case .notFound(let name, let searched):
                "\(name): not found in PATH (\(searched.joined(separator: ":")))"
            case .notExecutable(let path): "\(path): is not executable (chmod +x may help)"
            case .isDirectory(let path): "\(path): is a directory"
            }
        }
    }

    /// Where execvp(3) searches when the environment has no PATH.
    public static let defaultSearchPath = "/bin:/usr/bin"

    /// The path to execute for the first word of a command.
    ///
    /// A name with a slash is relative to `directory`; any other is searched in the PATH of
    /// `environment`, whose empty and relative entries are relative to `directory` too.
    public static func path(
        of name: String, environment: [String], directory: String
    ) throws(Failure) -> String {
        guard !name.isEmpty else { throw .empty }
        if name.utf8.contains(UInt8(ascii: "/")) {
            let path = join(directory, name)
            try check(path, searched: [])
            return path
        }
        let searched = searchPath(environment).split(
            separator: ":", omittingEmptySubsequences: false
        ).map { join(directory, String($0)) }
        var refusal: Failure?
        for place in searched {
            do throws(Failure) {
                let path = join(place, name)
                try check(path, searched: searched)
                return path
            } catch {
                if case .notExecutable = error { refusal = refusal ?? error }
            }
        }
        throw refusal ?? .notFound(name: name, searched: searched)
    }

    private static func searchPath(_ environment: [String]) -> String {
        guard let entry = environment.first(where: { $0.hasPrefix("PATH=") }) else {
            return defaultSearchPath
        }
        return String(entry.dropFirst("PATH=".count))
    }

    private static func check(_ path: String, searched: [String]) throws(Failure) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw errno == EACCES
                ? .notExecutable(path: path) : .notFound(name: path, searched: searched)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .isDirectory(path: path) }
        guard csystem_may_execute(path) == 0 else { throw .notExecutable(path: path) }
    }

    private static func join(_ directory: String, _ name: String) -> String {
        if name.hasPrefix("/") || directory.isEmpty { return name }
        if name.isEmpty { return directory }
        return directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }
}
