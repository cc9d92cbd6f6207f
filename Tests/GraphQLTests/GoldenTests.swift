import Scenarios
import Testing

@testable import GraphQL

/// Verdicts on documents that graphql-core gave, recorded by Golden/make_golden.py.
@Suite struct GoldenTests {
    private struct Recorded {
        var document: String
        var verdict: String
        var rules: [JSONValue]
    }

    private func recorded() throws -> [Recorded] {
        try fixture("Golden/verdicts.jsonl").split(separator: "\n").map { line in
            guard case .object(let object) = try JSONValue.parse(line),
                case .string(let document) = object["document"],
                case .string(let verdict) = object["verdict"],
                case .array(let rules) = object["rules"]
            else { throw GraphQLError("a line of verdicts.jsonl is not understood") }
            return Recorded(document: document, verdict: verdict, rules: rules)
        }
    }

    private func verdict(_ text: String, _ schema: Schema) -> (String, [String]) {
        let document: Document
        do throws(GraphQLError) {
            document = try Document(parsing: text)
        } catch {
            return ("syntax", [error.line])
        }
        let errors = schema.validate(document)
        return (errors.isEmpty ? "valid" : "invalid", errors.map(\.line))
    }

    @Test func `every recorded verdict is ours too`() throws {
        let schema = try Schema(try fixture("Golden/schema.graphql"))
        let all = try recorded()
        #expect(all.count > 500)
        for entry in all {
            let (ours, told) = verdict(entry.document, schema)
            if ours != entry.verdict {
                Issue.record(
                    """
                    \(entry.document)
                    graphql-core: \(entry.verdict) \(entry.rules); ours: \(ours) \(told)
                    """)
            }
        }
    }

    @Test func `the record has every verdict and every rule`() throws {
        let all = try recorded()
        for verdict in ["valid", "invalid", "syntax"] {
            #expect(all.count { $0.verdict == verdict } > 100)
        }
        let rules = Set(all.flatMap(\.rules))
        let wanted: [JSONValue] = [
            "ExecutableDefinitions", "UniqueOperationNames", "LoneAnonymousOperation",
            "SingleFieldSubscriptions", "KnownTypeNames", "FragmentsOnCompositeTypes",
            "VariablesAreInputTypes", "ScalarLeafs", "FieldsOnCorrectType",
            "UniqueFragmentNames", "KnownFragmentNames", "NoUnusedFragments",
            "PossibleFragmentSpreads", "NoFragmentCycles", "UniqueVariableNames",
            "NoUndefinedVariables", "NoUnusedVariables", "KnownDirectives",
            "UniqueDirectivesPerLocation", "KnownArgumentNames", "UniqueArgumentNames",
            "ValuesOfCorrectType", "ProvidedRequiredArguments", "VariablesInAllowedPosition",
            "OverlappingFieldsCanBeMerged", "UniqueInputFieldNames",
        ]
        for rule in wanted { #expect(rules.contains(rule), "\(rule)") }
    }
}
