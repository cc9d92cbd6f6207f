import Wire

/// A page for browsers. None has a script or a style of its own text: both are files, as ``policy``
/// demands.
enum WebPage: CaseIterable, Sendable {
    /// Swagger UI.
    case docs
    /// ReDoc.
    case redoc
    /// GraphiQL.
    case graphiQL

    /// What it consists of, in the order of loading.
    var files: [WebFile] {
        switch self {
        case .docs: [.pageStyle, .swaggerUIStyle, .swaggerUI, .startDocs]
        case .redoc: [.pageStyle, .redoc, .startRedoc]
        case .graphiQL:
            [.pageStyle, .graphiQLStyle, .react, .reactDOM, .graphiQL, .startGraphiQL]
        }
    }

    private var title: String {
        switch self {
        case .docs, .redoc: "Orchestro API"
        case .graphiQL: "Orchestro GraphQL"
        }
    }

    private var content: String {
        switch self {
        case .docs, .redoc: "<body>\n<div id=\"page\"></div>"
        case .graphiQL:
            """
            <body class="columns">
            <form id="key"><label>API key <input name="key" type="password" autocomplete="off">
            </label><button>Use</button></form>
            <div id="page"></div>
            """
        }
    }

    /// The HTML.
    var html: String {
        let links = files.map { file in
            let path = APIRoute.webFile.path(file: file.rawValue)
            return file.media == .style
                ? "<link rel=\"stylesheet\" href=\"\(path)\">"
                : "<script src=\"\(path)\" defer></script>"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>\(title)</title>
            <link rel="icon" href="data:,">
            \(links.joined(separator: "\n"))
            </head>
            \(content)
            <noscript>This page needs JavaScript; \(APIRoute.openAPI.path) does not.</noscript>
            </body>
            </html>

            """
    }

    /// Everything comes from this daemon, and nothing goes elsewhere (Content Security Policy
    /// Level 3). Styles that the programs make while they run have no hash that could be named;
    /// ReDoc searches in a worker that it makes of a text.
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
        img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src blob:; \
        base-uri 'none'; form-action 'none'; frame-ancestors 'none'
        """
}
