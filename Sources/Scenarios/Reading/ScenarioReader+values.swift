extension ScenarioReader {
    /// A text without NUL, as the system wants it.
    mutating func plainText(_ node: YAMLNode) -> String? {
        guard let text = node.textValue else { return nil }
        if text.utf8.contains(0) { tellOfNUL(node) }
        return text
    }

    /// Adds the error about a NUL.
    mutating func tellOfNUL(_ node: YAMLNode) {
        findings.error("a NUL character cannot be passed to a program", at: node)
    }

    /// The texts of one text or a list, each with its place; none may be empty.
    mutating func texts(_ node: YAMLNode) -> [Located<String>] {
        (node.items ?? [node]).compactMap { item in
            guard let text = plainText(item) else { return nil }
            if text.isEmpty { findings.error("an empty text names nothing", at: item) }
            return Located(text, at: item.position)
        }
    }

    /// The scenario's timeout: a number, or one in quotes as the original tool took it.
    mutating func timeout(_ node: YAMLNode) -> Duration? {
        if let duration = node.duration { return duration }
        guard let text = node.textValue, TextForm.decimal.accepts(text),
            let value = Double(text)
        else { return nil }
        guard NumberBounds.time.contains(value) else {
            findings.error(
                "`timeout` must be \(NumberBounds.time.complaint(value)), not \(text)", at: node)
            return nil
        }
        return .seconds(value)
    }

    /// A number of bytes.
    mutating func byteSize(_ node: YAMLNode) -> Int? {
        if let value = node.integerValue { return value }
        guard let text = node.textValue, ByteSize.parts(text) != nil else { return nil }
        guard let bytes = ByteSize.bytes(text), bytes > 0 else {
            let complaint = ByteSize.bytes(text) == nil ? "is too large" : "must be above zero"
            findings.error("the size `\(text)` \(complaint)", at: node)
            return nil
        }
        return bytes
    }

    /// One status, a list of them, or any.
    static func exitCodes(_ node: YAMLNode) -> ExitCodeRule? {
        if let items = node.items { return .oneOf(items.compactMap(\.integerValue)) }
        return node.integerValue.map { .oneOf([$0]) } ?? .any
    }

    /// The JSON a node expects: a text is read as JSON, anything else stands for itself.
    mutating func expectedJSON(_ node: YAMLNode) -> JSONValue? {
        guard let text = node.textValue else { return json(node) }
        do throws(JSONError) {
            return try JSONValue.parse(text)
        } catch {
            findings.error(
                "the text is not JSON: \(error.message)",
                hint: "a JSON string needs double quotes inside: '\"text\"'",
                at: node.position(ofScalar: error.offset))
            return nil
        }
    }

    private mutating func json(_ node: YAMLNode) -> JSONValue? {
        switch node.content {
        case .sequence(let items): return .array(items.map { json($0) ?? .null })
        case .mapping(let pairs):
            var object = JSONObject()
            for pair in pairs { object[pair.name] = json(pair.value) ?? .null }
            return .object(object)
        case .scalar(let text, _):
            switch node.scalar {
            case .null, nil: return .null
            case .bool(let value): return .bool(value)
            case .integer(let value): return .integer(value)
            case .bigInteger(let digits): return .number(Double(digits) ?? 0)
            case .number(let value):
                if !value.isFinite {
                    findings.error("JSON has no number `\(text)`", at: node)
                }
                return .number(value)
            case .text: return .string(text)
            }
        }
    }
}

extension YAMLNode {
    /// The number as a time in seconds; nil when it is none or out of bounds.
    package var duration: Duration? {
        guard let value = numberValue, NumberBounds.timeOrZero.contains(value) else { return nil }
        return .seconds(value)
    }
}
