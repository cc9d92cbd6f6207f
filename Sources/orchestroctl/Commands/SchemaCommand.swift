import ArgumentParser
import Scenarios

/// `orchestroctl schema`: for editors that complete and check YAML.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of scenario files.",
        discussion: """
            An editor with a YAML language server uses it by a first line such as \
            `# yaml-language-server: $schema=orchestro-schema.json`.
            """)

    func run() { Output.line(ScenarioSchema.json.text(pretty: true)) }
}
