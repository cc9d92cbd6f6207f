import Engine
import Glibc
import Reports

/// Moments for people, in the time zone of whoever reads.
enum TimeText {
    /// `2026-01-31 18:05:00`, or `-`.
    static func local(_ microseconds: Int64?) -> String {
        guard let microseconds else { return "-" }
        var seconds = time_t(microseconds / 1_000_000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return "-" }
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%d %H:%M:%S", &parts)
        return String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// How long ago, in words: `2 min 05 s`; `-` when there is no moment.
    static func age(_ microseconds: Int64?, now: Int64) -> String {
        microseconds.map { Duration.microseconds(max(0, now - $0)).inWords } ?? "-"
    }
}
