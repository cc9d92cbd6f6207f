import Jobs

/// All keys, found by what is presented.
///
/// Whoever tries keys learns nothing from how long the answer takes. What is presented is hashed
/// first, whatever it looks like; it is looked up by the first 64 bits of the hash, which nobody
/// can choose without trying 2^64 texts, and of which nothing follows about a key; then whole
/// digests are compared in constant time, with one that belongs to nobody when nothing was found.
/// A wrong key, a revoked one, an expired one and one from a wrong network take this same way and
/// get the same answer: whether a key can be used is only asked when the way has been gone.
public struct KeyRing: Sendable {
    private var keys: [KeyID: APIKey] = [:]
    private var places: [UInt64: [KeyID]] = [:]
    private let nobody = KeyDigest(of: "")

    /// A ring with these keys.
    public init(_ keys: [APIKey] = []) {
        for key in keys { insert(key) }
    }

    /// Number of keys, those that cannot be used any more included.
    public var count: Int { keys.count }

    /// The key of that number.
    public subscript(id: KeyID) -> APIKey? { keys[id] }

    /// How many keys an owner has.
    public func count(of userID: UInt32) -> Int {
        keys.values.count { $0.owner.userID == userID }
    }

    /// Makes a change that was stored; one of a key that is not there does nothing.
    public mutating func apply(_ change: KeyChange) {
        switch change {
        case .created(let key): insert(key)
        case .rotated(let id, let digest, let microseconds):
            guard var key = remove(id) else { return }
            key.digest = digest
            key.rotatedMicroseconds = microseconds
            insert(key)
        case .revoked(let id, let microseconds):
            keys[id]?.revokedMicroseconds = microseconds
        }
    }

    /// Forgets a key.
    @discardableResult public mutating func remove(_ id: KeyID) -> APIKey? {
        guard let key = keys.removeValue(forKey: id) else { return nil }
        places[key.digest.place]?.removeAll { $0 == id }
        if places[key.digest.place]?.isEmpty == true { places[key.digest.place] = nil }
        return key
    }

    /// Keys that ended before that time.
    public func ended(before microseconds: Int64) -> [KeyID] {
        keys.values.filter { key in
            [key.revokedMicroseconds, key.expiresMicroseconds].contains {
                $0.map { $0 < microseconds } ?? false
            }
        }.map(\.id).sorted()
    }

    /// The key that a text is the secret of, when it can be used now and from there.
    public func key(
        presented text: String, from address: NetworkAddress, at microseconds: Int64
    ) -> APIKey? {
        key(digest: Self.digest(presented: text), from: address, at: microseconds)
    }

    /// What a text is looked up by; one that is too long for a key is as good as none.
    public static func digest(presented text: String) -> KeyDigest {
        KeyDigest(of: text.utf8.count > AccessLimits.presentedBytesMax ? "" : text)
    }

    /// The key with that digest, when it can be used now and from there.
    public func key(
        digest: KeyDigest, from address: NetworkAddress, at microseconds: Int64
    ) -> APIKey? {
        var found: APIKey?
        for id in places[digest.place] ?? [] {
            if let key = keys[id], key.digest == digest { found = key }
        }
        if found == nil, nobody == digest { return nil }
        guard let key = found, key.isActive(at: microseconds), key.isAllowed(from: address) else {
            return nil
        }
        return key
    }

    private mutating func insert(_ key: APIKey) {
        keys[key.id] = key
        places[key.digest.place, default: []].append(key.id)
    }
}
