/// Reads files of keys that are no scenarios, such as the daemon's configuration, with the same
/// diagnostics.
package enum KeyedFile {
    /// The root of the file, checked against the table; nil when it is empty or no mapping.
    ///
    /// Whatever the bytes, the findings tell everything that is wrong with them.
    package static func read(
        _ bytes: [UInt8], as table: KeyTable, into findings: inout Findings
    ) -> YAMLNode? {
        guard bytes.count <= ScenarioLimits.fileBytesMax else {
            findings.error(
                "the file has more than \(ScenarioLimits.fileBytesMax) bytes",
                at: Position(line: 1, column: 1))
            return nil
        }
        let rule = "a file holds one document"
        guard let root = YAMLDocument.read(bytes, rule: rule, into: &findings), !root.isNull else {
            return nil
        }
        guard root.pairs != nil else {
            findings.error(
                "\(table.title) must be a mapping, not \(root.phrase)",
                hint: "write `key: value`, one a line", at: root)
            return nil
        }
        var check = ShapeCheck(findings: findings, lenient: false)
        check.check(root, .record(table), table.title)
        findings = check.findings
        return root
    }
}
