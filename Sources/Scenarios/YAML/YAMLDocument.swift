/// Puts the events of a YAML text together to a tree of nodes, within the limits.
struct YAMLDocument {
    /// A node with what aliases to it would add.
    private struct Measured {
        var node: YAMLNode
        var levels: Int
        var nodesCount: Int
    }

    private let events: YAMLEvents
    private var anchors: [String: Measured] = [:]
    private var aliasNodesCount = 0
    private var findings: Findings
    private let rule: String

    /// The document's root; nil when there is none. What is wrong goes into the findings;
    /// `rule` is what helps with a second document.
    static func read(
        _ bytes: [UInt8], rule: String = "a file holds one scenario", into findings: inout Findings
    ) -> YAMLNode? {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...]
        if let failure = encodingFailure(text) {
            findings.add(failure.diagnostic)
            return nil
        }
        var document = YAMLDocument(events: YAMLEvents(text), rule: rule, findings: findings)
        let root = document.root()
        findings = document.findings
        return root
    }

    private init(events: YAMLEvents, rule: String, findings: Findings) {
        self.events = events
        self.rule = rule
        self.findings = findings
    }

    private mutating func root() -> YAMLNode? {
        do throws(YAMLFailure) {
            guard case .documentStart = try events.next().kind else { return nil }
            let root = try node(try events.next(), level: 1).node
            _ = try events.next()
            let after = try events.next()
            if case .documentStart = after.kind {
                findings.error(
                    "a second document starts here", hint: rule,
                    at: after.position, length: after.length)
            }
            return root
        } catch {
            findings.add(error.diagnostic)
            return nil
        }
    }

    private mutating func node(
        _ event: YAMLEvents.Event, level: Int
    ) throws(YAMLFailure) -> Measured {
        switch event.kind {
        case .alias(let name): return try alias(name, event, level: level)
        case .scalar(let text, let plain):
            return keep(
                event, .scalar(text, plain ? .plain : .quoted), levels: 0, nodesCount: 1)
        case .sequenceStart: return try sequence(event, level: level)
        case .mappingStart: return try mapping(event, level: level)
        default: throw YAMLFailure("found nothing where a value should be", at: event.position)
        }
    }

    private mutating func keep(
        _ event: YAMLEvents.Event, _ content: YAMLNode.Content, levels: Int, nodesCount: Int
    ) -> Measured {
        var node = YAMLNode(
            content: content, tag: nil, position: event.position,
            length: event.length)
        node.tag = tag(event)
        if case .scalar = content {} else { node.length = 1 }
        let measured = Measured(node: node, levels: levels, nodesCount: nodesCount)
        if let anchor = event.anchor { anchors[anchor] = measured }
        return measured
    }

    private mutating func tag(_ event: YAMLEvents.Event) -> String? {
        guard let tag = event.tag else { return nil }
        if tag == "!" { return "str" }
        let prefix = "tag:yaml.org,2002:"
        if tag.hasPrefix(prefix) {
            let short = String(tag.dropFirst(prefix.count))
            if Self.tags.contains(short) { return short }
        }
        let shown = tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag[...]
        findings.error(
            "the tag `\(String(shown).shortened)` has no meaning here", at: event.position,
            length: event.length)
        return nil
    }

    private static let tags: Set<String> = [
        "str", "int", "float", "bool", "null", "seq", "map", "timestamp",
    ]

    private mutating func alias(
        _ name: String, _ event: YAMLEvents.Event, level: Int
    ) throws(YAMLFailure) -> Measured {
        guard let target = anchors[name] else {
            throw YAMLFailure(
                "the alias `*\(name.shortened)` has no anchor before it", at: event.position,
                length: event.length)
        }
        aliasNodesCount += target.nodesCount
        if aliasNodesCount > ScenarioLimits.aliasNodesMax {
            throw YAMLFailure(
                "aliases add more than \(ScenarioLimits.aliasNodesMax) values to the document",
                at: event.position, length: event.length)
        }
        if level - 1 + target.levels > ScenarioLimits.nestingLevelsMax {
            throw Self.tooDeep(event)
        }
        return target
    }

    private mutating func sequence(
        _ event: YAMLEvents.Event, level: Int
    ) throws(YAMLFailure) -> Measured {
        guard level <= ScenarioLimits.nestingLevelsMax else { throw Self.tooDeep(event) }
        var items: [YAMLNode] = []
        var levels = 0
        var nodesCount = 1
        while true {
            let next = try events.next()
            if case .sequenceEnd = next.kind { break }
            let item = try node(next, level: level + 1)
            items.append(item.node)
            levels = max(levels, item.levels)
            nodesCount += item.nodesCount
        }
        return keep(event, .sequence(items), levels: levels + 1, nodesCount: nodesCount)
    }

    private mutating func mapping(
        _ event: YAMLEvents.Event, level: Int
    ) throws(YAMLFailure) -> Measured {
        guard level <= ScenarioLimits.nestingLevelsMax else { throw Self.tooDeep(event) }
        var members = YAMLMembers()
        var levels = 0
        var nodesCount = 1
        while true {
            let next = try events.next()
            if case .mappingEnd = next.kind { break }
            let key = try node(next, level: level + 1)
            let value = try node(try events.next(), level: level + 1)
            members.add(key.node, value.node, into: &findings)
            levels = max(levels, key.levels, value.levels)
            nodesCount += key.nodesCount + value.nodesCount
        }
        return keep(event, .mapping(members.all), levels: levels + 1, nodesCount: nodesCount)
    }

    private static func tooDeep(_ event: YAMLEvents.Event) -> YAMLFailure {
        YAMLFailure(
            "values are nested more than \(ScenarioLimits.nestingLevelsMax) levels deep",
            at: event.position, length: event.length)
    }
}

extension YAMLDocument {
    /// What is wrong with the bytes as UTF-8; nil when nothing is.
    private static func encodingFailure(_ bytes: ArraySlice<UInt8>) -> YAMLFailure? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var place = Position(line: 1, column: 1)
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let encoded):
                if encoded.first == 0x0A {
                    place = Position(line: place.line + 1, column: 1)
                } else {
                    place.column += 1
                }
            case .emptyInput, .error:
                return YAMLFailure(
                    "the file is not UTF-8 text", hint: "save it as UTF-8", at: place)
            }
        }
    }
}
