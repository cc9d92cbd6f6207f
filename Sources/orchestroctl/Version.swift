/// The version of Orchestro, in one place.
enum Version {
    static let text = "1.0.0"
}
