extension YAMLNode {
    /// The text, when it is text: in quotes, or not to be taken for anything else.
    package var textValue: String? {
        guard case .scalar(let text, let style) = content else { return nil }
        switch style {
        case .substituted: return text
        case .broken: return nil
        case .plain, .quoted: return scalar == .text ? text : nil
        }
    }

    /// The text of any scalar but null, as Python's `str()` shows it.
    package var labelText: String? {
        if let text = textValue { return text }
        return isNull ? nil : pythonText
    }

    /// The boolean, when it is one.
    package var boolValue: Bool? {
        if case .bool(let value) = scalar { value } else { nil }
    }

    /// The number, when it is one.
    package var numberValue: Double? {
        switch scalar {
        case .integer(let value): Double(value)
        case .bigInteger(let digits): Double(digits)
        case .number(let value): value
        default: nil
        }
    }

    /// The number, when it is one without fraction that fits 64 bits.
    package var integerValue: Int? {
        switch scalar {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The scalar as written, cut.
    package var shown: String { scalarText?.shortened ?? "" }

    /// What the node is, in a message.
    package var phrase: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let text, _):
            switch scalar {
            case .null, nil: "null"
            case .bool: "the boolean `\(text)`"
            case .integer, .bigInteger, .number: "the number \(text)"
            case .text: "the text `\(text.shortened)`"
            }
        }
    }
}
