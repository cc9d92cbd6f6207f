import CYAML

/// The events of a YAML text, one after the other, from libyaml.
///
/// A class because libyaml's parser has an address and must be deleted.
final class YAMLEvents {
    /// What came.
    enum Kind {
        case documentStart, documentEnd, end
        case alias(String)
        case scalar(String, plain: Bool)
        case sequenceStart, sequenceEnd
        case mappingStart, mappingEnd
    }

    /// An event with what libyaml says of it.
    struct Event {
        var kind: Kind
        var tag: String?
        var anchor: String?
        var position: Position
        var length: Int
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let isReady: Bool

    /// Starts at the beginning of a text in UTF-8 without byte order mark.
    init(_ bytes: some Collection<UInt8>) {
        input = .allocate(capacity: bytes.count)
        _ = input.initialize(from: bytes)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        isReady = yaml_parser_initialize(parser) == 1
        guard isReady else { return }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        if isReady { yaml_parser_delete(parser) }
        parser.deallocate()
        input.deallocate()
    }

    /// The next event; throws what is wrong with the text.
    func next() throws(YAMLFailure) -> Event {
        guard isReady else {
            throw YAMLFailure("out of memory", at: Position(line: 1, column: 1))
        }
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
            defer { yaml_event_delete(&event) }
            if let known = Self.translate(event) { return known }
        }
    }

    private static func translate(_ event: yaml_event_t) -> Event? {
        let start = event.start_mark
        let end = event.end_mark
        func make(
            _ kind: Kind, tag: UnsafeMutablePointer<UInt8>? = nil,
            anchor: UnsafeMutablePointer<UInt8>? = nil
        ) -> Event {
            let oneLine = start.line == end.line && end.column > start.column
            return Event(
                kind: kind, tag: tag.map { String(cString: $0) },
                anchor: anchor.map { String(cString: $0) }, position: Position(start),
                length: oneLine ? end.column - start.column : 1)
        }
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return make(.documentStart)
        case YAML_DOCUMENT_END_EVENT: return make(.documentEnd)
        case YAML_ALIAS_EVENT:
            guard let anchor = event.data.alias.anchor else { return nil }
            return make(.alias(String(cString: anchor)))
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let text = String(decoding: bytes, as: UTF8.self)
            let plain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            return make(.scalar(text, plain: plain), tag: scalar.tag, anchor: scalar.anchor)
        case YAML_SEQUENCE_START_EVENT:
            let data = event.data.sequence_start
            return make(.sequenceStart, tag: data.tag, anchor: data.anchor)
        case YAML_SEQUENCE_END_EVENT: return make(.sequenceEnd)
        case YAML_MAPPING_START_EVENT:
            let data = event.data.mapping_start
            return make(.mappingStart, tag: data.tag, anchor: data.anchor)
        case YAML_MAPPING_END_EVENT: return make(.mappingEnd)
        case YAML_STREAM_START_EVENT: return nil
        default: return make(.end)
        }
    }

    private func failure() -> YAMLFailure {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "unreadable text"
        if parser.pointee.error == YAML_READER_ERROR {
            let offset = min(parser.pointee.problem_offset, input.count)
            let message =
                problem == "control characters are not allowed"
                ? "a control character is not allowed here" : problem
            return YAMLFailure(
                message, hint: "write it as an escape such as \"\\x1b\" in double quotes",
                at: .after(input.prefix(offset)))
        }
        // A quote without end is to be seen where it starts, not where the file ends.
        let isOpenQuote =
            parser.pointee.error == YAML_SCANNER_ERROR && problem.hasPrefix("found unexpected")
        let mark = isOpenQuote ? parser.pointee.context_mark : parser.pointee.problem_mark
        let byte = mark.index < input.count ? character(at: mark.index) : nil
        return .explained(
            problem, context: parser.pointee.context.map { String(cString: $0) }, next: byte,
            at: Position(mark))
    }

    private func character(at index: Int) -> UInt8? {
        // libyaml counts characters; only ASCII texts let us find the byte directly.
        let before = String(decoding: input, as: UTF8.self).unicodeScalars.dropFirst(index)
        return before.first.flatMap { $0.isASCII ? UInt8($0.value) : nil }
    }
}

extension Position {
    /// The place of a libyaml mark.
    init(_ mark: yaml_mark_t) {
        self.init(line: mark.line + 1, column: mark.column + 1)
    }

    /// The place right after these bytes.
    static func after(_ bytes: some Sequence<UInt8>) -> Position {
        var place = Position(line: 1, column: 1)
        for byte in bytes {
            if byte == 0x0A {
                place = Position(line: place.line + 1, column: 1)
            } else if byte & 0xC0 != 0x80 {
                place.column += 1
            }
        }
        return place
    }
}
