/// A fenced code block of a Markdown document.
public struct FencedCode: Hashable, Sendable {
    /// One line of the code, without what the block's surroundings put before it.
    public struct Line: Hashable, Sendable {
        /// The line.
        public var text: String
        /// Where it begins in the document.
        public var position: Position
    }

    /// The info string after the opening fence, without white space around it.
    public var info: String
    /// Where the opening fence stands.
    public var position: Position
    /// The code.
    public var lines: [Line] = []

    /// First word of the info string in lower case; empty when there is none.
    public var language: String {
        let word = info.unicodeScalars.prefix { !$0.properties.isWhitespace }
        return String(word).lowercased()
    }

    /// Every fenced block of a document, by the rules of CommonMark 0.31: fences of three or more
    /// backticks or tildes, in block quotes and lists too; a block nobody closes ends with what
    /// it stands in. Comments and raw HTML (`<pre>`, `<script>`, `<style>`, `<textarea>`) hold
    /// none.
    public static func blocks(of document: String) -> [FencedCode] {
        var reader = FencedCodeReader()
        for line in MarkdownLine.lines(of: document) { reader.take(line) }
        return reader.finish()
    }
}

/// Finds fenced blocks line by line. Of the rest of Markdown it knows what decides where a block
/// may begin and end.
private struct FencedCodeReader {
    private enum Container {
        case quote
        /// A list item, whose content is so far to the right of its surroundings, in columns.
        case item(columns: Int)
    }
    private struct Open {
        var code: FencedCode
        var fence: MarkdownFence
        var depth: Int
    }

    private var containers: [Container] = []
    private var blocks: [FencedCode] = []
    private var open: Open?
    private var rawEnd: [String]?
    /// The latest line was text of a paragraph, which the next one may continue.
    private var isParagraph = false

    mutating func take(_ line: MarkdownLine) {
        var line = line
        let matched = match(&line)
        if var open {
            if matched >= open.depth {
                if open.fence.isClosed(by: line) { return close() }
                line.skip(columns: open.fence.indentation)
                open.code.lines.append(.init(text: line.text, position: line.position))
                self.open = open
                return
            }
            close()
        }
        if rawEnd != nil, matched == containers.count { return takeRaw(line) }
        rawEnd = nil
        takeOutside(line, matched: matched)
    }

    mutating func finish() -> [FencedCode] {
        close()
        return blocks
    }

    private mutating func close() {
        if let open { blocks.append(open.code) }
        open = nil
        isParagraph = false
    }

    /// Reads the marks of the containers that go on in this line; how many do.
    private func match(_ line: inout MarkdownLine) -> Int {
        for (place, container) in containers.enumerated() {
            switch container {
            case .quote:
                guard line.indentation <= 3, Self.takeQuoteMark(&line) else { return place }
            case .item(let columns):
                guard line.isBlank || line.indentation >= columns else { return place }
                line.skip(columns: columns)
            }
        }
        return containers.count
    }

    private static func takeQuoteMark(_ line: inout MarkdownLine) -> Bool {
        var next = line
        next.skipIndentation()
        guard next.rest.first == ">" else { return false }
        next.take(1)
        next.skip(columns: 1)
        line = next
        return true
    }

    private mutating func takeOutside(_ line: MarkdownLine, matched: Int) {
        var line = line
        let isLazy = isParagraph && matched < containers.count
        let mayInterrupt = isParagraph && matched == containers.count
        var kept = matched
        var begun: [Container] = []
        while line.indentation <= 3 {
            if Self.takeQuoteMark(&line) {
                begun.append(.quote)
            } else if let item = MarkdownItem(line, interrupts: mayInterrupt && begun.isEmpty) {
                line = item.content
                begun.append(.item(columns: item.columns))
            } else {
                break
            }
        }
        let fence = line.indentation <= 3 ? MarkdownFence(line) : nil
        let raw = line.indentation <= 3 ? MarkdownRaw.end(ofBlockIn: line) : nil
        if isLazy, begun.isEmpty, fence == nil, raw == nil, !line.isBlank,
            !MarkdownItem.isRule(line)
        {
            kept = containers.count
        }
        containers.removeLast(containers.count - kept)
        containers += begun
        let isCode = !isParagraph && line.indentation >= 4
        isParagraph =
            !line.isBlank && fence == nil && raw == nil && !isCode && !MarkdownItem.isRule(line)
            && !Self.isHeading(line)
        if let fence {
            let code = FencedCode(info: fence.info, position: fence.position)
            open = Open(code: code, fence: fence, depth: containers.count)
        } else if let raw {
            rawEnd = raw
            takeRaw(line)
        }
    }

    private static func isHeading(_ line: MarkdownLine) -> Bool {
        var line = line
        line.skipIndentation()
        let marks = line.rest.prefix { $0 == "#" }.count
        line.take(marks)
        return 1...6 ~= marks && (line.isBlank || line.indentation > 0)
    }

    private mutating func takeRaw(_ line: MarkdownLine) {
        let text = line.text.lowercased()
        if rawEnd?.contains(where: text.contains) ?? true { rawEnd = nil }
    }
}
