import COpenSSL
import NIOCore
import Testing

@testable import TLS

/// Clients with certificates, without, and with wrong ones.
@Suite struct ClientCertificateTests {
    private let optional = Identities.context(
        Identities.server, .optional(authorities: Identities.source("ca.pem")))
    private let required = Identities.context(
        Identities.server, .required(authorities: Identities.source("ca.pem")))

    private func options(_ identity: String?, _ version: Int32) -> MemoryClient.Options {
        MemoryClient.Options(
            versions: version...version, identity: identity.map { Identities.identity($0) })
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `the application learns whose it is`(_ version: Int32) throws {
        for context in [optional, required] {
            let pair = try Pair.open(context, options("client", version))
            let certificate = try #require(pair.seen.session?.clientCertificate)
            #expect(certificate.subject == "CN=client,O=Lab")
            #expect(certificate.issuer == "CN=Lab CA,O=Lab")
            let text = try PEMText(Identities.source("client.pem")).certificates()
            #expect(certificate == CertificateFacts(text[0].pointer))
            #expect(certificate.fingerprint.count == 64)
            #expect(certificate.notAfter > Identities.now + 29 * 86_400)
        }
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `without one, it depends`(_ version: Int32) throws {
        let free = try Pair.open(optional, options(nil, version))
        #expect(free.seen.session?.clientCertificate == nil)
        #expect(free.seen.session != nil)
        let refused = try Pair.open(required, options(nil, version))
        #expect(refused.seen.errors == [.certificateMissing])
        #expect(
            refused.client.failure?.hasSuffix("alert certificate required") == true
                || refused.client.failure == "sslv3 alert handshake failure")
        #expect(!refused.isOpen)
    }

    @Test(arguments: [
        ("stranger", "unable to get local issuer certificate"),
        ("expired", "certificate has expired"), ("rsa", "self-signed certificate"),
    ])
    func `one that does not verify is refused in any case`(
        _ identity: String, _ reason: String
    ) throws {
        for version in [TLS1_2_VERSION, TLS1_3_VERSION] {
            for context in [optional, required] {
                let pair = try Pair.open(context, options(identity, version))
                #expect(pair.seen.errors == [.certificateRefused(reason: reason)])
                #expect(pair.seen.session == nil)
                #expect(pair.client.failure != nil)
                #expect(!pair.isOpen)
            }
        }
    }

    @Test func `who is not asked shows none`() throws {
        let pair = try Pair.open(Identities.context, options("client", TLS1_3_VERSION))
        #expect(pair.seen.session != nil)
        #expect(pair.seen.session?.clientCertificate == nil)
    }
}
