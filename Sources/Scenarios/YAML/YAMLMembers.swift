/// The members of a mapping while it is read: keys are unique texts, `<<` merges as in PyYAML.
struct YAMLMembers {
    private var own: [YAMLPair] = []
    private var merged: [YAMLPair] = []
    private var names: Set<String> = []

    /// Members so far: merged ones first, each overridden by the mapping's own.
    var all: [YAMLPair] {
        guard !merged.isEmpty else { return own }
        var places: [String: Int] = [:]
        var result: [YAMLPair] = []
        for pair in merged + own {
            if let place = places[pair.name] {
                result[place] = pair
            } else {
                places[pair.name] = result.count
                result.append(pair)
            }
        }
        return result
    }

    /// Takes the next key and value.
    mutating func add(_ key: YAMLNode, _ value: YAMLNode, into findings: inout Findings) {
        guard case .scalar(let name, let style) = key.content else {
            findings.error("a key must be a text", at: key.position)
            return
        }
        guard names.insert(name).inserted else {
            findings.error("`\(name.shortened)` is there twice", at: key)
            return
        }
        if name == "<<", style == .plain, key.tag == nil {
            merge(value, into: &findings)
        } else {
            own.append(YAMLPair(name: name, key: key, value: value))
        }
    }

    private mutating func merge(_ value: YAMLNode, into findings: inout Findings) {
        let sources = value.items ?? [value]
        // Of several sources the first one wins, so it comes last.
        for source in sources.reversed() {
            if let pairs = source.pairs {
                merged += pairs
            } else {
                findings.error(
                    "`<<` takes a mapping or a list of mappings", at: source)
            }
        }
    }
}
