import Access
import CCurl
import CLaunch
import Glibc
import Jobs
import Scenarios
import Synchronization
import Webhooks
import Wire

/// What became of sending a message.
struct DeliveryReceipt: Sendable {
    var number: Int64
    /// The status of the answer; nil: there was none.
    var status: Int?
    /// How long the receiver asks not to be bothered.
    var wish: Duration?
    /// Why there was no answer.
    var reason = ""
    /// Whether the message may not be sent where it should go.
    var isForbidden = false
}

/// Sends messages to webhooks, on a thread of its own that is started with the first one. What
/// became of each is told to the loop.
final class Courier: Sendable {
    /// A message, and where it may go.
    private struct Errand {
        var due: DueDelivery
        var rule: AddressRule
        var timeout: Duration
    }

    private struct State {
        var waiting: [Errand] = []
        var isStarted = false
        var isEnding = false
        nonisolated(unsafe) var handle: OpaquePointer?
    }

    private let state = Mutex(State())
    private let inbox: Inbox
    private let accounts: Accounts
    /// Readable when the thread has ended.
    private let ended: Int32

    init(inbox: Inbox, accounts: Accounts) {
        self.inbox = inbox
        self.accounts = accounts
        ended = cevents_open()
    }

    deinit { close(ended) }

    /// Sends a message when the thread comes to it.
    func send(_ due: DueDelivery, _ rule: AddressRule, within timeout: Duration) {
        let (isFirst, handle) = state.withLock { state in
            state.waiting.append(Errand(due: due, rule: rule, timeout: timeout))
            defer { state.isStarted = true }
            return (!state.isStarted, state.handle)
        }
        if let handle { ccurl_courier_wake(handle) }
        guard isFirst, !startThread({ [self] in run() }) else { return }
        state.withLock { $0.isStarted = false }
        refuseAll("no thread can be started")
    }

    /// Ends the thread. What is on its way is not known to have arrived, and is sent again by the
    /// next daemon.
    func end() {
        let (isStarted, handle) = state.withLock { state in
            state.isEnding = true
            return (state.isStarted, state.handle)
        }
        guard isStarted else { return }
        if let handle { ccurl_courier_wake(handle) }
        var polled = pollfd(fd: ended, events: Int16(POLLIN), revents: 0)
        cevents_poll(&polled, 1, CourierLimits.endPause.nanoseconds)
    }

    private func run() {
        defer { cevents_signal(ended) }
        var reason = ccurl_load().map { String(cString: $0) }
        let opened = reason == nil ? ccurl_courier_open() : nil
        guard let handle = opened else {
            reason = reason ?? "no memory is left"
            state.withLock { $0.isStarted = false }
            return refuseAll("libcurl cannot be used: \(reason ?? "")")
        }
        state.withLock { $0.handle = handle }
        while true {
            let (errands, isEnding) = state.withLock { state in
                defer { state.waiting = [] }
                return (state.waiting, state.isEnding)
            }
            // The process ends: what libcurl has goes with it.
            guard !isEnding else { return }
            for errand in errands { begin(errand, handle) }
            ccurl_courier_go_on(handle)
            var receipt = ccurl_receipt()
            while ccurl_courier_take(handle, &receipt) != 0 { tell(&receipt) }
            ccurl_courier_wait(handle, Int32(CourierLimits.waitMilliseconds))
        }
    }

    private func refuseAll(_ reason: String) {
        let errands = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for errand in errands {
            let number = errand.due.delivery.number
            inbox.push(.sent(DeliveryReceipt(number: number, reason: reason)))
        }
    }

    /// What has to live as long as a message is on its way.
    private final class Way {
        let rule: AddressRule
        /// Why an address was not connected to; nil when one may have been.
        private(set) var objection: String?
        private var isOpen = false

        init(_ rule: AddressRule) { self.rule = rule }

        func allows(_ pointer: UnsafePointer<sockaddr>) -> Bool {
            let why = why(pointer)
            isOpen = isOpen || why == nil
            objection = isOpen ? nil : why
            return why == nil
        }

