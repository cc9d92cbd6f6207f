/// Where a path of a validation lies: one rule for all of them.
///
/// Absolute paths stay; `artifacts/…`, `tmp/…`, `./…` and `../…` lie in the caller's directory;
/// all others in the workspace, or, without one, in the program's working directory.
struct PathRule: Sendable {
    let callerDirectory: String
    let workspace: String?
    let workingDirectory: String

    func resolve(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        let ofCaller = ["artifacts/", "tmp/", "./", "../"].contains { path.hasPrefix($0) }
        let base = ofCaller ? callerDirectory : workspace ?? workingDirectory
        return base + "/" + path
    }
}
