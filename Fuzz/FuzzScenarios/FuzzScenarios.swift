import FuzzDriver
import Scenarios

/// libFuzzer's entry: reading any bytes gives scenarios or diagnostics, and never traps.
///
/// What is read is rendered too, so that positions and excerpts are exercised.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzScenarios(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let reading = ScenarioFile.read(bytes, path: "fuzz.yaml", lenient: count % 2 == 0)
    precondition(reading.hasErrors == reading.scenarios.isEmpty, "neither scenario nor error")
    let source = String(decoding: bytes, as: UTF8.self)
    for diagnostic in reading.diagnostics {
        precondition(diagnostic.position.line >= 1 && diagnostic.position.column >= 1)
        _ = DiagnosticText.render(diagnostic, path: "fuzz.yaml", source: source)
    }
    return 0
}

/// SwiftPM makes `main` an alias of this name; libFuzzer's own main is not used.
@_cdecl("FuzzScenarios_main")
public func main(_ argc: CInt, _ argv: FuzzArguments) -> CInt {
    runFuzzer(argc, argv) { fuzzScenarios($0, $1) }
}
