import CCurl
import Glibc
import Scenarios
import Wire

/// Requests to a daemon, one at a time. Signals end a request.
struct HTTPClient {
    /// What came back.
    struct Answer {
        var status: Int
        var mediaType: String

        var isGood: Bool { (200..<300).contains(status) }
    }

    let connection: Connection
    /// The API key that goes with each request; nil: none.
    private let key: String?
    let interrupts: Interrupts

    init(_ connection: Connection, interrupts: Interrupts) throws(ClientFailure) {
        if case .socket(let path) = connection.place {
            guard path.utf8.count <= ClientLimits.socketPathBytesMax, !path.isEmpty else {
                throw .badSocketPath(path)
            }
        }
        self.connection = connection
        key = try connection.files.key.map { path throws(ClientFailure) in
            try KeyFile.key(path)
        }
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
            throw .broken(connection, "no memory is left")
        }
        defer { ccurl_end(transfer) }
        sink.transfer = transfer
        let wait = Int32(ClientLimits.tickMilliseconds)
        while ccurl_step(transfer, interrupts.descriptor, wait) == 0 {
            if interrupts.take() {
                throw .interrupted(hasSent: ccurl_has_sent(transfer) != 0)
            }
            guard try tick() else { return }
        }
        try judge(transfer, sink, silenceSeconds)
        guard let problem = sink.problem else { return }
        if problem.kind == .unauthenticated, let path = connection.files.key {
            throw .badKey(path, problem)
        }
        throw .refused(problem)
    }

    /// Asks and gives the whole answer. A daemon that is just leaving says so and has done nothing:
    /// it is asked again for a moment, until the next one is there.
    func bytes(_ request: HTTPRequest) throws(ClientFailure) -> [UInt8] {
        var waited = 0
        while true {
            let kept = Kept()
            do throws(ClientFailure) {
                try stream(request) { kept.take($0) }
                guard !kept.isTooLarge else { throw .tooLarge }
                return kept.bytes
            } catch {
                guard case .refused(let problem) = error, problem.kind == .unavailable,
                    request.canBeRepeated, waited < ClientLimits.unavailableMilliseconds
                else { throw error }
                let pause = ClientLimits.tickMilliseconds
                if interrupts.wait(milliseconds: pause) { throw .interrupted(hasSent: false) }
                waited += pause
            }
        }
    }

    private func headerLines(_ request: HTTPRequest) -> [String] {
        let line = key.map { "\(APIHeader.authorization.rawValue): Bearer \($0)" }
        return request.headerLines + (line.map { [$0] } ?? [])
    }

    private func begin(
        _ request: HTTPRequest, _ silenceSeconds: Int, _ sink: Sink
    ) -> OpaquePointer? {
        let files = connection.files
        let texts = Texts(
            [request.method, request.url(at: connection.place)] + headerLines(request))
        var asked = ccurl_request()
        (asked.method, asked.url) = (texts[0], texts[1])
        let others = Texts([socketPath, files.ca, files.certificate, files.certificateKey])
        (asked.socket_path, asked.ca_file) = (others[0], others[1])
        (asked.certificate_file, asked.certificate_key_file) = (others[2], others[3])
        asked.connect_milliseconds = Int64(ClientLimits.connectMilliseconds)
        asked.silence_seconds = Int64(silenceSeconds)
        asked.context = Unmanaged.passUnretained(sink).toOpaque()
        asked.on_bytes = { context, bytes, count in
            guard let context else { return 1 }
            let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
            return sink.take(Array(UnsafeBufferPointer(start: bytes, count: count))) ? 0 : 1
        }
        asked.body_descriptor = -1
        var bytes: [UInt8] = []
        switch request.body {
        case .none: break
        case .json(let value): bytes = Array(value.text().utf8)
        case .file(let body):
            asked.body_descriptor = body.descriptor
            asked.body_bytes = body.bytesCount
        }
        return texts.pointers[2...].withUnsafeBufferPointer { headers in
            bytes.withUnsafeBytes { bytes in
                asked.headers = headers.baseAddress
                asked.headers_count = headers.count
                if case .json? = request.body {
                    asked.body = bytes.baseAddress
                    asked.body_bytes = bytes.count
                }
                return ccurl_begin(&asked)
            }
        }
    }

    private var socketPath: String? {
        if case .socket(let path) = connection.place { path } else { nil }
    }

    private func judge(
        _ transfer: OpaquePointer, _ sink: Sink, _ silenceSeconds: Int
    ) throws(ClientFailure) {
        let message = String(cString: ccurl_message(transfer))
        switch ccurl_end_kind(transfer) {
        case ccurl_complete: return
        case ccurl_stopped where sink.hasEnough: return
        case ccurl_not_connected:
            let number = ccurl_error_number(transfer)
            let reason = number == 0 ? "no answer" : String(cString: strerror(number))
            throw .unreachable(connection, reason: reason)
        case ccurl_not_found:
            throw .unreachable(connection, reason: "there is no host of that name")
        case ccurl_connect_timeout:
            let seconds = ClientLimits.connectMilliseconds / 1000
            throw .unreachable(connection, reason: "no answer within \(seconds) s")
        case ccurl_not_trusted:
            throw .untrusted(
                connection, Distrust(verifyResult: ccurl_verify_result(transfer), message))
        case ccurl_not_greeted: throw .notGreeted(connection, message)
        case ccurl_bad_file: throw .badFile(connection.files.unreadable ?? message)
        case ccurl_silent: throw .silent(seconds: silenceSeconds)
        default: throw .broken(connection, message)
        }
    }
}

/// Texts as C has them, for as long as this lives; none: NULL.
private final class Texts {
    let pointers: [UnsafePointer<CChar>?]

    init(_ texts: [String?]) { pointers = texts.map { $0.flatMap { UnsafePointer(strdup($0)) } } }

    deinit { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }

    subscript(_ place: Int) -> UnsafePointer<CChar>? { pointers[place] }
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
