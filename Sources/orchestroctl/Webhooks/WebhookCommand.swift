import ArgumentParser

/// `orchestroctl webhook`: the table of what can be done with webhooks.
struct WebhookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook", abstract: "Have the daemon tell other programs what happens.",
        discussion: """
            A webhook is a URL that the daemon sends a signed message to when a job starts or ends. \
            A message that is not taken is sent again for a day, then kept as a dead letter. \
            Everybody manages webhooks of his own; administrators those of all.
            """,
        subcommands: [
            WebhookCreateCommand.self, WebhookListCommand.self, WebhookShowCommand.self,
            WebhookChangeCommand.self, WebhookDeleteCommand.self, WebhookRotateCommand.self,
            WebhookPingCommand.self, WebhookDeliveriesCommand.self, WebhookRetryCommand.self,
        ])
}
