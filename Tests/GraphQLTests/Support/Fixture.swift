import Foundation
import Scenarios
import Testing

@testable import GraphQL

/// The text of a file beside the tests.
func fixture(_ name: String, file: String = #filePath) throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
}

/// What a call throws, as lines of `line:column message`.
func mistakes(_ body: () throws -> Void) -> [String] {
    do {
        try body()
        return []
    } catch let error as GraphQLErrors {
        return error.errors.map(\.line)
    } catch let error as GraphQLError {
        return [error.line]
    } catch {
        return ["\(error)"]
    }
}

extension GraphQLError {
    /// `line:column message`
    var line: String {
        let place = locations.map { "\($0.line):\($0.column)" }.joined(separator: " ")
        return (place.isEmpty ? "" : place + " ") + message
    }
}

extension GraphQLService where Context == Int {
    /// The answer to a query, mistakes included, as JSON text.
    func answer(
        _ query: String, _ variables: JSONObject = [:], operation: String? = nil
    ) async -> String {
        do {
            let prepared = try prepare(
                GraphQLRequest(query: query, operationName: operation, variables: variables))
            return await execute(prepared, 7).json.text()
        } catch {
            return GraphQLResponse(error).json.text()
        }
    }
}
