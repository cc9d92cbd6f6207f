import COpenSSL
import NIOCore
import NIOEmbedded
import Testing

@testable import TLS

/// What a handshake agrees on, and what it refuses.
@Suite struct HandshakeTests {
    private func options(
        _ versions: ClosedRange<Int32> = TLS1_2_VERSION...TLS1_3_VERSION, ciphers: String? = nil,
        groups: String? = nil, protocols: [String] = []
    ) -> MemoryClient.Options {
        MemoryClient.Options(
            versions: versions, ciphers: ciphers, groups: groups, protocols: protocols)
    }

    @Test(arguments: [
        (TLS1_3_VERSION, "TLSv1.3", "TLS_AES_256_GCM_SHA384"),
        (TLS1_2_VERSION, "TLSv1.2", "ECDHE-ECDSA-AES256-GCM-SHA384"),
    ])
    func `it tells what was agreed on`(_ version: Int32, _ name: String, _ cipher: String) throws {
        let pair = try Pair.open(
            Identities.context, options(version...version, protocols: ["h2", "http/1.1"]))
        let session = try #require(pair.seen.session)
        #expect(session.version.rawValue == name)
        #expect(session.cipher == cipher)
        #expect(session.applicationProtocol == "http/1.1")
        #expect(session.clientCertificate == nil)
        #expect(pair.handler.session == session)
        #expect(pair.client.isReady)
        #expect(pair.seen.isActive)
    }

    @Test func `a client need not speak of protocols`() throws {
        let session = try #require(try Pair.open().seen.session)
        #expect(session.applicationProtocol == nil)
    }

    @Test func `a certificate with a key of RSA serves, too`() throws {
        let configuration = TLSConfiguration(
            certificates: Identities.source("rsa.pem"), key: Identities.source("rsa.key"))
        let context = try TLSContext(configuration, now: Identities.now)
        for version in [TLS1_2_VERSION, TLS1_3_VERSION] {
            #expect(try Pair.open(context, options(version...version)).seen.session != nil)
        }
    }

    @Test func `a client of other protocols is refused`() throws {
        let pair = try Pair.open(Identities.context, options(protocols: ["h2", "imap"]))
        #expect(pair.seen.errors == [.protocolUnsupported])
        #expect(pair.client.failure == "tlsv1 alert no application protocol")
        #expect(!pair.isOpen)
    }

    @Test(arguments: [TLS1_VERSION, TLS1_1_VERSION])
    func `old versions are refused`(_ version: Int32) throws {
        let pair = try Pair.open(Identities.context, options(version...version))
        #expect(pair.seen.errors == [.versionUnsupported(detail: "unsupported protocol")])
        #expect(pair.client.failure == "tlsv1 alert protocol version")
        #expect(!pair.isOpen)
    }

    @Test(arguments: [
        "AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256", "DHE-RSA-AES128-GCM-SHA256", "AES128-SHA",
        "ECDHE-ECDSA-AES128-CCM8", "NULL:@SECLEVEL=0",
    ])
    func `ciphers without secrecy or authentication are refused`(_ cipher: String) throws {
        let pair = try Pair.open(
            Identities.context, options(TLS1_2_VERSION...TLS1_2_VERSION, ciphers: cipher))
        #expect(pair.seen.errors == [.nothingShared(detail: "no shared cipher")])
        #expect(pair.client.failure == "sslv3 alert handshake failure")
    }

