import ArgumentParser
import Glibc

/// The program of users: a table of commands and one place where errors become exit statuses.
@main
struct Orchestroctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orchestroctl",
        abstract: "Run and check conversations with terminal programs.",
        discussion: """
            A scenario is a YAML file: a program to start, what to type, what must appear, what \
            must hold. See orchestro-scenario(5).

            Scenarios are run here (run), or given to the daemon that queues and runs those of \
            everybody on its machine (submit, then list, watch, logs, why, cancel, report); \
            --server, or a context, names a daemon on another one.

            Exit status: 0 all is well, 1 a scenario failed, 2 the request is wrong, 3 it could \
            not be done, 4 not allowed, 130 interrupted.
            """,
        version: "orchestroctl \(Version.text)",
        subcommands: [
            RunCommand.self, ValidateCommand.self, SubmitCommand.self, ListCommand.self,
            ShowCommand.self, StatusCommand.self, WatchCommand.self, LogsCommand.self,
            WhyCommand.self, CancelCommand.self, RetryCommand.self, WaitCommand.self,
            ReportCommand.self, WorkersCommand.self, DrainCommand.self, ResumeCommand.self,
            StrategyCommand.self, KeyCommand.self, WebhookCommand.self,
            ContextCommand.self, APICommand.self, DoctestCommand.self, SchemaCommand.self,
            CompletionCommand.self,
        ])

    static func main() {
        // A reader that goes away (`| head`) ends us by a failed write, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
            Output.flush()
        } catch let status as ExitStatus {
            Output.flush()
            Glibc.exit(status.rawValue)
        } catch {
            Output.flush()
            leave(with: error)
        }
    }

    /// Help and version go to standard output with status 0, wrong usage to standard error with 2.
    private static func leave(with error: any Error) -> Never {
        let text = fullMessage(for: error)
        guard exitCode(for: error) == .success else {
            Output.error(text)
            Glibc.exit(ExitStatus.usage.rawValue)
        }
        Output.line(text)
        Output.flush()
        Glibc.exit(ExitStatus.success.rawValue)
    }
}
