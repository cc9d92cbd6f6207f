/// The version of Orchestro, in one place for all programs.
public enum OrchestroVersion {
    /// The version as people read it.
    public static let text = "1.0.0"
}
