import Foundation
import Testing
import Wire

@testable import orchestrod

/// The pages for browsers.
@Suite(.serialized) struct WebTests {
    @Test func `pages have no script and no style of their own, and nothing from elsewhere`() {
        for page in WebPage.allCases {
            let html = page.html
            #expect(!html.contains("<style"))
            #expect(!html.contains(" on"), "no handler stands in an attribute: \(html)")
            for match in html.matches(of: /<script(.*?)>(.*?)<\/script>/) {
                #expect(match.1.hasPrefix(" src=\"/web/"))
                #expect(match.2 == "")
            }
            for match in html.matches(of: /(?:src|href)="(.*?)"/) {
                #expect(match.1.hasPrefix("/web/") || match.1 == "data:,")
            }
            for file in page.files { #expect(html.contains("\"/web/\(file.rawValue)\"")) }
        }
    }

    @Test func `every file that is not the daemon's is fetched`() throws {
        let script = try String(contentsOf: Self.fetchWeb, encoding: .utf8)
        for file in WebFile.allCases where file.ownText == nil {
            #expect(script.contains("/\(file.rawValue)\""), "\(file.rawValue)")
        }
    }

    @Test func `a page is made of files of the daemon, by a policy that lets nothing else in`()
        throws
    {
        // Beside the daemon, where it looks first; without them the answers below are others.
        let folder = RunningDaemon.programs + "/web"
        let fetching = try Outside([Self.fetchWeb.path(), folder], seconds: 300)
        let isThere = WebFiles(besides: RunningDaemon.programs).has([.swaggerUI, .redoc])
        #expect(isThere || fetching.status != 0, "\(fetching.output)")
        let daemon = try RunningDaemon()
        let card = try daemon.http.get("/").object
        #expect(card["docs"] as? String == "/docs")
        #expect(card["health"] as? String == "/health")
        #expect(card["name"] as? String == "Orchestro")
        for (path, page) in [("/docs", WebPage.docs), ("/redoc", .redoc)] {
            let answer = try daemon.http.get(path)
            guard isThere else {
                #expect(answer.status == 404)
                #expect(answer.text.contains("packaging/fetch-web"))
                continue
            }
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "text/html; charset=utf-8")
            let policy = try #require(answer.headers["content-security-policy"])
            #expect(policy.contains("default-src 'none'; script-src 'self';"))
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            for file in page.files {
                let part = try daemon.http.get("/web/\(file.rawValue)")
                #expect(part.status == 200, "\(file)")
                #expect(part.headers["content-type"] == file.media.rawValue)
                #expect(part.headers["x-content-type-options"] == "nosniff")
                #expect(part.headers["etag"] != nil)
                #expect(!part.body.isEmpty)
            }
        }
    }

    @Test func `nothing but the files of the table is read`() throws {
        let daemon = try RunningDaemon()
        for name in [
            "x.js", ".fetched", "../orchestrod", "..%2forchestrod", "%2e%2e/orchestrod",
            "docs.js%00", "DOCS.JS", "..", ".", "%2fetc%2fpasswd", "/etc/passwd",
        ] {
            let answer = try daemon.http.get("/web/\(name)")
            #expect(answer.status == 404, "\(name): \(answer.text.prefix(200))")
        }
    }

    @Test func `without a directory beside the program the package's is looked at`() {
        let files = WebFiles(besides: "/nowhere")
        #expect(files.directory == WebFiles.packaged)
        #expect(files.has([.startDocs, .pageStyle]), "the daemon's own are always there")
    }

    private static let fetchWeb = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "packaging/fetch-web")
}
