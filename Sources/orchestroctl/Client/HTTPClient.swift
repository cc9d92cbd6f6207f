import CCurl
import Glibc
import Scenarios
import Wire

/// Requests to the daemon's socket, one at a time. Signals end a request.
struct HTTPClient {
    /// What came back.
    struct Answer {
        var status: Int
        var mediaType: String

        var isGood: Bool { (200..<300).contains(status) }
    }

    let socket: String
    /// The API key that goes with each request; nil: none.
    private let key: String?
    let interrupts: Interrupts

    init(socket: String, key: String?, interrupts: Interrupts) throws(ClientFailure) {
        guard socket.utf8.count <= ClientLimits.socketPathBytesMax, !socket.isEmpty else {
            throw .badSocketPath(socket)
        }
        self.socket = socket
        self.key = key
        self.interrupts = interrupts
    }

    /// Asks and gives the bytes of a good answer to `receive` as they come, which returns false for
    /// "enough". The bytes of a bad answer are its problem. `tick` is called ten times a second and
    /// whenever something came; it may ask the daemon other things, and answers false for "enough".
    func stream(
        _ request: HTTPRequest, silenceSeconds: Int = ClientLimits.silenceSeconds,
        tick: () throws(ClientFailure) -> Bool = { true },
        receive: @escaping ([UInt8]) -> Bool
    ) throws(ClientFailure) {
        if let reason = ccurl_load() { throw .noLibrary(String(cString: reason)) }
        let sink = Sink(receive)
        guard let transfer = begin(request, silenceSeconds, sink) else {
            throw .broken("no memory is left")
        }
        defer { ccurl_end(transfer) }
        sink.transfer = transfer
        let wait = Int32(ClientLimits.tickMilliseconds)
        while ccurl_step(transfer, interrupts.descriptor, wait) == 0 {
            if interrupts.take() { throw .interrupted }
            guard try tick() else { return }
        }
        try judge(transfer, sink, silenceSeconds)
        if let problem = sink.problem { throw .refused(problem) }
    }

    /// Asks and gives the whole answer.
    func bytes(_ request: HTTPRequest) throws(ClientFailure) -> [UInt8] {
        let kept = Kept()
        try stream(request) { kept.take($0) }
        guard !kept.isTooLarge else { throw .tooLarge }
        return kept.bytes
    }

    private func headerLines(_ request: HTTPRequest) -> [String] {
        let line = key.map { "\(APIHeader.authorization.rawValue): Bearer \($0)" }
        return request.headerLines + (line.map { [$0] } ?? [])
    }

    private func begin(
        _ request: HTTPRequest, _ silenceSeconds: Int, _ sink: Sink
    ) -> OpaquePointer? {
        let texts = ([socket, request.method, request.url] + headerLines(request)).map {
            strdup($0)
        }
        defer { for text in texts { free(text) } }
        let pointers = texts.map { UnsafePointer($0) }
        let body = request.body.map { Array($0.text().utf8) }
        var asked = ccurl_request()
        (asked.socket_path, asked.method, asked.url) = (pointers[0], pointers[1], pointers[2])
        asked.connect_milliseconds = Int64(ClientLimits.connectMilliseconds)
        asked.silence_seconds = Int64(silenceSeconds)
        asked.context = Unmanaged.passUnretained(sink).toOpaque()
        asked.on_bytes = { context, bytes, count in
            guard let context else { return 1 }
            let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
            return sink.take(Array(UnsafeBufferPointer(start: bytes, count: count))) ? 0 : 1
        }
        return pointers[3...].withUnsafeBufferPointer { headers in
            (body ?? []).withUnsafeBytes { bytes in
                asked.headers = headers.baseAddress
                asked.headers_count = headers.count
                asked.body = body == nil ? nil : bytes.baseAddress
                asked.body_bytes = bytes.count
                return ccurl_begin(&asked)
            }
        }
    }

    private func judge(
        _ transfer: OpaquePointer, _ sink: Sink, _ silenceSeconds: Int
    ) throws(ClientFailure) {
        switch ccurl_end_kind(transfer) {
        case ccurl_complete: return
        case ccurl_stopped where sink.hasEnough: return
        case ccurl_not_connected:
            throw .unreachable(socket: socket, errorNumber: ccurl_error_number(transfer))
        case ccurl_silent: throw .silent(seconds: silenceSeconds)
        default: throw .broken(String(cString: ccurl_message(transfer)))
        }
    }
}

/// Where the bytes of an answer go: to the receiver when it is good, else into the problem.
private final class Sink {
    var transfer: OpaquePointer?
    private(set) var hasEnough = false
    private let receive: ([UInt8]) -> Bool
    private let refusal = Kept()

    init(_ receive: @escaping ([UInt8]) -> Bool) { self.receive = receive }

    private var status: Int { transfer.map { Int(ccurl_status($0)) } ?? 0 }

    func take(_ bytes: [UInt8]) -> Bool {
        guard (200..<300).contains(status) else { return refusal.take(bytes) }
        hasEnough = !receive(bytes)
        return !hasEnough
    }

    /// What a bad answer says; nil for a good one.
    var problem: Problem? {
        guard !(200..<300).contains(status) else { return nil }
        let text = String(decoding: refusal.bytes, as: UTF8.self)
        do throws(ShapeError) {
            return try Problem(text: text)
        } catch {
            // Whatever answered so is no orchestrod, or one that could not say more.
            var problem = Problem(.other, "the daemon answered with HTTP status \(status)")
            problem.status = status
            return problem
        }
    }
}

/// Bytes in memory, bounded.
private final class Kept {
    private(set) var bytes: [UInt8] = []
    private(set) var isTooLarge = false

    func take(_ chunk: [UInt8]) -> Bool {
        isTooLarge = bytes.count + chunk.count > ClientLimits.answerBytesMax
        if !isTooLarge { bytes += chunk }
        return !isTooLarge
    }
}
