import Glibc
import Testing

@testable import Engine

@Suite struct CPUPressureTests {
    @Test(arguments: [
        ("some avg10=0.00 avg60=1.50 avg300=0.00 total=12531655\nfull total=7\n", 12_531_655),
        ("some avg10=0.00 avg60=0.00 avg300=0.00 total=0", 0),
        ("some total=\n", nil), ("full total=5\n", nil), ("", nil), ("some total=5x\n", nil),
    ])
    func readsTheTotalOfSome(text: String, microseconds: Int64?) {
        #expect(CPUPressure.total(Array(text.utf8)) == microseconds.map { .microseconds($0) })
    }

    @Test func theSystemsNeverGoesBack() throws {
        guard access(CPUPressure.systemPath, R_OK) == 0,
            let pressure = CPUPressure(path: CPUPressure.systemPath)
        else { return }
        let first = try #require(pressure.stalled())
        #expect(try #require(pressure.stalled()) >= first)
    }

    @Test func missingFilesGiveNone() {
        #expect(CPUPressure(path: "/nowhere/cpu.pressure") == nil)
    }
}
