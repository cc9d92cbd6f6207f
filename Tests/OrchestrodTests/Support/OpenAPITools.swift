import Foundation
import TestSupport

/// What the API's description, and the daemon by it, are tried with.
enum OpenAPITools {
    static let support = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "OpenAPI", directoryHint: .isDirectory)

    /// A Python that has it; nil when it cannot be had.
    static let python = PythonPackages(
        "openapi", requirements: support.appending(path: "requirements.txt"))?.python
}
