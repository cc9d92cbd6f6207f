import Glibc

/// What the program was started in.
enum CallerEnvironment {
    /// All variables; of a repeated name the first counts, as for getenv(3).
    static var values: [String: String] {
        var values: [String: String] = [:]
        var place = environ
        while let entry = place.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                let name = String(text[..<equals])
                if values[name] == nil { values[name] = String(text[text.index(after: equals)...]) }
            }
            place += 1
        }
        return values
    }

    /// Processors this process may use.
    static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Absolute directory of a file.
    static func directory(of path: String) -> String {
        let whole = FileKind.absolute(path)
        guard let slash = whole.lastIndex(of: "/"), slash > whole.startIndex else { return "/" }
        return String(whole[..<slash])
    }
}
