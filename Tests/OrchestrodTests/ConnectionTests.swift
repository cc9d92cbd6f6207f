import Testing

/// What a connection costs the daemon when it has ended: nothing.
@Suite(.serialized) struct ConnectionTests {
    @Test func `connections that have ended leave no memory taken`() throws {
        let daemon = try RunningDaemon()
        func open(_ count: Int) throws {
            for number in 0..<count {
                // One that is answered where it comes in, and one that goes on.
                if number % 2 == 0 {
                    #expect(try daemon.http.get("/health").status == 200)
                } else {
                    #expect(try daemon.ask("{ health }").status == 200)
                }
            }
        }
        try open(500)
        let before = try daemon.residentBytes()
        try open(3_000)
        // A kept connection has more than 10 KiB.
        let after = try daemon.residentBytes()
        #expect(after - before < 12 << 20, "\(before) \(after)")
    }
}
