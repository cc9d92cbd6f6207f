import Scenarios
import TestSupport
import Testing

@testable import Jobs

private func subject(_ name: String, _ path: String, _ needs: String...) -> Needs.Subject {
    let located = needs.enumerated().map { place, need in
        Located(need, at: Position(line: place + 1, column: 3))
    }
    return Needs.Subject(name: name, path: path, needs: located)
}

/// `needs` by name, by path, by matrix cell, and round in circles.
struct NeedsTests {
    private static let others = [
        subject("Log in", "dir/login.yaml"), subject("build [os=a, v=1]", "dir/build.yaml"),
        subject("build [os=b, v=1]", "dir/build.yaml"), subject("list [all]", "other/list.yaml"),
        subject("a [b] c [k=v [x]]", "/abs/cell.yaml"),
    ]

    @Test(arguments: [
        ("Log in", [0]), ("dir/login.yaml", [0]), ("login.yaml", [0]), ("./login.yaml", [0]),
        ("../dir/login.yaml", [0]), ("./dir/../dir/login.yaml", [0]), ("login", [0]),
        ("build", [1, 2]), ("build [os=b, v=1]", [2]), ("build.yaml", [1, 2]), ("list [all]", [3]),
        ("../other/list.yaml", [3]), ("a [b] c", [4]), ("/abs/cell.yaml", [4]),
        ("/abs/../abs/cell.yaml", [4]), ("Log", []), ("a", []), ("list.yaml", []), ("LOG IN", []),
        ("abs/cell.yaml", []), ("../login.yaml", []), ("", []),
    ])
    func resolution(_ need: String, _ places: [Int]) {
        let found = Needs.resolve(Self.others + [subject("last", "dir/last.yaml", need)])
        #expect(found.places.last == places)
        #expect(found.problems.isEmpty == !places.isEmpty)
        if let problem = found.problems.first {
            #expect(problem.subject == Self.others.count)
            #expect(problem.diagnostic.position == Position(line: 1, column: 3))
            #expect(problem.diagnostic.message.contains("`\(need)`"))
        }
    }

    @Test func severalNeedsAreMergedAndAllMistakesTold() {
        let last = subject("last", "dir/last.yaml", "build", "no", "dir/build.yaml", "nor")
        let found = Needs.resolve(Self.others + [last])
        #expect(found.places.last == [1, 2])
        #expect(found.problems.map(\.diagnostic.position.line) == [2, 4])
    }

    @Test func pathsBesideEachOtherWithoutADirectory() {
        let found = Needs.resolve([subject("x", "a.yaml"), subject("y", "b.yaml", "a.yaml")])
        #expect(found.places == [[], [0]] && found.problems.isEmpty)
    }

    @Test(arguments: [
        ([subject("a", "a", "a")], ["0 1:3"]),
        ([subject("a", "a", "b"), subject("b", "b", "a")], ["0 1:3"]),
        // The one outside the circle is not blamed, and the need that leads on is pointed at.
        (
            [
                subject("a", "a", "b"), subject("d", "d"), subject("b", "b", "d", "c"),
                subject("c", "c", "b"),
            ], ["2 2:3"]
        ),
        // Every circle is told.
        (
            [subject("a", "a", "b"), subject("b", "b", "a"), subject("c", "c", "c")],
            ["0 1:3", "2 1:3"]
        ),
        // Cells that need their own scenario.
        ([subject("m [k=1]", "m", "m"), subject("m [k=2]", "m", "m")], ["0 1:3"]),
        ([subject("a", "a"), subject("b", "b", "a"), subject("c", "c", "a", "b")], []),
    ])
    func circles(_ subjects: [Needs.Subject], _ told: [String]) {
        let problems = Needs.resolve(subjects).problems.map { problem in
            let position = problem.diagnostic.position
            return "\(problem.subject) \(position.line):\(position.column)"
        }
        #expect(problems == told)
    }

    @Test func chanceGraphsWithoutCirclesAreClean() {
        for seed in 0..<300 {
            var dice = Dice(seed: UInt64(seed))
            var subjects: [Needs.Subject] = []
            for place in 0..<15 {
                let needs = (0..<place).filter { _ in Int.random(in: 0..<4, using: &dice) == 0 }
                var one = subject("s\(place)", "p\(place)")
                one.needs = needs.map { Located("s\($0)", at: Position(line: 1, column: 1)) }
                subjects.append(one)
            }
            subjects.shuffle(using: &dice)
            #expect(Needs.resolve(subjects).problems.isEmpty, "seed \(seed)")
            subjects.append(subject("loop", "loop", "s14", "loop"))
            #expect(Needs.resolve(subjects).problems.count == 1, "seed \(seed)")
        }
    }
}
