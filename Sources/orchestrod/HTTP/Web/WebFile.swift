import Wire

/// The files that the pages for browsers consist of, by their names under `/web`. There are no
/// others: a request names one of these, never a path.
enum WebFile: String, CaseIterable, Sendable {
    case swaggerUI = "swagger-ui-bundle.js"
    case swaggerUIStyle = "swagger-ui.css"
    case redoc = "redoc.standalone.js"
    case react = "react.production.min.js"
    case reactDOM = "react-dom.production.min.js"
    case graphiQL = "graphiql.min.js"
    case graphiQLStyle = "graphiql.min.css"
    case startDocs = "docs.js"
    case startRedoc = "redoc.js"
    case startGraphiQL = "graphiql.js"
    case pageStyle = "page.css"

    /// What it is.
    var media: APIMedia { rawValue.hasSuffix(".css") ? .style : .script }

    /// The text of those that belong to the daemon; the others lie in a directory, put there by
    /// `packaging/fetch-web`.
    var ownText: String? {
        switch self {
        case .startDocs: Self.docs
        case .startRedoc: Self.redocStart
        case .startGraphiQL: Self.graphiQLStart
        case .pageStyle: Self.style
        default: nil
        }
    }

    private static let style = """
        html, body, #page { height: 100%; margin: 0; }
        body.columns { display: flex; flex-direction: column; height: 100vh; }
        body.columns #page { flex: 1; min-height: 0; }
        #key { padding: 6px 12px; font: 14px sans-serif; border-bottom: 1px solid #ddd; }
        #key input { width: 28em; max-width: 60%; margin: 0 8px; }

        """

    private static let docs = """
        SwaggerUIBundle({
          url: "\(APIRoute.openAPI.path)", dom_id: "#page", deepLinking: true,
          validatorUrl: null, displayRequestDuration: true, docExpansion: "list",
        });

        """

    private static let redocStart = """
        Redoc.init("\(APIRoute.openAPI.path)", { hideHostname: true },
          document.getElementById("page"));

        """

    /// The key is kept in the page alone, and gone with it. Until there is one nothing is asked:
    /// by the network nothing is answered without.
    private static let graphiQLStart = """
        const place = location.origin + "\(APIRoute.graphQL.path)";
        function show(key) {
          const keys = key ? { "\(APIHeader.apiKey.rawValue)": key } : {};
          const fetcher = GraphiQL.createFetcher({
            url: place, subscriptionUrl: place.replace(/^http/, "ws"), headers: keys,
            wsConnectionParams: keys,
          });
          const settings = { fetcher, key, shouldPersistHeaders: false };
          if (!key) settings.schema = null;
          ReactDOM.render(React.createElement(GraphiQL, settings),
            document.getElementById("page"));
        }
        document.getElementById("key").addEventListener("submit", (event) => {
          event.preventDefault();
          show(event.target.elements.key.value.trim());
        });
        show("");

        """
}
