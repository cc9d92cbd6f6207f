/// Bounds of WebSockets, with their units.
enum WebSocketLimits {
    /// A message of a client, where nothing needs more, in bytes. Longer ones end the connection.
    static let messageBytesMax = 4_096
    /// A client of which nothing was heard for so long is pinged.
    static let pingPause = Duration.seconds(20)
    /// A client that does not answer a ping for so long is given up.
    static let pongPause = Duration.seconds(20)
    /// How long a client may take to answer the close that it was sent.
    static let closePause = Duration.seconds(2)
    /// The reason of a close, in bytes of UTF-8 (RFC 6455, section 5.5: a control frame has at most
    /// 125 bytes, two of them are the code).
    static let reasonBytesMax = 123
    /// Bytes that wait to be sent before a conversation has to wait.
    static let unsentBytesHigh = 262_144
    /// Bytes that wait to be sent when it may go on.
    static let unsentBytesLow = 65_536
    /// WebSockets may take so much of what `connections:` allows, in percent; the rest is for
    /// requests.
    static let sharePercent = 75
    /// Names in `Sec-WebSocket-Protocol`.
    static let subprotocolsMax = 16
}
