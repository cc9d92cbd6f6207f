import Access

/// What the loop is asked to do with keys.
enum KeyOrder: Sendable {
    /// Make a key; the loop gives it its number.
    case create(APIKey)
    /// Give it another secret.
    case rotate(KeyID, KeyDigest)
    /// Take it no more.
    case revoke(KeyID)
}
