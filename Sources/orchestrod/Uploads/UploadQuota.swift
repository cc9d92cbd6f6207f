import Jobs
import Settings
import Store
import Wire

/// What one owner may have along with jobs that are not over. Each content counts once, so that
/// what was sent already can be sent again.
///
/// What jobs that are over keep is bounded by `retention:`, as their recordings are.
struct UploadQuota: Sendable {
    let owner: Owner
    let limits: OwnerLimits
    /// What the owner's stored jobs that are not over have along: bytes by digest.
    let stored: @Sendable () throws(StoreError) -> [String: Int]

    /// Why this may not be added to what is stored and what is on its way there; nil: it may.
    func problem(
        adding upload: Submission.Upload, to coming: [Submission.Upload]
    ) throws(StoreError) -> Problem? {
        var sizes = try stored()
        for upload in coming { sizes[upload.digest] = upload.bytes }
        let before = (count: sizes.count, bytes: sizes.values.reduce(0, +))
        guard sizes[upload.digest] == nil,
            before.count + 1 > limits.uploads || before.bytes + upload.bytes > limits.uploadBytes
        else { return nil }
        return Problem(
            .limitReached,
            "\(owner.account) has \(before.count) directories with \(before.bytes) bytes along"
                + " with jobs that are not over; this one of \(upload.bytes) bytes would be more"
                + " than the \(limits.uploads) with \(limits.uploadBytes) bytes that one owner may"
                + " have (`owner: {uploads, uploads_size}` of orchestrod.yaml); wait for some jobs,"
                + " or cancel some")
    }
}
