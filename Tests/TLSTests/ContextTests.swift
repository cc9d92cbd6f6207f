import Foundation
import NIOCore
import Testing

@testable import TLS

/// What is wrong with certificates and keys, and renewing them.
@Suite struct ContextTests {
    private func failure(
        _ certificates: TLSConfiguration.Source, _ key: TLSConfiguration.Source,
        _ clients: TLSConfiguration.ClientCertificates = .none
    ) -> TLSConfigurationError? {
        let configuration = TLSConfiguration(
            certificates: certificates, key: key, clientCertificates: clients)
        do {
            _ = try TLSContext(configuration, now: Identities.now)
            return nil
        } catch {
            return error
        }
    }

    private func text(_ text: String) -> TLSConfiguration.Source { .text(text, name: "given") }

    private let certificate = Identities.source("client.pem")
    private let key = Identities.source("client.key")

    @Test func `files are named when they are missing or unreadable`() {
        let missing = Identities.file("missing.pem")
        #expect(failure(.file(missing), key) == .missing(path: missing))
        #expect(failure(certificate, .file(missing)) == .missing(path: missing))
        #expect(
            failure(certificate, key, .required(authorities: .file(missing)))
                == .missing(path: missing))
        #expect(
            failure(.file(Identities.files), key)
                == .unreadable(path: Identities.files, reason: "it is not a regular file"))
        #expect(failure(.file("/dev/zero"), key)?.description.contains("regular file") == true)
    }

    @Test func `what is no PEM is refused`() {
        let none = TLSConfigurationError.notPEM(
            name: "given", detail: "no line begins with -----BEGIN")
        #expect(failure(text(""), key) == none)
        #expect(failure(text("\u{0}\u{1}binary"), key) == none)
        #expect(failure(certificate, text("key: yes")) == none)
        let broken = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"
        guard case .notPEM("given", _)? = failure(text(broken), key) else {
            Issue.record("broken PEM was not refused")
            return
        }
        let cut = Identities.server.certificate.prefix(200)
        guard case .notPEM("given", _)? = failure(text(String(cut)), key) else {
            Issue.record("cut PEM was not refused")
            return
        }
        let brokenKey = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
        guard case .notPEM("given", _)? = failure(certificate, text(brokenKey)) else {
            Issue.record("a broken key was not refused")
            return
        }
    }

    @Test func `too much is refused`() {
        let long = String(repeating: "x", count: TLSLimits.fileBytesMax + 1)
        #expect(failure(text(long), key) == .tooLarge(path: "given"))
    }

    @Test func `certificate and key that are mixed up are noticed`() {
        #expect(failure(key, certificate) == .noCertificate(name: Identities.file("client.key")))
        #expect(
            failure(certificate, certificate) == .noKey(name: Identities.file("client.pem")))
    }

    @Test func `a key of another certificate is refused`() {
        let other = Identities.file("stranger.key")
        #expect(
            failure(certificate, .file(other))
                == .keyMismatch(key: other, certificates: Identities.file("client.pem")))
    }

    @Test func `a key with a passphrase is refused without asking for it`() {
        let secret = Identities.file("secret.key")
        #expect(failure(certificate, .file(secret)) == .keyEncrypted(name: secret))
    }

    @Test func `weak and useless keys are refused`() {
        func file(_ name: String) -> String { Identities.file(name + ".key") }
        #expect(
            failure(Identities.source("weak.pem"), .file(file("weak")))
                == .keyTooWeak(name: file("weak"), kind: "RSA", bits: 1024, bitsMin: 2048))
        #expect(
            failure(Identities.source("curve.pem"), .file(file("curve")))
                == .keyTooWeak(
                    name: file("curve"), kind: "an elliptic curve", bits: 224, bitsMin: 255))
        #expect(
            failure(certificate, .file(file("dsa")))
                == .keyUnsupported(name: file("dsa"), kind: "DSA"))
    }

    @Test func `certificate and key may share a file`() throws {
        let both = text(Identities.server.key + Identities.server.certificate)
        #expect(failure(both, both) == nil)
    }

    @Test func `a chain is shown in its order`() throws {
        let chain =
            try PEMText(.file(Identities.file("client.pem"))).bytes
            + PEMText(.file(Identities.file("ca.pem"))).bytes
        #expect(failure(text(String(decoding: chain, as: UTF8.self)), key) == nil)
    }

    @Test func `every failure says where and what to do`() {
        let errors: [TLSConfigurationError] = [
            .missing(path: "f"), .unreadable(path: "f", reason: "r"), .tooLarge(path: "f"),
            .notPEM(name: "f", detail: "d"), .noCertificate(name: "f"),
            .tooManyCertificates(name: "f"), .noKey(name: "f"), .keyEncrypted(name: "f"),
            .keyMismatch(key: "f", certificates: "c"),
            .keyTooWeak(name: "f", kind: "RSA", bits: 1, bitsMin: 2),
            .keyUnsupported(name: "f", kind: "DSA"), .certificateRefused(name: "f", detail: "d"),
        ]
        for error in errors {
            #expect(error.description.hasPrefix("f: "))
            #expect(error.description.contains("; "))
        }
    }

    // MARK: warnings

    @Test func `the time of a certificate is looked at`() throws {
        let day: Int64 = 86_400
        let made = Identities.made(["lab"], days: 30)
        func warnings(_ days: Int64) throws -> [TLSWarning] {
            let now = Identities.now + days * day
            return try TLSContext(Identities.configuration(made), now: now).warnings
        }
        #expect(try warnings(0) == [])
        #expect(try warnings(15) == [])
        #expect(try warnings(20) == [.expiresSoon(name: "certificate", days: 10)])
        #expect(
            try warnings(31) == [.expired(name: "certificate", since: made.facts.notAfter)])
        #expect(
            try warnings(-1)
                == [.notYetValid(name: "certificate", from: made.facts.notBefore)])
    }

    @Test(arguments: [
        (0o600, false), (0o400, false), (0o440, false), (0o640, false), (0o644, true),
        (0o660, true), (0o602, true),
    ])
    func `a key that others may read or write is told of`(_ mode: Int, _ isTold: Bool) throws {
        let path = Identities.file("key-\(mode)")
        try Identities.server.key.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let configuration = TLSConfiguration(
            certificates: text(Identities.server.certificate), key: .file(path))
        let warnings = try TLSContext(configuration, now: Identities.now).warnings
        #expect(warnings == (isTold ? [.keyExposed(path: path, mode: UInt32(mode))] : []))
    }

    // MARK: renewal

    @Test func `a renewed certificate serves new connections, old ones go on`() throws {
        let holder = TLSContextHolder(Identities.context)
        let old = try Pair.open(#require(holder.current))
        let renewed = Identities.made(["localhost"], days: 90)
        try holder.reload(Identities.configuration(renewed), now: Identities.now)
        #expect(holder.current?.certificate == renewed.facts)
        let new = try Pair.open(#require(holder.current))
        for pair in [old, new] {
            pair.write([1]).whenFailure { Issue.record($0) }
            try pair.carry(pair.client.send([2]))
            #expect(pair.client.received == [1])
            #expect(pair.seen.bytes == [2])
        }
    }

    @Test func `a renewal that cannot serve changes nothing`() throws {
        let holder = TLSContextHolder(Identities.context)
        let bad = TLSConfiguration(certificates: text(""), key: text(""))
        #expect(throws: TLSConfigurationError.self) {
            try holder.reload(bad, now: Identities.now)
        }
        #expect(holder.current === Identities.context)
    }
}
