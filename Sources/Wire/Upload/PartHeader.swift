/// The header of a form's part (RFC 7578, 4.2 to 4.7).
enum PartHeader {
    private typealias Mistake = MultipartReader.Mistake

    /// Reads its lines.
    static func head(
        _ text: String, part: Int
    ) throws(MultipartReader.Mistake) -> MultipartReader.Head {
        var head: MultipartReader.Head?
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else {
                throw Mistake("a line in the header of part \(part) has no colon")
            }
            let value = line[line.index(after: colon)...]
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard head == nil, let found = disposition(value) else {
                    throw Mistake(
                        "the `Content-Disposition` of part \(part) is not: form-data;"
                            + " name=\"…\"")
                }
                head = found
            case "content-transfer-encoding":
                let word = value.filter { $0 != " " && $0 != "\t" }.lowercased()
                guard ["binary", "7bit", "8bit"].contains(word) else {
                    throw Mistake(
                        "part \(part) is encoded by `\(word.prefix(40))`; forms are sent as they"
                            + " are")
                }
            default: break
            }
        }
        guard let head else { throw Mistake("part \(part) has no `Content-Disposition`") }
        return head
    }

    private static func disposition(_ value: Substring) -> MultipartReader.Head? {
        let kind = value.prefix { $0 != ";" }
        guard kind.filter({ $0 != " " && $0 != "\t" }).lowercased() == "form-data",
            let parameters = HeaderParameters(value.dropFirst(kind.count)),
            let name = parameters["name"], !name.isEmpty
        else { return nil }
        return MultipartReader.Head(name: name, fileName: parameters["filename"])
    }
}

/// `; name=value; other="a value"` (RFC 9110, 5.6.6), with the escapes of forms in texts.
struct HeaderParameters {
    private var values: [String: String] = [:]

    /// Reads them; nil when they have another form, or one is there twice.
    init?(_ text: Substring) {
        var rest = text.unicodeScalars[...]
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard let first = rest.first else { return }
            guard first == ";" else { return nil }
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            if rest.isEmpty { return }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard !name.isEmpty, rest.first == "=" else { return nil }
            rest = rest.dropFirst()
            guard let value = Self.value(&rest) else { return nil }
            let key = String(name).lowercased().filter { $0 != " " && $0 != "\t" }
            guard values.updateValue(value, forKey: key) == nil else { return nil }
        }
    }

    subscript(_ name: String) -> String? { values[name] }

    private static func value(_ rest: inout Substring.UnicodeScalarView) -> String? {
        guard rest.first == "\"" else {
            let word = rest.prefix { $0 != ";" && $0 != " " && $0 != "\t" }
            rest = rest.dropFirst(word.count)
            return word.isEmpty ? nil : String(word)
        }
        rest = rest.dropFirst()
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" { return unescaped(String(value)) }
            if scalar == "\\", let next = rest.first, next == "\"" || next == "\\" {
                rest = rest.dropFirst()
                value.append(next)
            } else {
                value.append(scalar)
            }
        }
        return nil
    }

    /// What browsers put for a quotation mark and the ends of lines (HTML, "multipart/form-data
    /// encoding algorithm").
    private static func unescaped(_ text: String) -> String {
        text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }
}
