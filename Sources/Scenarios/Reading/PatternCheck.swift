import Patterns

/// Where a regular expression is used, which decides its flags.
enum PatternUse {
    /// `expect`: DOTALL.
    case stream
    /// `expect_regex`: MULTILINE and DOTALL.
    case output
    /// `file_contains`, screen and masks: none.
    case plain
}

/// Tells what is wrong with the regular expression that a node holds; nil when nothing is.
///
/// One that has `${{ env.NAME }}` in it is only known when the scenario runs.
func checkPattern(_ text: String, at node: YAMLNode, _ use: PatternUse) -> Diagnostic? {
    guard Placeholder.all(in: text).isEmpty else { return nil }
    let options: PatternOptions =
        switch use {
        case .stream: [.dotAll]
        case .output: [.multiline, .dotAll]
        case .plain: []
        }
    do throws(PatternError) {
        try Pattern.check(text, options: options)
        return nil
    } catch {
        return Diagnostic(
            .error, "the regular expression is wrong: \(error.message)", hint: error.hint,
            at: node.position(ofScalar: error.offset))
    }
}
