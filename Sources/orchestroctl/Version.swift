import Wire

/// The version of Orchestro.
enum Version {
    static let text = OrchestroVersion.text
}
