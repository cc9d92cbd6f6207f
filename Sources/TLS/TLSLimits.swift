/// Bounds of TLS connections and of what they are made of, each with its unit.
public enum TLSLimits {
    /// From the connection to the end of the handshake.
    public static let handshakeTimeout = Duration.seconds(10)
    /// From our end of a connection to the peer's; also for what is still to be sent.
    public static let closeTimeout = Duration.seconds(5)
    /// What a peer may send before the handshake is over, in bytes.
    public static let handshakeBytesMax = 128 << 10
    /// The certificates of a client, in bytes.
    public static let clientCertificatesBytesMax = 32 << 10
    /// Certificates between a client's and one of the authorities.
    public static let clientChainMax = 4
    /// Ciphertext that is decrypted before the application sees what is in it, in bytes.
    public static let inputBytesMax = 64 << 10
    /// Plaintext of one record, in bytes.
    public static let recordBytesMax = 16 << 10
    /// Plaintext that is encrypted before it is asked whether the peer keeps up, in bytes.
    public static let outputBytesMax = 64 << 10
    /// What an application may write before the handshake is over, in bytes.
    public static let earlyOutputBytesMax = 256 << 10
    /// Alerts, key updates and handshake messages that a peer has not taken, in bytes.
    public static let controlBytesMax = 64 << 10
    /// A file of certificates or a key, in bytes.
    public static let fileBytesMax = 1 << 20
    /// Certificates in one file.
    public static let certificatesMax = 1000
    /// Keys of RSA, in bits.
    public static let rsaBitsMin = 2048
    /// Keys on elliptic curves, in bits.
    public static let curveBitsMin = 255
    /// A certificate that ends sooner is warned of.
    public static let expiryWarning = Duration.seconds(14 * 86_400)
    /// URIs of a certificate that are looked at.
    public static let urisMax = 16
    /// Names in a certificate that is made here.
    public static let namesMax = 100
    /// Validity of a certificate that is made here, in days.
    public static let validityDaysMax = 3650
}
