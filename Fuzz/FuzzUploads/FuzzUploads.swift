import FuzzDriver
import Wire

/// libFuzzer's entry: reading any form and any archive gives parts or a mistake, never traps, and
/// gives the same however the bytes are divided.
///
/// The first byte says into which pieces they are divided.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzUploads(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let size = bytes.first.map({ Int($0) + 1 }) else { return 0 }
    let rest = Array(bytes.dropFirst())
    precondition(entries(rest, size) == entries(rest, max(1, rest.count)))
    precondition(parts(rest, size) == parts(rest, max(1, rest.count)))
    return 0
}

/// The entries of an archive; nil: it is refused.
private func entries(_ bytes: [UInt8], _ size: Int) -> [UploadReader.Part]? {
    var reader = UploadReader()
    var entries: [UploadReader.Part] = []
    for place in stride(from: 0, to: bytes.count, by: size) {
        // What is refused gives nothing, whole or divided.
        guard let more = try? reader.take(bytes[place..<min(place + size, bytes.count)]) else {
            return nil
        }
        entries += more.filter { if case .bytes = $0 { false } else { true } }
    }
    // The same.
    return (try? reader.finish()) == nil ? nil : entries
}

/// The names of the parts of a form with the boundary `b`, and their bytes; nil: it is refused.
private func parts(_ bytes: [UInt8], _ size: Int) -> [[UInt8]]? {
    guard var reader = try? MultipartReader(boundary: "b") else { return nil }
    var parts: [[UInt8]] = [[]]
    for place in stride(from: 0, to: bytes.count, by: size) {
        let chunk = Array(bytes[place..<min(place + size, bytes.count)])
        // What is refused gives nothing, whole or divided.
        guard let pieces = try? reader.take(chunk) else { return nil }
        for piece in pieces {
            switch piece {
            case .part(let head): parts += [Array(head.name.utf8), []]
            case .bytes(let bytes): parts[parts.count - 1] += bytes
            case .end: break
            }
        }
    }
    return reader.isComplete ? parts : nil
}

/// SwiftPM makes `main` an alias of this name; libFuzzer's own main is not used.
@_cdecl("FuzzUploads_main")
public func main(_ argc: CInt, _ argv: FuzzArguments) -> CInt {
    runFuzzer(argc, argv) { fuzzUploads($0, $1) }
}
