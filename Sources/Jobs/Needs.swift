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
    /// A name or path of a scenario with a matrix means all its cells. Paths are compared as
    /// given, relative to the directory of the scenario that needs them, and by file name stem.
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
        if let start = cycle(places), let need = subjects[start].needs.first {
            problems.append(
                problem(start, need, "`needs` goes round in a circle through this scenario"))
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

        init(_ subjects: [Subject]) {
            for (place, subject) in subjects.enumerated() {
                byName[subject.name, default: []].append(place)
                if let bracket = subject.name.firstIndex(of: "["), subject.name.hasSuffix("]") {
                    let base = subject.name[..<bracket]
                    byName[String(base.reversed().drop { $0 == " " }.reversed()), default: []]
                        .append(place)
                }
                byPath[subject.path, default: []].append(place)
            }
        }

        func places(of need: String, from path: String) -> [Int] {
            if let found = byName[need] ?? byPath[need] { return found }
            let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            return byPath[(directory + [need[...]]).joined(separator: "/")] ?? []
        }
    }

    /// A place on a circle, if there is one.
    private static func cycle(_ places: [[Int]]) -> Int? {
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
        return missing.firstIndex { $0 > 0 }
    }
}
