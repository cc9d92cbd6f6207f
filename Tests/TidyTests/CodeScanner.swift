/// Tells code from comments and from the insides of literals, so that a rule about code does not
/// stumble over a text that mentions it.
struct CodeScanner {
    /// The text with comments and the insides of literals blanked, line breaks kept.
    private(set) var code: [UInt8] = []
    /// 1-based lines that have a comment.
    private(set) var commentLines: Set<Int> = []

    private enum Mode: Equatable {
        case code(parentheses: Int)
        case lineComment
        case blockComment(depth: Int)
        case text(hashes: Int, isLong: Bool)
    }

    private let bytes: [UInt8]
    private let isC: Bool
    private var modes: [Mode] = [.code(parentheses: 0)]
    private var place = 0
    private var line = 1

    /// Scans Swift, or C, where apostrophes quote characters and `#` begins a directive.
    init(_ text: String, isC: Bool) {
        bytes = Array(text.utf8)
        self.isC = isC
        while place < bytes.count {
            switch modes.last ?? .code(parentheses: 0) {
            case .code(let parentheses): scanCode(parentheses)
            case .lineComment:
                if bytes[place] == UInt8(ascii: "\n") {
                    modes.removeLast()
                } else {
                    commentLines.insert(line)
                }
                blank(1)
            case .blockComment(let depth): scanBlockComment(depth)
            case .text(let hashes, let isLong): scanText(hashes, isLong)
            }
        }
    }

    private func at(_ text: String, offset: Int = 0) -> Bool {
        bytes[min(place + offset, bytes.count)...].starts(with: text.utf8)
    }

    private mutating func keep(_ count: Int) {
        for _ in 0..<count where place < bytes.count {
            if bytes[place] == UInt8(ascii: "\n") { line += 1 }
            code.append(bytes[place])
            place += 1
        }
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where place < bytes.count {
            let isBreak = bytes[place] == UInt8(ascii: "\n")
            if isBreak { line += 1 }
            code.append(isBreak ? bytes[place] : UInt8(ascii: " "))
            place += 1
        }
    }

    private mutating func scanCode(_ parentheses: Int) {
        if at("//") {
            modes.append(.lineComment)
        } else if at("/*") {
            modes.append(.blockComment(depth: 0))
        } else if let length = regexLength {
            blank(length)
        } else if isC, at("'") {
            blank(at("'\\") ? 4 : 3)
        } else if beginText() {
            return
        } else if at("(") {
            modes[modes.count - 1] = .code(parentheses: parentheses + 1)
            keep(1)
        } else if at(")") {
            if parentheses == 0, modes.count > 1 {
                modes.removeLast()
                blank(1)
            } else {
                modes[modes.count - 1] = .code(parentheses: parentheses - 1)
                keep(1)
            }
        } else {
            keep(1)
        }
    }

    private mutating func beginText() -> Bool {
        var hashes = 0
        while !isC, at("#", offset: hashes) { hashes += 1 }
        guard at("\"", offset: hashes) else { return false }
        let isLong = !isC && at("\"\"\"", offset: hashes)
        keep(hashes + (isLong ? 3 : 1))
        modes.append(.text(hashes: hashes, isLong: isLong))
        return true
    }

    private mutating func scanText(_ hashes: Int, _ isLong: Bool) {
        let fence = String(repeating: "#", count: hashes)
        let end = (isLong ? "\"\"\"" : "\"") + fence
        if at(end) {
            modes.removeLast()
            keep(end.utf8.count)
        } else if !isC, at("\\" + fence + "(") {
            blank(2 + hashes)
            modes.append(.code(parentheses: 0))
        } else {
            blank(at("\\" + fence) ? 2 + hashes : 1)
        }
    }

    private mutating func scanBlockComment(_ depth: Int) {
        commentLines.insert(line)
        if at("*/") {
            modes.removeLast()
            if depth > 1 { modes.append(.blockComment(depth: depth - 1)) }
            blank(2)
        } else if at("/*") {
            modes[modes.count - 1] = .blockComment(depth: depth + 1)
            blank(2)
        } else {
            blank(1)
        }
    }

    /// The length of a regular expression between slashes that begins here.
    private var regexLength: Int? {
        guard !isC, at("/"), !at("/ "), !at("/="),
            let before = code.last(where: { $0 != UInt8(ascii: " ") }),
            "(,=[{:".utf8.contains(before)
        else { return nil }
        var length = 1
        while place + length < bytes.count, bytes[place + length] != UInt8(ascii: "\n") {
            if bytes[place + length] == UInt8(ascii: "\\") {
                length += 2
            } else if bytes[place + length] == UInt8(ascii: "/") {
                return length + 1
            } else {
                length += 1
            }
        }
        return nil
    }
}
