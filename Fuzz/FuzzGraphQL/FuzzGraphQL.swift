import FuzzDriver
import GraphQL
import Scenarios
import Wire

// A schema that is wrong is told by the first run.
private let schema = try? Schema(GraphQLSchema.text)

/// libFuzzer's entry: reading any bytes gives a document or an error, and a document is valid or
/// not; nothing traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzGraphQL(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let schema else { fatalError("the service's own schema is wrong") }
    do throws(GraphQLError) {
        let document = try Document(parsing: bytes)
        for error in schema.validate(document) { check(error) }
    } catch {
        check(error)
    }
    do throws(GraphQLErrors) {
        _ = try Schema(String(decoding: bytes, as: UTF8.self))
    } catch {
        precondition(!error.errors.isEmpty, "refused without a reason")
        for error in error.errors { check(error) }
    }
    return 0
}

private func check(_ error: GraphQLError) {
    precondition(!error.message.isEmpty)
    precondition(error.locations.allSatisfy { $0.line >= 1 && $0.column >= 1 })
    _ = error.json.text()
}

/// SwiftPM makes `main` an alias of this name; libFuzzer's own main is not used.
@_cdecl("FuzzGraphQL_main")
public func main(_ argc: CInt, _ argv: FuzzArguments) -> CInt {
    runFuzzer(argc, argv) { fuzzGraphQL($0, $1) }
}
