import Scenarios

/// Whether types keep what their interfaces promise (specification, `IsValidImplementation`).
extension SchemaValidator {
    /// Compares a type with one of its interfaces.
    mutating func checkInterface(_ interface: Name, of definition: TypeSystemDefinition) {
        let name = definition.name.value
        guard let promised = schema.types[interface.value], let type = schema.types[name],
            case .interface = promised.kind
        else {
            fail(
                "Type \(name) must only implement interface types, it cannot implement"
                    + " \(interface.value).", at: interface.position)
            return
        }
        if interface.value == name {
            fail("Type \(name) cannot implement itself.", at: interface.position)
            return
        }
        for further in promised.interfaces where !type.interfaces.contains(further) {
            fail(
                "Type \(name) must implement \(further) because it is implemented by"
                    + " \(interface.value).", at: interface.position)
        }
        for field in promised.fields { check(type, field, of: promised, at: interface.position) }
    }

    private mutating func check(
        _ type: NamedType, _ promised: FieldDefinition, of interface: NamedType,
        at position: Position
    ) {
        let place = "\(interface.name).\(promised.name)"
        guard let field = type.field(promised.name) else {
            fail(
                "Interface field \(place) expected but \(type.name) does not provide it.",
                at: position)
            return
        }
        if !schema.isSubtype(field.type, of: promised.type) {
            fail(
                "Interface field \(place) expects type \(promised.type) but"
                    + " \(type.name).\(field.name) is type \(field.type).", at: position)
        }
        for argument in promised.arguments {
            guard let own = field.arguments.first(where: { $0.name == argument.name }) else {
                fail(
                    "Interface field argument \(place)(\(argument.name):) expected but"
                        + " \(type.name).\(field.name) does not provide it.", at: position)
                continue
            }
            if own.type != argument.type {
                fail(
                    "Interface field argument \(place)(\(argument.name):) expects type"
                        + " \(argument.type) but it is type \(own.type).", at: position)
            }
        }
        for argument in field.arguments where argument.isRequired {
            guard promised.arguments.contains(where: { $0.name == argument.name }) else {
                fail(
                    "Argument \(type.name).\(field.name)(\(argument.name):) must not be required,"
                        + " the interface field \(place) has no such argument.", at: position)
                continue
            }
        }
    }

    /// Directives and default values, by the same rules as in operations.
    mutating func checkValues(_ definition: TypeSystemDefinition) {
        var validator = Validator(schema: schema, document: Document(definitions: []))
        let location: DirectiveLocation
        switch definition.body {
        case .schema: location = .schema
        case .scalar: location = .scalar
        case .object(_, let fields), .interface(_, let fields):
            for field in fields {
                validator.check(field.directives, at: .fieldDefinition)
                field.arguments.forEach { validator.check($0, at: .argumentDefinition) }
            }
            if case .object = definition.body { location = .object } else { location = .interface }
        case .union: location = .union
        case .enumeration(let values):
            values.forEach { validator.check($0.directives, at: .enumValue) }
            location = .enumeration
        case .inputObject(let fields):
            fields.forEach { validator.check($0, at: .inputFieldDefinition) }
            location = .inputObject
        case .directive(let arguments, _, _):
            arguments.forEach { validator.check($0, at: .argumentDefinition) }
            errors += validator.errors
            return
        }
        validator.check(definition.directives, at: location)
        errors += validator.errors
    }
}

extension Validator {
    /// An argument's or input field's directives and default value.
    fileprivate mutating func check(_ value: InputValueSyntax, at location: DirectiveLocation) {
        check(value.directives, at: location)
        guard let literal = value.defaultValue else { return }
        check(literal, as: value.type, hasDefault: false)
    }
}
