import ArgumentParser

/// `orchestroctl key`: the table of what can be done with API keys.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Manage API keys.",
        discussion: """
            A key lets a program ask the daemon for its owner, with less than the owner may do. \
            Everybody manages keys of his own; administrators those of all.
            """,
        subcommands: [
            KeyCreateCommand.self, KeyListCommand.self, KeyRevokeCommand.self,
            KeyRotateCommand.self,
        ])
}