    @Test(arguments: [
        ("X25519", true), ("P-256", true), ("P-384:P-256", true), ("P-384", false),
        ("X448", false), ("P-521", false),
    ])
    func `only two curves are used`(_ groups: String, _ isTaken: Bool) throws {
        // In TLS 1.2 the curve of the certificate has to be among them, too.
        let pair = try Pair.open(
            Identities.context, options(TLS1_3_VERSION...TLS1_3_VERSION, groups: groups))
        #expect((pair.seen.session != nil) == isTaken)
        #expect(pair.seen.errors.isEmpty == isTaken)
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `no session can be resumed`(_ version: Int32) throws {
        let pair = try Pair.open(Identities.context, options(version...version))
        try pair.carry(pair.client.send([1]))
        let session = try #require(SSL_get1_session(pair.client.connection))
        defer { SSL_SESSION_free(session) }
        #expect(SSL_SESSION_has_ticket(session) == 0)
        #expect(SSL_SESSION_is_resumable(session) == 0)
    }

    @Test func `negotiating again is refused and the connection goes on`() throws {
        let pair = try Pair.open(Identities.context, options(TLS1_2_VERSION...TLS1_2_VERSION))
        let attempt = pair.client.renegotiate()
        #expect(!attempt.isEmpty)
        try pair.feed(attempt)
        #expect(pair.seen.errors == [])
        _ = pair.client.take(try pair.sent())
        #expect(pair.client.failure == "no renegotiation")
    }

    @Test func `a client that comes in single bytes is served`() throws {
        let pair = try Pair()
        var toServer = pair.client.take([])
        while !toServer.isEmpty {
            for byte in toServer { try pair.feed([byte]) }
            toServer = pair.client.take(try pair.sent())
        }
        #expect(pair.seen.session != nil)
    }

    @Test func `what comes right behind the handshake is not lost`() throws {
        let pair = try Pair()
        try pair.feed(pair.client.take([]))
        let finished = pair.client.take(try pair.sent())
        try pair.feed(finished + pair.client.send(Array("GET /".utf8)))
        #expect(pair.seen.bytes == Array("GET /".utf8))
    }

    @Test func `HTTP without TLS is recognised`() throws {
        let pair = try Pair()
        try pair.feed(Array("GET / HTTP/1.1\r\nHost: lab\r\n\r\n".utf8))
        #expect(pair.seen.errors == [.plainHTTP])
        #expect(!pair.isOpen)
    }

    @Test func `what is no TLS at all is refused`() throws {
        let pair = try Pair()
        try pair.feed(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))
        #expect(pair.seen.errors == [.versionUnsupported(detail: "wrong version number")])
    }

    @Test func `a handshake that takes too long is ended`() throws {
        let pair = try Pair()
        let loop = pair.channel.embeddedEventLoop
        try pair.feed(Array(pair.client.take([]).prefix(100)))
        loop.advanceTime(by: TimeAmount(TLSLimits.handshakeTimeout) - .milliseconds(1))
        #expect(pair.isOpen)
        loop.advanceTime(by: .milliseconds(1))
        #expect(pair.seen.errors == [.handshakeTimedOut])
        #expect(!pair.isOpen)
    }

    @Test func `the time limit ends with the handshake`() throws {
        let pair = try Pair.open()
        pair.channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(pair.isOpen)
        #expect(pair.seen.errors == [])
    }

    @Test func `a handshake that is too long is ended`() throws {
        let pair = try Pair()
        // The beginning of a ClientHello of 131,000 bytes, in records of 16 KiB.
        let hello: [UInt8] = [1, 0x01, 0xff, 0xb8, 3, 3] + [UInt8](repeating: 0, count: 16_378)
        let more = [UInt8](repeating: 0, count: 16_384)
        for index in 0..<8 where pair.isOpen {
            try pair.feed([22, 3, 1, 0x40, 0] + (index == 0 ? hello : more))
            #expect(pair.handler.heldBytes <= TLSLimits.inputBytesMax)
        }
        #expect(!pair.isOpen)
        #expect(pair.seen.errors.count == 1)
    }

    @Test func `a client that leaves in the middle is told of`() throws {
        let pair = try Pair()
        try pair.feed(pair.client.take([]))
        pair.channel.pipeline.fireChannelInactive()
        #expect(pair.seen.errors == [.leftDuringHandshake])
    }

    @Test func `what is written early waits for the handshake`() throws {
        let pair = try Pair()
        let written = pair.write(Array("early".utf8))
        try pair.carry()
        try written.wait()
        #expect(pair.client.received == Array("early".utf8))
    }

    @Test func `too much written early ends the connection`() throws {
        let pair = try Pair()
        let most = pair.write([UInt8](repeating: 0, count: TLSLimits.earlyOutputBytesMax))
        #expect(pair.isOpen)
        let more = pair.write([0])
        #expect(pair.seen.errors == [.tooMuchWrittenEarly])
        for future in [most, more] {
            #expect(throws: TLSError.tooMuchWrittenEarly) { try future.wait() }
        }
    }
}
