import Testing

@testable import Scenarios

@Suite struct MatrixTests {
    @Test func oneScenarioForEachCell() {
        let result = reading(
            """
            name: m
            command: cat ${{ matrix.x }} "${{matrix.y}}-${{ env.HOME }}"
            matrix:
              x: [1, 1.50]
              y: [yes, "a b"]
            timeout: ${{ matrix.x }}
            steps:
              - if: matrix.y == yes
                send: ${{ matrix.x }}
                press: ${{ matrix.x }}
            """)
        // A word that is no key is told once, with the value.
        #expect(result.diagnostics.map(\.message) == ["`1.50` is not a key"])
    }

    @Test func valuesStandWhereTheyAreNamed() throws {
        let result = reading(
            """
            name: m
            command: cat ${{ matrix.x }} "${{matrix.y}}-${{ env.HOME }}"
            matrix:
              x: [1, 1.50]
              y: [yes, "a b"]
            timeout: ${{ matrix.x }}
            steps:
              - {if: matrix.y == yes, send: "${{ matrix.x }}"}
              - expect: v${{ matrix.x }}
            """)
        try #require(result.scenarios.count == 4)
        let last = result.scenarios[3]
        #expect(
            result.scenarios.map(\.name) == [
                "m [x=1, y=yes]", "m [x=1, y=a b]", "m [x=1.50, y=yes]", "m [x=1.50, y=a b]",
            ])
        #expect(last.command == .words(["cat", "1.50", "a b-${{env.HOME}}"]))
        #expect(last.timeout == .milliseconds(1_500))
        #expect(last.matrix == [MatrixValue("x", "1.50"), MatrixValue("y", "a b")])
        #expect(last.steps[0].actions.map(\.value) == [.send("1.50", newline: true)])
        #expect(last.steps[1].waits.map(\.value) == [.expect(["v1.50"])])
    }

    @Test func mistakesAreToldOnceForAllCells() {
        let text = "command: cat\nmatrix: {x: [1, 2, 3]}\nsteps:\n  - send: 42\n    nte: x\n"
        #expect(
            told(text) == [
                "4:11 error `send` must be text, not the number 42",
                "5:5 error unknown key `nte` in a step",
            ])
    }

    @Test func aPlaceholderInTheMiddleHasItsOwnPlace() {
        #expect(
            told("command: cat\nname: 'a ${{ matrix.q }} b'\n")
                == ["2:10 error the matrix has no `q`"])
    }

    @Test func environmentIsPutInPlaceAtRunTime() throws {
        let result = try scenario("command: cat ${{ env.HOME }}/x '${{ env.A }} b' ${{env.A}}\n")
        let words = ["cat", "${{env.HOME}}/x", "${{env.A}} b", "${{env.A}}"]
        #expect(result.command == .words(words))
        let env = ["HOME": "/home/é", "A": "${{ env.HOME }}"]
        #expect(
            words.map { $0.resolvingEnvironment { env[$0] } }
                == ["cat", "/home/é/x", "${{ env.HOME }} b", "${{ env.HOME }}"])
        #expect("${{ env.NONE }}$".resolvingEnvironment { _ in nil } == "$")
        #expect("${{ other }} ${{".resolvingEnvironment { _ in "x" } == "${{ other }} ${{")
    }
}
