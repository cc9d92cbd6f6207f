/// Where a path of a validation lies: one rule for all of them. Absolute paths stay, all others
/// lie in the program's working directory.
struct PathRule: Sendable {
    let workingDirectory: String

    func resolve(_ path: String) -> String {
        path.hasPrefix("/") ? path : workingDirectory + "/" + path
    }
}
