/// Text of programs, files or other people as one line that cannot act on a terminal.
public enum ReadableLine {
    /// Control characters and line ends are shown instead of sent.
    public static func text(_ text: String) -> String { VisibleText.line(text) }
}