        private func why(_ pointer: UnsafePointer<sockaddr>) -> String? {
            guard let address = NetworkAddress(system: pointer) else { return "it is no address" }
            // Where the machine's own addresses cannot be told from others, nothing is sent.
            guard let own = OwnAddresses.found ?? OwnAddresses.bound(pointer) else {
                return "the system does not tell the machine's own addresses"
            }
            return rule.objection(to: address, own: own)
        }
    }

    private func begin(_ errand: Errand, _ handle: OpaquePointer) {
        let due = errand.due
        var refused = DeliveryReceipt(number: due.delivery.number)
        // Who administrates may have changed since the webhook was made.
        if due.webhook.isOfAllJobs, !accounts.peer(due.webhook.owner.userID).isAdmin {
            refused.reason = "\(due.webhook.owner.account) does not administrate any more"
            refused.isForbidden = true
            inbox.push(.sent(refused))
            return
        }
        let way = Unmanaged.passRetained(Way(errand.rule))
        guard !send(due, way, within: errand.timeout, handle) else { return }
        way.release()
        refused.reason = "no memory is left"
        inbox.push(.sent(refused))
    }

    private func send(
        _ due: DueDelivery, _ way: Unmanaged<Way>, within timeout: Duration,
        _ handle: OpaquePointer
    ) -> Bool {
        let texts = ([due.webhook.url] + headers(due)).map { strdup($0) }
        defer { for text in texts { free(text) } }
        let pointers = texts.map { UnsafePointer($0) }
        var message = ccurl_post()
        message.number = UInt64(due.delivery.number)
        message.url = pointers[0]
        message.total_milliseconds = max(1, timeout.nanoseconds / 1_000_000)
        message.connect_milliseconds = min(
            CourierLimits.connectMilliseconds, message.total_milliseconds)
        message.context = way.toOpaque()
        message.allows = { context, address in
            guard let context, let address else { return 0 }
            let way = Unmanaged<Way>.fromOpaque(context).takeUnretainedValue()
            return way.allows(address.assumingMemoryBound(to: sockaddr.self)) ? 1 : 0
        }
        let body = Array(due.payload.utf8)
        return pointers[1...].withUnsafeBufferPointer { headers in
            body.withUnsafeBytes { bytes in
                (message.headers, message.headers_count) = (headers.baseAddress, headers.count)
                (message.body, message.body_bytes) = (bytes.baseAddress, bytes.count)
                return ccurl_courier_send(handle, &message) != 0
            }
        }
    }

    /// The header of Standard Webhooks 1.0.0 ("Webhook headers"): the time is that of the try, by
    /// the clock that receivers have too.
    private func headers(_ due: DueDelivery) -> [String] {
        let (id, seconds) = (due.messageID, Int64(time(nil)))
        let signatures = due.webhook.secrets(at: seconds * 1_000_000).map {
            $0.signature(id: id, seconds: seconds, payload: due.payload)
        }
        return [
            "webhook-id: \(id)", "webhook-timestamp: \(seconds)",
            "webhook-signature: \(signatures.joined(separator: " "))",
            "Content-Type: \(APIMedia.json.rawValue)",
            "User-Agent: orchestrod/\(OrchestroVersion.text)",
            // Waiting for `100 Continue` would only cost time.
            "Expect:",
        ]
    }

    private func tell(_ receipt: inout ccurl_receipt) {
        var told = DeliveryReceipt(number: Int64(receipt.number))
        if receipt.status > 0 { told.status = receipt.status }
        if receipt.retry_seconds > 0 { told.wish = .seconds(receipt.retry_seconds) }
        told.reason = withUnsafeBytes(of: &receipt.reason) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if let context = receipt.context {
            let way = Unmanaged<Way>.fromOpaque(context).takeRetainedValue()
            if told.status == nil, let objection = way.objection {
                told.reason = "\(objection); messages are not sent there"
                told.isForbidden = true
            }
        }
        inbox.push(.sent(told))
    }
}
