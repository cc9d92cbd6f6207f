import HTTPTypes
import Hummingbird
import HummingbirdCore
import Scenarios
import Wire

/// The API's description.
extension APIService {
    static let documentEndpoints = [
        Endpoint(method: .get, route: .openAPI) { _, _, _ in
            Answer.text(openAPI, .json, status: .ok)
        }
    ]

    /// Made once: it says the same as long as the daemon lives.
    private static let openAPI = OpenAPI(endpoints: endpoints).json.text() + "\n"
}
