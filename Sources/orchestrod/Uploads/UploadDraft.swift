import Digests
import Glibc
import Store
import Wire

/// An upload while it comes: checked, hashed and written entry by entry to a file that nobody knows
/// yet. What is not kept is removed.
final class UploadDraft {
    /// Why it is refused or cannot be kept.
    enum Failure: Error {
        case refused(UploadReader.Mistake)
        case tooLarge(bytesMax: Int)
        case overQuota(Problem)
        case file(FileFailure)
        case store(StoreError)
    }

    /// Where it is written.
    let path: String
    private let descriptor: Int32
    private let bytesMax: Int
    private let digest = DigestStream()
    private(set) var reader = UploadReader()
    private(set) var bytesCount = 0
    private var isKept = false

    /// A draft in that directory, of at most so many bytes.
    init(in directory: String, bytesMax: Int) throws(FileFailure) {
        let name = String(UInt64.random(in: .min ... .max), radix: 36)
        path = "\(directory)/\(Uploads.draftPrefix)\(name)"
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure(path: path, number: errno) }
        self.bytesMax = bytesMax
    }

    deinit {
        close(descriptor)
        if !isKept { unlink(path) }
    }

    /// Takes what came next.
    func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
        bytesCount += bytes.count
        guard bytesCount <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
        do throws(UploadReader.Mistake) { _ = try reader.take(bytes) } catch {
            throw .refused(error)
        }
        digest.add(bytes)
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .file(FileFailure(path: path, number: errno)) }
            rest = rest.dropFirst(count)
        }
    }

    /// Everything has come: the archive is whole and on the disk. Gives the digest of its bytes.
    func finish() throws(Failure) -> String {
        do throws(UploadReader.Mistake) { try reader.finish() } catch { throw .refused(error) }
        guard fsync(descriptor) == 0 else {
            throw .file(FileFailure(path: path, number: errno))
        }
        return digest.finish().hex
    }

    /// The file has its own name now.
    func moved() { isKept = true }
}
