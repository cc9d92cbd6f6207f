import Scenarios

/// Resolves `needs` between the scenarios of one submission.
public enum Needs {
    /// A scenario as `needs` sees it.
    public struct Subject: Sendable {
        /// Its name, with the matrix cell in brackets if it has one.
        public var name: String
        /// Its file, as given.
        public var path: String
        /// What it needs.
        public var needs: [Located<String>]

        /// Makes a subject.
        public init(name: String, path: String, needs: [Located<String>]) {
            self.name = name
            self.path = path
            self.needs = needs
        }
    }

    /// A `needs` that cannot be resolved.
    public struct Problem: Hashable, Sendable {
        /// Place of the scenario.
        public var subject: Int
        /// What is wrong and where.
        public var diagnostic: Diagnostic
    }

    /// The places each subject needs, or everything that is wrong.
    ///
    /// A name or path of a scenario with a matrix means all its cells. A text is tried as a name,
    /// as a path as given, as a path relative to the directory of the scenario that needs it, and
    /// as a file name without its extension; the first that names anything counts.
    public static func resolve(_ subjects: [Subject]) -> (places: [[Int]], problems: [Problem]) {
        var problems: [Problem] = []
        var places: [[Int]] = []
        let index = Index(subjects)
        for (place, subject) in subjects.enumerated() {
            var found: Set<Int> = []
            for need in subject.needs {
                let matches = index.places(of: need.value, from: subject.path)
                if matches.isEmpty {
                    problems.append(
                        problem(
                            place, need,
                            "`needs` names `\(need.value)`, which is no scenario of this run"))
                }
                found.formUnion(matches)
            }
            places.append(found.sorted())
        }
        for (start, next) in cycles(places) {
            let need = subjects[start].needs.first { need in
                index.places(of: need.value, from: subjects[start].path).contains(next)
            }
            if let need {
                problems.append(
                    problem(start, need, "`needs` goes round in a circle through this scenario"))
            }
        }
        return (places, problems)
    }

    private static func problem(
        _ place: Int, _ need: Located<String>, _ message: String
    ) -> Problem {
        Problem(
            subject: place,
            diagnostic: Diagnostic(
                .error, message, hint: "give the name or the path of another scenario of the run",
                at: need.position, length: need.value.unicodeScalars.count))
    }

    private struct Index {
        var byName: [String: [Int]] = [:]
        var byPath: [String: [Int]] = [:]
        var byStem: [String: [Int]] = [:]

        init(_ subjects: [Subject]) {
            for (place, subject) in subjects.enumerated() {
                byName[subject.name, default: []].append(place)
                if let base = Self.withoutCell(subject.name) {
                    byName[base, default: []].append(place)
                }
                byPath[Self.plain(subject.path), default: []].append(place)
                byStem[Self.stem(subject.path), default: []].append(place)
            }
        }

        func places(of need: String, from path: String) -> [Int] {
            if let found = byName[need] ?? byPath[Self.plain(need)] { return found }
            let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            let relative = (directory + [need[...]]).joined(separator: "/")
            return byPath[Self.plain(relative)] ?? byStem[need] ?? []
        }

        /// `build [os=linux]` gives `build`; nil where there is no matrix cell.
        private static func withoutCell(_ name: String) -> String? {
            guard name.hasSuffix("]") else { return nil }
            let parts = name.split(separator: " ", omittingEmptySubsequences: false)
            let start = parts.firstIndex { $0.hasPrefix("[") && $0.dropFirst().contains("=") }
            guard let start, start > 0 else { return nil }
            return parts[..<start].joined(separator: " ")
        }

        /// The path without `.` and, where the text alone allows, without `..`.
        private static func plain(_ path: String) -> String {
            var parts: [Substring] = []
            for part in path.split(separator: "/") where part != "." {
                if part == "..", let last = parts.last, last != ".." {
                    parts.removeLast()
                } else {
                    parts.append(part)
                }
            }
            return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
        }

        private static func stem(_ path: String) -> String {
            let file = path.split(separator: "/").last ?? ""
            guard let dot = file.lastIndex(of: "."), dot > file.startIndex else {
                return String(file)
            }
            return String(file[..<dot])
        }
    }

    /// Circles, each by its first place and the place that one needs next; at least one of every
    /// group of circles that hang together.
    private static func cycles(_ places: [[Int]]) -> [(start: Int, next: Int)] {
        let stuck = stuckPlaces(places)
        let next = places.map { needs in needs.first { stuck.contains($0) } }
        var seen: Set<Int> = []
        var found: [(start: Int, next: Int)] = []
        for origin in stuck.sorted() {
            var path: [Int] = []
            var onPath: Set<Int> = []
            var place = origin
            while seen.insert(place).inserted, let needed = next[place] {
                path.append(place)
                onPath.insert(place)
                place = needed
            }
            guard onPath.contains(place), let entry = path.firstIndex(of: place) else { continue }
            if let start = path[entry...].min(), let needed = next[start] {
                found.append((start, needed))
            }
        }
        return found.sorted { $0.start < $1.start }
    }

    /// The places that are on a circle or need one that is.
    private static func stuckPlaces(_ places: [[Int]]) -> Set<Int> {
        var missing = places.map(\.count)
        var dependents = Array(repeating: [Int](), count: places.count)
        for (place, needs) in places.enumerated() {
            for need in needs { dependents[need].append(place) }
        }
        var free = missing.indices.filter { missing[$0] == 0 }
        while let place = free.popLast() {
            for dependent in dependents[place] {
                missing[dependent] -= 1
                if missing[dependent] == 0 { free.append(dependent) }
            }
        }
        return Set(missing.indices.filter { missing[$0] > 0 })
    }
}
