/// Replaces secret values wherever output is shown or kept.
///
/// In a stream a secret may come in pieces: the bytes that could be the beginning of one are
/// held back until it is clear.
public struct Redactor: Sendable {
    /// What stands where a secret was.
    public static let mask = Array("********".utf8)

    private let secrets: [[UInt8]]
    private var held: [UInt8] = []

    /// A redactor of these values. Each line of a value that spans lines is a secret too; parts
    /// under ``PlaybackLimits/secretBytesMin`` bytes are left alone.
    public init(values: [String]) {
        var found: Set<[UInt8]> = []
        for value in values {
            found.insert(Array(value.utf8))
            for line in value.split(whereSeparator: \.isNewline) { found.insert(Array(line.utf8)) }
        }
        secrets = found.filter { $0.count >= PlaybackLimits.secretBytesMin }
            .sorted { ($0.count, $0.lexical) > ($1.count, $1.lexical) }
    }

    /// Whether there is anything to mask.
    public var isNeeded: Bool { !secrets.isEmpty }

    /// The text with every secret masked.
    public func redact(_ text: String) -> String {
        guard isNeeded else { return text }
        var copy = Redactor(secrets: secrets)
        var bytes = copy.take(Array(text.utf8))
        bytes += copy.finish()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Takes bytes of a stream; returns what may be kept so far.
    public mutating func take(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        held.append(contentsOf: bytes)
        return release(all: false)
    }

    /// What is held back, masked, at the end of the stream.
    public mutating func finish() -> [UInt8] { release(all: true) }

    private mutating func release(all: Bool) -> [UInt8] {
        var output: [UInt8] = []
        var place = 0
        loop: while place < held.count {
            switch match(at: place) {
            case .secret(let length):
                output += Self.mask
                place += length
            case .maybe(let length):
                guard all else { break loop }
                output += length > 0 ? Self.mask : [held[place]]
                place += max(1, length)
            case .none:
                output.append(held[place])
                place += 1
            }
        }
        held.removeFirst(place)
        return output
    }

    /// `maybe`: a longer secret may begin here; the length is that of a complete shorter one.
    private enum Match { case secret(Int), maybe(Int), none }

    private func match(at place: Int) -> Match {
        var maybe = false
        let rest = held[place...]
        for secret in secrets where rest.first == secret.first {
            if rest.starts(with: secret) {
                return maybe ? .maybe(secret.count) : .secret(secret.count)
            }
            if rest.count < secret.count, secret.starts(with: rest) { maybe = true }
        }
        return maybe ? .maybe(0) : .none
    }

    private init(secrets: [[UInt8]]) { self.secrets = secrets }
}

extension [UInt8] {
    fileprivate var lexical: String { String(decoding: self, as: UTF8.self) }
}
