import Digests
import HTTPTypes
import HummingbirdCore
import NIOCore
import Scenarios
import Wire

/// Who answers here, the API's description, and the pages for browsers. They need no key: all of
/// this is in the sources and in the package, and a browser that loads a page has none to send.
extension APIService {
    static let webEndpoints = [
        Endpoint.quick(.root) { _, _, _ in Answer.json(ServiceCard()) },
        Endpoint.quick(.openAPI) { _, _, _ in
            Self.kept(openAPI, .json)
        },
        Endpoint.quick(.docs) { service, _, _ in try service.page(.docs) },
        Endpoint.quick(.redoc) { service, _, _ in try service.page(.redoc) },
        Endpoint(method: .get, route: .webFile) { service, _, context in
            try service.webFile(context)
        },
    ]

    /// Made once: it says the same as long as the daemon lives.
    private static let openAPI = OpenAPI(endpoints: endpoints).json.text() + "\n"

    /// A page, when its files are there.
    func page(_ page: WebPage) throws(Problem) -> Answer {
        guard web.has(page.files) else { throw webFilesMissing }
        var response = Self.kept(page.html, .html)
        response.headers[.contentSecurityPolicy] = WebPage.policy
        return response
    }

    private func webFile(_ context: APIContext) throws(Problem) -> Answer {
        let name = context.text(.file)
        guard let file = WebFile(rawValue: name) else {
            throw Problem(.notFound, "the pages have no file \(name.prefix(40))")
        }
        if let text = file.ownText { return Self.kept(text, file.media) }
        guard let opened = web.open(file) else { throw webFilesMissing }
        var response = Answer.file(opened, file.media)
        Self.keep(&response, tag: "\"\(opened.stamp)\"")
        return response
    }

    private var webFilesMissing: Problem {
        Problem(
            .notFound,
            "the files of this page are not in \(web.directory); the Debian package orchestro"
                + " brings them, and `packaging/fetch-web DIRECTORY` of the sources fetches them")
    }

    /// A text that browsers keep, asking each time whether it is still the same.
    private static func kept(_ text: String, _ media: APIMedia) -> Answer {
        var response = Answer.text(text, media, status: .ok)
        let digest = Digest.sha256(Array(text.utf8)).hex.prefix(16)
        keep(&response, tag: "\"\(digest)\"")
        return response
    }

    private static func keep(_ response: inout Answer, tag: String) {
        response.headers[.eTag] = tag
        response.headers[.cacheControl] = "no-cache"
        response.headers[.xContentTypeOptions] = "nosniff"
    }
}
