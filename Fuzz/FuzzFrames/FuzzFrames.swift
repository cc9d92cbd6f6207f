import FuzzDriver
import Wire

/// libFuzzer's entry: reading any stream gives frames or an error, and never traps.
///
/// The first byte says into which pieces the stream is divided. What is read is written and read
/// again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let size = bytes.first.map({ Int($0) + 1 }) else { return 0 }
    var reader = FrameReader()
    for place in stride(from: 1, to: bytes.count, by: size) {
        reader.append(bytes[place..<min(place + size, bytes.count)])
        // An error ends the stream.
        while let text = try? reader.next() { check(text) }
    }
    check(Array(bytes.dropFirst()))
    return 0
}

private func check(_ text: [UInt8]) {
    // What is no frame is refused, which is all that is asked.
    if let frame = try? DaemonFrame(text: text), let again = try? frame.bytes() {
        precondition((try? DaemonFrame(text: Array(again.dropFirst(4)))) == frame)
    }
    guard let message = try? WorkerMessage(text: text) else { return }
    if let again = try? message.bytes(), again.count > text.count {
        precondition((try? WorkerMessage(text: Array(again.dropFirst(4)))) != nil)
    }
    if case .ended(let end) = message.frame, let record = end.record,
        let object = try? ObjectReader(record, path: "$")
    {
        _ = try? AttemptRecord.result(object)
        _ = try? AttemptRecord.chunks(object)
    }
}

/// SwiftPM makes `main` an alias of this name; libFuzzer's own main is not used.
@_cdecl("FuzzFrames_main")
public func main(_ argc: CInt, _ argv: FuzzArguments) -> CInt {
    runFuzzer(argc, argv) { fuzzFrames($0, $1) }
}
