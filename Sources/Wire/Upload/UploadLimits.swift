/// Bounds of what is sent with a submission, with their units in the names.
public enum UploadLimits {
    /// Files and directories of an upload.
    public static let entriesMax = 10_000
    /// The path of one of them below the upload's root, in bytes.
    public static let pathBytesMax = 1_024
    /// One name in such a path, in bytes (NAME_MAX of Linux).
    public static let nameBytesMax = 255
    /// Names in such a path.
    public static let depthMax = 64
    /// The header that a pax archive puts before an entry, in bytes.
    public static let paxBytesMax = 8_192
    /// Parts of a form.
    public static let partsMax = 10_100
    /// The header of one part of a form, in bytes.
    public static let partHeaderBytesMax = 8_192
    /// What divides the parts of a form, in bytes (RFC 2046, 5.1.1).
    public static let boundaryBytesMax = 70
    /// A part of a form that is one value, in bytes.
    public static let fieldBytesMax = 4_096
}
