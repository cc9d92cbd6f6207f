import Scenarios

/// Short lists in one column, as JSON; an empty one is absent.
enum JSONList {
    static func text(_ values: [String]) -> String? {
        values.isEmpty ? nil : JSONValue.array(values.map(JSONValue.string)).text()
    }

    static func text(_ values: [Int]) -> String? {
        values.isEmpty ? nil : JSONValue.array(values.map(JSONValue.integer)).text()
    }

    static func text(_ values: [String: Int]) -> String? {
        guard !values.isEmpty else { return nil }
        var object = JSONObject()
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            object[key] = .integer(value)
        }
        return JSONValue.object(object).text()
    }

    static func text(_ values: [Int: Double]) -> String? {
        guard !values.isEmpty else { return nil }
        var object = JSONObject()
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            object[String(key)] = .number(value)
        }
        return JSONValue.object(object).text()
    }

    static func strings(_ value: JSONValue) -> [String]? {
        guard case .array(let values) = value else { return nil }
        let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
        return texts.count == values.count ? texts : nil
    }

    static func integers(_ value: JSONValue) -> [Int]? {
        guard case .array(let values) = value else { return nil }
        let numbers = values.compactMap {
            if case .integer(let number) = $0 { number } else { nil }
        }
        return numbers.count == values.count ? numbers : nil
    }

    static func counts(_ value: JSONValue) -> [String: Int]? {
        guard case .object(let object) = value else { return nil }
        var counts: [String: Int] = [:]
        for (key, value) in object.members {
            guard case .integer(let number) = value else { return nil }
            counts[key] = number
        }
        return counts
    }

    static func fractions(_ value: JSONValue) -> [Int: Double]? {
        guard case .object(let object) = value else { return nil }
        var fractions: [Int: Double] = [:]
        for (key, value) in object.members {
            guard let slot = Int(key) else { return nil }
            switch value {
            case .number(let number): fractions[slot] = number
            case .integer(let number): fractions[slot] = Double(number)
            default: return nil
            }
        }
        return fractions
    }
}
