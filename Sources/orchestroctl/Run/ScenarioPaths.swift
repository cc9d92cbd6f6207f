import Engine
import Glibc

/// Turns what a user names — files, directories, globs — into scenario files, in a stable order.
struct ScenarioPaths {
    /// Files, as reached from what the user wrote; each once.
    private(set) var files: [String] = []
    /// What could not be found or read, in words.
    private(set) var problems: [String] = []
    private var seen: Set<String> = []

    init(_ arguments: [String]) {
        for argument in arguments { add(argument) }
    }

    private mutating func add(_ argument: String) {
        switch FileKind(argument) {
        case .directory: addDirectory(argument)
        case .file: addFile(argument)
        case .missing(let number):
            let matches = number == ENOENT ? Self.matches(argument) : []
            if matches.isEmpty {
                problems.append("\(argument): \(String(cString: strerror(number)))")
            }
            for match in matches { add(match) }
        }
    }

    private mutating func addDirectory(_ path: String) {
        let before = files.count
        let problemsBefore = problems.count
        walk(path, depth: 0)
        if files.count == before, problems.count == problemsBefore {
            problems.append("\(path): no scenarios (*.yaml, *.yml) in this directory")
        }
    }

    /// Hidden entries are passed over; links are followed for files, not for directories.
    private mutating func walk(_ path: String, depth: Int) {
        guard depth < 64 else {
            problems.append("\(path): nested more than 64 directories deep")
            return
        }
        let names: [String]
        do throws(SystemError) {
            names = try directoryNames(path).filter { !$0.hasPrefix(".") }
        } catch {
            problems.append("\(path): \(error)")
            return
        }
        for name in names.sorted() {
            let child = path.hasSuffix("/") ? path + name : path + "/" + name
            if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                if case .file = FileKind(child) { addFile(child) }
            } else if FileKind(child, followingLinks: false) == .directory {
                walk(child, depth: depth + 1)
            }
        }
    }

    private mutating func addFile(_ path: String) {
        let whole = FileKind.absolute(path)
        if seen.insert(whole).inserted { files.append(path) }
    }

    private static func matches(_ pattern: String) -> [String] {
        guard pattern.contains(where: { "*?[{".contains($0) }) else { return [] }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, GLOB_BRACE, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { index in
            found.gl_pathv[index].map { String(cString: $0) }
        }
    }
}

/// What stands at a path.
enum FileKind: Equatable {
    case file
    case directory
    case missing(Int32)

    init(_ path: String, followingLinks: Bool = true) {
        var status = stat()
        let result = followingLinks ? stat(path, &status) : lstat(path, &status)
        if result != 0 {
            self = .missing(errno)
        } else {
            self = status.st_mode & S_IFMT == S_IFDIR ? .directory : .file
        }
    }

    /// The path from the root, links resolved where it exists.
    static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else {
            return path.hasPrefix("/") ? path : currentDirectory + "/" + path
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The path from the root as it was written: what a link leads to may change.
    static func fromRoot(_ path: String) -> String {
        path.hasPrefix("/") ? path : currentDirectoryAsEntered + "/" + path
    }

    /// The current directory by the links that the shell went (PWD, when it is right).
    private static var currentDirectoryAsEntered: String {
        var (named, actual) = (stat(), stat())
        guard let path = CallerEnvironment.values["PWD"], path.hasPrefix("/"),
            stat(path, &named) == 0, stat(".", &actual) == 0,
            FileIdentity(named) == FileIdentity(actual)
        else { return currentDirectory }
        return path
    }

    /// The current directory from the root.
    static var currentDirectory: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}
