/// The database's form. A version, once released, is never changed; a later one is one more
/// migration at the end, and one more database in the tests.
enum Schema {
    /// Marks the file as ours: "Orch".
    static let applicationID: Int64 = 0x4F72_6368

    /// What makes each version out of the one before; the version is the count.
    static let migrations = [first, second, third, fourth]
}
