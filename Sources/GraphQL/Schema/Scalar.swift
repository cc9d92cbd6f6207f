import Scenarios

/// How the values of a scalar type come in and go out (specification, section 3.5).
public struct Scalar: Sendable {
    /// The type's name.
    public var name: String
    /// The value of what a client gave; nil: it is none of this type.
    public var input: @Sendable (JSONValue) -> JSONValue?
    /// What is sent for a value; nil: it is none of this type.
    public var output: @Sendable (JSONValue) -> JSONValue?

    /// Makes a scalar.
    public init(
        _ name: String, input: @escaping @Sendable (JSONValue) -> JSONValue?,
        output: @escaping @Sendable (JSONValue) -> JSONValue?
    ) {
        self.name = name
        self.input = input
        self.output = output
    }

    /// A scalar that takes and gives any value.
    static func any(_ name: String) -> Scalar { Scalar(name, input: { $0 }, output: { $0 }) }

    /// The scalars of the specification.
    static let builtIn = [
        Scalar("Int", input: int32, output: int32), Scalar("Float", input: float, output: float),
        Scalar("String", input: string, output: string),
        Scalar("Boolean", input: boolean, output: boolean),
        Scalar("ID", input: id, output: id),
    ]

    @Sendable private static func int32(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .integer(let number): Int32(exactly: number).map { .integer(Int($0)) }
        case .number(let number): Int32(exactly: number).map { .integer(Int($0)) }
        case .null, .bool, .string, .array, .object: nil
        }
    }

    @Sendable private static func float(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .integer(let number): .number(Double(number))
        case .number(let number) where number.isFinite: value
        case .null, .bool, .string, .array, .object, .number: nil
        }
    }

    @Sendable private static func string(_ value: JSONValue) -> JSONValue? {
        if case .string = value { value } else { nil }
    }

    @Sendable private static func boolean(_ value: JSONValue) -> JSONValue? {
        if case .bool = value { value } else { nil }
    }

    @Sendable private static func id(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .string: value
        case .integer(let number): .string(String(number))
        case .null, .bool, .number, .array, .object: nil
        }
    }

    /// The value of a literal without variables that count; nil: it is none of this type.
    func value(of literal: Literal, variables: JSONObject) -> JSONValue? {
        switch (name, literal.value) {
        case ("Int", .int), ("Float", .int), ("Float", .float), ("String", .string),
            ("Boolean", .boolean), ("ID", .string):
            input(literal.json(variables: variables))
        case ("ID", .int(let text)): .string(text)
        case ("Int", _), ("Float", _), ("String", _), ("Boolean", _), ("ID", _): nil
        default: input(literal.json(variables: variables))
        }
    }
}

extension Literal {
    /// The value without regard to a type; a variable without value is null.
    func json(variables: JSONObject) -> JSONValue {
        switch value {
        case .variable(let name): variables[name] ?? .null
        case .int(let text): Int(text).map(JSONValue.integer) ?? .number(Double(text) ?? .infinity)
        case .float(let text): .number(Double(text) ?? .infinity)
        case .string(let text), .enumeration(let text): .string(text)
        case .boolean(let value): .bool(value)
        case .null: .null
        case .list(let items): .array(items.map { $0.json(variables: variables) })
        case .object(let members):
            .object(
                members.reduce(into: JSONObject()) {
                    $0[$1.name.value] = $1.value.json(variables: variables)
                })
        }
    }
}
