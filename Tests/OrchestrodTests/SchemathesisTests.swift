import Foundation
import Testing

@testable import orchestrod

/// Schemathesis makes up requests, right ones and wrong ones, and compares the answers with what
/// the document promises: all of its checks, as Support/OpenAPI/schemathesis.toml has them.
@Suite(.serialized, .enabled(if: OpenAPITools.python != nil, PythonClient.absence))
struct SchemathesisTests {
    /// Each part on a daemon of its own: for every place it tries two wrong keys, and 30 are taken
    /// in a minute.
    @Test(arguments: EndpointDocument.Tag.allCases)
    func `whatever is asked, the answer is one that the document has`(
        part: EndpointDocument.Tag
    ) throws {
        let daemon = try RunningDaemon.withTLS()
        let key = try daemon.makeKey(
            ["read", "submit", "cancel", "admin"], ["requests_per_minute": 1_000_000])
        try #require(key.number == 1, "hooks.py takes care of key 1")
        for scenario in ["command: echo a", "command: 'false'\nexit_code: 0"] {
            try daemon.waitForEnd(of: try daemon.submit(scenario))
        }
        let support = OpenAPITools.support.path()
        let python = try #require(OpenAPITools.python)
        let result = try Outside(
            [
                python, "-m", "schemathesis.cli", "--config-file", support + "schemathesis.toml",
                "run", "--include-tag", part.rawValue, "--max-examples", "10",
                "https://\(daemon.tlsAddress)/openapi.json",
            ],
            variables: [
                "ORCHESTRO_KEY": key.secret, "ORCHESTRO_CERTIFICATE": daemon.certificate,
                "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": support,
                "PYTHONDONTWRITEBYTECODE": "1", "no_proxy": "*",
            ], in: daemon.directory, seconds: 300)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("Tested:"), "\(result.output)")
        #expect(try daemon.http.get("/health").status == 200)
    }
}
