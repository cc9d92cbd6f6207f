import Engine
import Glibc
import Jobs
import Reports
import Scenarios
import Wire

/// Writes the reports a run was asked for.
struct ReportFiles {
    private let options: ReportPaths

    /// Checks that each report can be written before anything is run.
    init(_ options: ReportPaths) throws(ExitStatus) {
        self.options = options
        for path in [options.junitXml, options.tap, options.json, options.html] {
            guard let path, path != "-" else { continue }
            if let failure = Self.prepare(path) {
                Output.error("error: \(failure)")
                throw .unable
            }
        }
    }

    /// Writes all of them, one after the other; false when one could not be written.
    func write(_ summary: RunSummary) -> Bool {
        var isWhole = true
        func write(_ path: String?, _ render: () -> String) {
            guard let path else { return }
            if path == "-" { return Output.text(render()) }
            guard let failure = writeFile(path, render()) else { return }
            Output.error("error: \(failure.message)")
            isWhole = false
        }
        write(options.junitXml) { JUnitReport.render(summary, hostname: Self.hostname) }
        write(options.tap) { TAPReport.render(summary) }
        write(options.html) { HTMLReport.render(summary) }
        write(options.json) {
            summary.results.map { RunLine.json($0).text() + "\n" }.joined()
        }
        return isWhole
    }

    private static func prepare(_ path: String) -> String? {
        if FileKind(path) == .directory { return "\(path): is a directory" }
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
        let directory = String(path[..<slash])
        if let failure = makeDirectories(directory) { return failure.message }
        guard access(directory, W_OK) == 0 else {
            return "\(path): \(String(cString: strerror(errno)))"
        }
        return nil
    }

    private static var hostname: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return name.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { String(cString: $0) } ?? "localhost"
        }
    }
}
