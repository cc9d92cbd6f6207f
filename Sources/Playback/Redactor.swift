/// Replaces secret values wherever output is shown or kept.
///
/// In a stream a secret may come in pieces: the bytes that could be the beginning of one are
/// held back until it is clear.
public struct Redactor: Sendable {
    /// What stands where a secret was.
    public static let mask = Array("********".utf8)

    private let secrets: [[UInt8]]
    private var held: [UInt8] = []
    /// How many of the next bytes belong to a secret whose mask was already given.
    private var maskedBytes = 0

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

    /// Every byte that belongs to any secret is masked: one mask for each run of secrets that
    /// overlap.
    private mutating func release(all: Bool) -> [UInt8] {
        var output: [UInt8] = []
        var place = 0
        while place < held.count {
            let (length, mayGrow) = match(at: place)
            if mayGrow, !all { break }
            if length > maskedBytes {
                if maskedBytes == 0 { output += Self.mask }
                maskedBytes = length
            }
            if maskedBytes > 0 {
                maskedBytes -= 1
            } else {
                output.append(held[place])
            }
            place += 1
        }
        held.removeFirst(place)
        return output
    }

    /// The longest secret that stands there, and whether a longer one may when more has come.
    private func match(at place: Int) -> (length: Int, mayGrow: Bool) {
        let rest = held[place...]
        var mayGrow = false
        for secret in secrets where rest.first == secret.first {
            if rest.starts(with: secret) { return (secret.count, mayGrow) }
            if rest.count < secret.count, secret.starts(with: rest) { mayGrow = true }
        }
        return (0, mayGrow)
    }

    private init(secrets: [[UInt8]]) { self.secrets = secrets }
}

extension [UInt8] {
    fileprivate var lexical: String { String(decoding: self, as: UTF8.self) }
}
