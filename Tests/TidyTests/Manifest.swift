/// What Package.swift declares, as far as the rules ask for it.
struct Manifest {
    /// Targets in Sources and what they depend on.
    private(set) var targets: [String: Set<String>] = [:]
    /// Packages and system libraries.
    private(set) var outside: Set<String> = []

    init(_ text: String) {
        let text = text.split { $0.isWhitespace }.joined(separator: " ")
        var products: [String: String] = [:]
        for match in text.matches(of: /let (\w+) = Target\.Dependency\.product\( ?name: "(\w+)"/) {
            products[String(match.1)] = String(match.2)
        }
        func dependencies(_ list: Substring?) -> Set<String> {
            let words = (list ?? "").split { $0 == "," || $0 == " " }
            return Set(
                words.map { word in
                    products[String(word)] ?? String(word.filter { $0 != "\"" })
                })
        }
        for match in text.matches(of: /[ \[]room\( ?"(\w+)"(?:, ?\[([^\]]*)\])?/) {
            targets[String(match.1)] = dependencies(match.2)
        }
        let plain =
            /\.(?:executableT|t)arget\( ?name: "([\w-]+)"(?:, dependencies: \[([^\]]*)\])?(, path)?/
        // A target with a place of its own is no part of the house: it supports tests or fuzzing.
        for match in text.matches(of: plain) where match.3 == nil {
            targets[String(match.1)] = dependencies(match.2)
        }
        for match in text.matches(of: /\.systemLibrary\( ?name: "(\w+)"/) {
            targets[String(match.1)] = []
            outside.insert(String(match.1))
        }
        for match in text.matches(of: /\.package\( ?url: "[^"]*\/([^"\/]+)"/) {
            outside.insert(String(match.1))
        }
    }
}
