/// The `matrix` of a file: names, each with its values.
struct Matrix {
    /// One key with its values.
    struct Axis {
        var name: String
        var values: [YAMLNode]
    }

    /// The keys in file order; empty without a matrix or when it is wrong.
    private(set) var axes: [Axis] = []
    /// Whether there is a matrix that cannot be used.
    private(set) var isBroken = false

    /// Reads the matrix of a document; its form is checked elsewhere.
    init(_ root: YAMLNode, into findings: inout Findings) {
        guard let node = root["matrix"] else { return }
        var check = ShapeCheck(findings: Findings(), lenient: false)
        check.check(node, .map(.some(.label), .matrix), "`matrix`")
        guard !check.findings.hasErrors else {
            isBroken = true
            return
        }
        guard let pairs = node.pairs, pairs.count <= ScenarioLimits.matrixKeysMax else {
            findings.error(
                "`matrix` has more than \(ScenarioLimits.matrixKeysMax) keys", at: node)
            isBroken = true
            return
        }
        axes = pairs.map { Axis(name: $0.name, values: $0.value.items ?? []) }
        guard let count = cellsCount, count <= ScenarioLimits.matrixCellsMax else {
            findings.error(
                "`matrix` has more than \(ScenarioLimits.matrixCellsMax) combinations", at: node)
            isBroken = true
            return
        }
        if (root.nodesCount - node.nodesCount) * count > ScenarioLimits.matrixNodesMax {
            findings.error("the file is too long for a matrix of \(count)", at: node)
            isBroken = true
        }
    }

    private var cellsCount: Int? {
        axes.reduce(1) { count, axis in
            guard let count, count <= ScenarioLimits.matrixCellsMax else { return nil }
            let (product, over) = count.multipliedReportingOverflow(by: axis.values.count)
            return over ? nil : product
        }
    }

    /// Every combination, the last key changing fastest; one empty cell without a matrix.
    var cells: [[MatrixValue]] {
        guard !isBroken else { return [[]] }
        return axes.reduce([[]]) { cells, axis in
            cells.flatMap { cell in
                axis.values.map { cell + [MatrixValue(axis.name, $0.scalarText ?? "")] }
            }
        }
    }
}

/// Puts the values of a cell in place of `${{ matrix.x }}`.
struct MatrixSubstitution {
    let cell: [MatrixValue]
    let isBroken: Bool
    var findings: Findings
    /// Bytes of text that values may still make.
    var bytesLeft: Int

    /// The document with the cell's values, without the matrix unless it is to be kept.
    mutating func document(_ root: YAMLNode, keepingMatrix: Bool) -> YAMLNode {
        guard let pairs = root.pairs else { return node(root) }
        var result = root
        result.content = .mapping(
            pairs.compactMap { pair in
                if pair.name == "matrix", !keepingMatrix { return nil }
                if pair.name == "matrix" || KeyTable.scenario.ignored.contains(pair.name) {
                    return pair
                }
                return YAMLPair(name: pair.name, key: pair.key, value: node(pair.value))
            })
        return result
    }

    private mutating func node(_ node: YAMLNode) -> YAMLNode {
        var result = node
        switch node.content {
        case .scalar(let text, _):
            if text.utf8.contains(UInt8(ascii: "$")) { return scalar(node, text) }
        case .sequence(let items):
            result.content = .sequence(items.map { self.node($0) })
        case .mapping(let pairs):
            result.content = .mapping(
                pairs.map {
                    YAMLPair(name: $0.name, key: $0.key, value: self.node($0.value))
                })
        }
        return result
    }

    private mutating func scalar(_ node: YAMLNode, _ text: String) -> YAMLNode {
        let found = Placeholder.all(in: text)
        guard !found.isEmpty else { return node }
        var result = node
        var replaced = ""
        var place = text.startIndex
        for placeholder in found {
            guard let value = value(placeholder, in: node, text) else {
                result.content = .scalar(text, .broken)
                return result
            }
            replaced += text[place..<placeholder.range.lowerBound] + value
            bytesLeft -= value.utf8.count
            if bytesLeft < 0 {
                findings.error(
                    "the matrix makes more than \(ScenarioLimits.matrixTextBytesMax) bytes of text",
                    at: node)
                result.content = .scalar(text, .broken)
                return result
            }
            place = placeholder.range.upperBound
        }
        replaced += text[place...]
        guard replaced != text else { return result }
        let isWhole = found.count == 1 && found[0].range == text.startIndex..<text.endIndex
        result.content = .scalar(replaced, isWhole ? .substituted : .quoted)
        return result
    }

    /// What stands for a placeholder; nil when that is an error, which is told.
    private mutating func value(
        _ placeholder: Placeholder, in node: YAMLNode, _ text: String
    ) -> String? {
        let place = node.position(ofScalar: placeholder.offset)
        let written = text[placeholder.range]
        let length = written.unicodeScalars.count
        switch placeholder.meaning {
        case .env: return String(written)
        case .matrix(let name):
            if let value = cell.first(where: { $0.name == name }) { return value.value }
            if isBroken { return nil }
            findings.error(
                "the matrix has no `\(name.shortened)`",
                hint: Nearest.hint(for: name, among: cell.map(\.name))
                    ?? (cell.isEmpty ? "this file has no `matrix`" : nil),
                at: place, length: length)
        case .unknown(let name):
            findings.error(
                "`${{ \(name.shortened) }}` stands for nothing",
                hint: "use `${{ matrix.NAME }}` or `${{ env.NAME }}`", at: place, length: length)
        case .unclosed:
            findings.error("`${{` is not closed", hint: "end it with `}}`", at: place, length: 3)
        }
        return nil
    }
}
