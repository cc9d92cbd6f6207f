/// An XML document in the making: escapes each text exactly once, indents by two spaces.
struct XMLLines {
    /// What has been written.
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var open: [String] = []

    /// An attribute's name and its value as it is, not escaped.
    typealias Attribute = (name: String, value: String)

    /// An element with other elements inside.
    mutating func element(
        _ name: String, _ attributes: [Attribute] = [], content: (inout XMLLines) -> Void
    ) {
        text += indent + "<\(name)\(Self.text(attributes))>\n"
        open.append(name)
        content(&self)
        open.removeLast()
        text += indent + "</\(name)>\n"
    }

    /// An element with nothing or only text inside.
    mutating func leaf(_ name: String, _ attributes: [Attribute] = [], text content: String = "") {
        let start = indent + "<\(name)\(Self.text(attributes))"
        text += start + (content.isEmpty ? "/>" : ">\(Self.escaped(content))</\(name)>") + "\n"
    }

    private var indent: String { String(repeating: "  ", count: open.count) }

    private static func text(_ attributes: [Attribute]) -> String {
        attributes.reduce(into: "") { $0 += " \($1.name)=\"\(escaped($1.value, inside: true))\"" }
    }

    /// Escapes markup; characters that XML forbids are made visible. In attributes line ends are
    /// written as references, since a reader would turn them into spaces.
    static func escaped(_ text: String, inside attribute: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"" where attribute: escaped += "&quot;"
            case "\n" where attribute: escaped += "&#10;"
            case "\t" where attribute: escaped += "&#9;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case _ where VisibleText.isHidden(scalar):
                escaped += VisibleText.line(String(scalar))
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
