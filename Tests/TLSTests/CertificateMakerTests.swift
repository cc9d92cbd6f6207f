import Foundation
import Testing

@testable import TLS

/// The first certificate: its names, its files, and what cannot be made.
@Suite struct CertificateMakerTests {
    private func names(_ texts: [String]) -> [CertificateName] {
        texts.compactMap { CertificateName($0) }
    }

    @Test(
        arguments: [
            ("lab", .host), ("build-1.lab.example", .host), ("*.lab.example", .host),
            ("LAB", .host), ("127.0.0.1", .address), ("::1", .address), ("fe80::1", .address),
            ("xn--bcher-kva.example", .host), ("1a", .host),
        ] as [(String, CertificateName.Kind)])
    func `names are recognised`(_ text: String, _ kind: CertificateName.Kind) throws {
        let name = try #require(CertificateName(text))
        #expect(name.kind == kind)
        #expect(name.text == text.lowercased())
    }

    @Test(arguments: [
        "", "a b", "lab,DNS:bank.example", "lab:7443", "https://lab", "-lab", "lab-", "a..b",
        ".lab", "lab.", "1.2.3", "256.1.1.1", "bücher.example", "*", "a.*.example", "lab\n",
        "lab\u{0}", "::g", String(repeating: "a", count: 64), String(repeating: "a.", count: 127),
    ])
    func `what is no name is refused`(_ text: String) {
        #expect(CertificateName(text) == nil)
    }

    @Test func `this machine has names`() {
        let names = CertificateName.ofThisMachine().map(\.text)
        #expect(names.suffix(3) == ["localhost", "127.0.0.1", "::1"])
    }

    @Test func `a certificate says what was asked for`() async throws {
        let made = Identities.made(["lab.example", "127.0.0.1", "::1"], days: 90)
        #expect(made.facts.subject == "CN=lab.example")
        #expect(made.facts.issuer == made.facts.subject)
        #expect(made.facts.notBefore == Identities.now - 3600)
        #expect(made.facts.notAfter == Identities.now + 90 * 86_400)
        #expect(made.facts.serial.count == 32)
        let told = try await Outside.run(
            ["openssl", "x509", "-noout", "-text"], input: made.certificate)
        for line in [
            "Version: 3", "DNS:lab.example, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1",
            "CA:FALSE", "Digital Signature", "TLS Web Server Authentication", "prime256v1",
            "ecdsa-with-SHA256",
            "Subject Key Identifier", "Authority Key Identifier",
        ] {
            #expect(told.output.contains(line))
        }
    }

    /// Python 3.13 and others are strict by default.
    @Test func `strict clients that are told to trust it do`() async throws {
        let path = Identities.file("trusted-\(UUID().uuidString).pem")
        try Identities.server.certificate.write(
            toFile: path, atomically: true, encoding: .utf8)
        let result = try await Outside.run(
            [
                "openssl", "verify", "-x509_strict", "-purpose", "sslserver",
                "-verify_hostname", "localhost", "-CAfile", path, path,
            ])
        #expect(result.output == path + ": OK\n")
    }

    @Test func `serial numbers and keys are new each time`() {
        let made = (1...10).map { _ in Identities.made(["lab"], days: 1) }
        #expect(Set(made.map(\.facts.serial)).count == 10)
        #expect(Set(made.map(\.key)).count == 10)
    }

    @Test func `a long name is no subject`() throws {
        let long = (1...5).map { _ in String(repeating: "a", count: 40) }.joined(separator: ".")
        #expect(Identities.made([long], days: 1).facts.subject == "CN=orchestro")
    }

    @Test func `what cannot be made is refused`() {
        func check(_ names: [CertificateName], _ days: Int, _ error: CertificateMakingError) {
            #expect(throws: error) {
                try CertificateMaker.make(names: names, days: days, now: Identities.now)
            }
        }
        let lab = names(["lab"])
        check([], 1, .noNames)
        check(lab, 0, .badValidity(days: 0))
        check(lab, TLSLimits.validityDaysMax + 1, .badValidity(days: 3651))
        let many = names((0...TLSLimits.namesMax).map { "lab\($0)" })
        check(many, 1, .tooManyNames)
        #expect(throws: Never.self) {
            try CertificateMaker.make(
                names: Array(many.dropLast()), days: TLSLimits.validityDaysMax,
                now: Identities.now)
        }
    }

    // MARK: files

    private func withDirectory(_ work: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "orchestro-certificate-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        defer {
            // A directory that cannot be removed is no failure of what is tested.
            try? FileManager.default.removeItem(atPath: path)
        }
        try work(path)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `the files serve and the key is its owner's`() throws {
        try withDirectory { directory in
            try Identities.server.write(to: directory)
            let (certificate, key) = (directory + "/certificate.pem", directory + "/key.pem")
            #expect(try mode(key) == 0o600)
            #expect(try mode(certificate) == 0o644)
            let context = try TLSContext(
                TLSConfiguration(certificates: .file(certificate), key: .file(key)),
                now: Identities.now)
            #expect(context.warnings == [])
            #expect(context.certificate == Identities.server.facts)
        }
    }

    @Test func `files that are there are kept`() throws {
        for name in [CertificateMaker.Made.keyFile, CertificateMaker.Made.certificateFile] {
            try withDirectory { directory in
                let path = directory + "/" + name
                try "mine".write(toFile: path, atomically: true, encoding: .utf8)
                #expect(throws: CertificateMakingError.exists(path: path)) {
                    try Identities.server.write(to: directory)
                }
                #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
                #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == [name])
            }
        }
    }

    @Test func `a directory that is not there is told of`() {
        #expect(
            throws: CertificateMakingError.unwritable(
                path: "/nowhere/key.pem", reason: "No such file or directory")
        ) { try Identities.server.write(to: "/nowhere") }
    }
}
