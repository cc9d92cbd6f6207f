/// What every schema has: scalars, directives and the types of introspection (specification,
/// sections 3.5, 3.13 and 4.2), with the two directives that say what a field costs.
///
/// Beyond October 2021 arguments and input fields may be deprecated (section 3.13.3 of the
/// specification of September 2025), since clients ask for it unless they are told not to.
enum BuiltIns {
    /// Names that a schema must not define.
    static let scalars: Set<String> = ["Int", "Float", "String", "Boolean", "ID"]

    /// Fields that can be asked for beside those of a type.
    static let typename = FieldDefinition(
        name: "__typename", description: nil, arguments: [], type: .nonNull(.named("String")))
    static let schema = FieldDefinition(
        name: "__schema", description: nil, arguments: [], type: .nonNull(.named("__Schema")))
    static let type = FieldDefinition(
        name: "__type", description: nil,
        arguments: [
            InputValue(name: "name", type: .nonNull(.named("String")), defaultValue: nil)
        ],
        type: .named("__Type"))

    static let text = #"""
        "A whole number of 32 bits with sign."
        scalar Int
        "A number of double precision."
        scalar Float
        "A text."
        scalar String
        "`true` or `false`."
        scalar Boolean
        "What identifies something; a text, also where it looks like a number."
        scalar ID

        "Leave this out when the argument is true."
        directive @skip("Leave it out." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        "Take this only when the argument is true."
        directive @include("Take it." if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        "Should not be used any more."
        directive @deprecated(
            "Why, and what to use instead."
            reason: String = "No longer supported"
        ) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
        "Where the form of a scalar is described."
        directive @specifiedBy("The address." url: String!) on SCALAR
        "What asking for a field costs, when it is not 1."
        directive @cost("Its cost." weight: Int!) on FIELD_DEFINITION
        "How many items a list has, for the cost of a query."
        directive @listSize(
            "When no argument says it."
            assumedSize: Int
            "Arguments that say it."
            slicingArguments: [String!]
            "Fields of the field's type that have so many items, instead of itself."
            sizedFields: [String!]
        ) on FIELD_DEFINITION

        "What the service can be asked."
        type __Schema {
            description: String
            types: [__Type!]! @listSize(assumedSize: 50)
            queryType: __Type!
            mutationType: __Type
            subscriptionType: __Type
            directives: [__Directive!]!
        }
        "A type, or a list or non-null form of one."
        type __Type {
            kind: __TypeKind!
            name: String
            description: String
            specifiedByURL: String
            fields(includeDeprecated: Boolean = false): [__Field!]
            interfaces: [__Type!] @listSize(assumedSize: 2)
            possibleTypes: [__Type!] @listSize(assumedSize: 2)
            enumValues(includeDeprecated: Boolean = false): [__EnumValue!]
                @listSize(assumedSize: 5)
            inputFields(includeDeprecated: Boolean = false): [__InputValue!]
                @listSize(assumedSize: 2)
            ofType: __Type
        }
        "A field of an object or interface type."
        type __Field {
            name: String!
            description: String
            args(includeDeprecated: Boolean = false): [__InputValue!]! @listSize(assumedSize: 2)
            type: __Type!
            isDeprecated: Boolean!
            deprecationReason: String
        }
        "An argument or a field of an input object."
        type __InputValue {
            name: String!
            description: String
            type: __Type!
            "As GraphQL writes it."
            defaultValue: String
            isDeprecated: Boolean!
            deprecationReason: String
        }
        "One value of an enumeration."
        type __EnumValue {
            name: String!
            description: String
            isDeprecated: Boolean!
            deprecationReason: String
        }
        "What kind a type is."
        enum __TypeKind {
            SCALAR
            OBJECT
            INTERFACE
            UNION
            ENUM
            INPUT_OBJECT
            LIST
            NON_NULL
        }
        "A directive that the service knows."
        type __Directive {
            name: String!
            description: String
            locations: [__DirectiveLocation!]!
            args(includeDeprecated: Boolean = false): [__InputValue!]! @listSize(assumedSize: 2)
            isRepeatable: Boolean!
        }
        "Where a directive may stand."
        enum __DirectiveLocation {
            \#(locations)
        }
        """#

    private static let locations = DirectiveLocation.allCases.map(\.rawValue).joined(
        separator: " ")
}
