/// A POSIX shell that is given one command after the other on its standard input and prints
/// ``ShellMarks`` around the output of each.
///
/// Every command is one `eval` of a quoted text, so that a mistake in it is its own affair:
/// `command` takes from `eval` the right to end the shell. The command reads nothing
/// (`/dev/null`), its standard error goes where its standard output goes, and redirections it
/// leaves behind by `exec` end with it, so that the marks always come.
public enum ShellSession {
    /// The program and its arguments for a shell of that name or path.
    public static func words(shell: String) -> [String] {
        let name = shell.split(separator: "/").last ?? ""
        // People type their examples into an interactive shell, where aliases work.
        return name == "bash" ? [shell, "-O", "expand_aliases", "-s"] : [shell, "-s"]
    }

    /// What to write to the shell so that it runs the command. `$?` is that of the command before.
    public static func input(for command: String, nonce: String) -> String {
        let osc = #"\033]8133;\#(nonce);"#
        let status = "__orchestro_status"
        return "exec 2>&1; printf '\(osc)C\\007'; "
            + "{ { (exit ${\(status)-0}); } 2>/dev/null; command eval \(quoted(command)); }"
            + " </dev/null >&2 2>&1; "
            + "{ \(status)=$?; printf '\(osc)D;%d\\007' \"$\(status)\"; } 2>/dev/null\n"
    }

    /// The text as one word of the shell.
    private static func quoted(_ text: String) -> String {
        var word = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" { word += #"'\''"# } else { word.unicodeScalars.append(scalar) }
        }
        return word + "'"
    }
}
