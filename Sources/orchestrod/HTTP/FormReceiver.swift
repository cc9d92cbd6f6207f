import Jobs
import Settings
import Store
import Wire

/// Takes a submission that comes as a form: texts are kept, the directory goes to a draft on the
/// disk while it comes.
///
/// After a mistake the rest is read and forgotten, within the bounds: a client that is still
/// sending hears why only then.
struct FormReceiver {
    private var reader: MultipartReader
    private var form = SubmissionForm()
    private let uploads: Uploads
    private let limits: JobLimits
    private let quota: UploadQuota
    /// Asks for room for texts larger than what costs nothing; false: there is none.
    private let hold: @Sendable () -> Bool
    private var draft: UploadDraft?
    private var field: (kind: SubmissionForm.Field, fileName: String?)?
    private var text: [UInt8] = []
    private(set) var textBytes = 0
    private var bytesCount = 0
    private var problem: Problem?

    init(
        boundary: String, uploads: Uploads, limits: JobLimits, quota: UploadQuota,
        hold: @escaping @Sendable () -> Bool
    ) throws(Problem) {
        do throws(MultipartReader.Mistake) {
            reader = try MultipartReader(boundary: boundary)
        } catch {
            throw Problem(.invalidRequest, "`Content-Type`: \(error.message)")
        }
        self.uploads = uploads
        self.limits = limits
        self.quota = quota
        self.hold = hold
    }

    /// The most that a form may have, in bytes.
    static func bytesMax(_ limits: JobLimits) -> Int { limits.requestBytes + limits.uploadBytes }

    /// That a form has more.
    static func tooLarge(_ limits: JobLimits) -> Problem {
        APIService.tooLarge(bytesMax(limits), setting: "job: {size: …, upload: …}")
    }

    /// Takes what came next.
    mutating func take(_ bytes: [UInt8]) throws(Problem) {
        bytesCount += bytes.count
        guard bytesCount <= Self.bytesMax(limits) else { throw Self.tooLarge(limits) }
        guard problem == nil else { return }
        do throws(Problem) { try read(bytes) } catch {
            if error.kind == .tooLarge { throw error }
            problem = error
            draft = nil
            text = []
        }
    }

    /// Everything has come: the submission, with its directory in its place. Whoever gets one must
    /// release it.
    mutating func finish() throws(Problem) -> (SubmissionRequest, Submission.Upload?) {
        if let problem { throw problem }
        guard reader.isComplete else {
            throw Problem(
                .invalidRequest, "the form ends in the middle: its last boundary is missing")
        }
        let request: SubmissionRequest
        do throws(ShapeError) { request = try form.request() } catch {
            throw Problem(.invalidRequest, error.message)
        }
        guard form.isUpload else { return (request, nil) }
        let draft: UploadDraft
        if let received = self.draft { draft = received } else { draft = try emptyDraft() }
        try check(request, draft)
        do throws(UploadDraft.Failure) { return (request, try uploads.keep(draft, quota)) } catch {
            throw error.problem
        }
    }

    private mutating func read(_ bytes: [UInt8]) throws(Problem) {
        let pieces = try Self.understood { () throws(MultipartReader.Mistake) in
            try reader.take(bytes)
        }
        for piece in pieces {
            switch piece {
            case .part(let head):
                let kind = try Self.understood { () throws(MultipartReader.Mistake) in
                    try form.field(of: head)
                }
                field = (kind, head.fileName)
                if kind == .directory { draft = try newDraft() }
            case .bytes(let bytes): try add(bytes)
            case .end:
                guard let field, field.kind != .directory else { continue }
                try Self.understood { () throws(MultipartReader.Mistake) in
                    try form.add(field.kind, text, fileName: field.fileName)
                }
                text = []
            }
        }
    }

    private static func understood<Value>(
        _ read: () throws(MultipartReader.Mistake) -> Value
    ) throws(Problem) -> Value {
        do throws(MultipartReader.Mistake) { return try read() } catch {
            throw Problem(.invalidRequest, error.message)
        }
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) throws(Problem) {
        guard let field else { return }
        if field.kind == .directory {
            do throws(UploadDraft.Failure) { try draft?.write(bytes) } catch {
                throw error.problem
            }
            return
        }
        let before = textBytes
        textBytes += bytes.count
        guard textBytes <= limits.requestBytes else {
            throw Problem(
                .tooLarge,
                "the fields besides `directory` have more than \(limits.requestBytes) bytes;"
                    + " `\(JobLimits.requestSetting)` of orchestrod.yaml sets it")
        }
        let isValue = field.kind != .file && field.kind != .submission
        guard !isValue || text.count + bytes.count <= UploadLimits.fieldBytesMax else {
            throw Problem(
                .invalidRequest,
                "the field `\(field.kind.rawValue)` has more than \(UploadLimits.fieldBytesMax)"
                    + " bytes")
        }
        let free = HTTPLimits.uncountedBodyBytesMax
        if before <= free, textBytes > free, !hold() {
            throw Problem(
                .limitReached,
                "too many large requests are being read at once; submit again when one is over")
        }
        text += bytes
    }

    private func newDraft() throws(Problem) -> UploadDraft {
        do throws(FileFailure) { return try uploads.draft(bytesMax: limits.uploadBytes) } catch {
            throw UploadDraft.Failure.file(error).problem
        }
    }

    /// An archive without entries.
    private func emptyDraft() throws(Problem) -> UploadDraft {
        let draft = try newDraft()
        do throws(UploadDraft.Failure) {
            try draft.write([UInt8](repeating: 0, count: 1024)[...])
        } catch { throw error.problem }
        return draft
    }

    /// The directories that the submission names must be in the upload.
    private func check(_ request: SubmissionRequest, _ draft: UploadDraft) throws(Problem) {
        guard request.workspace == nil else {
            throw Problem(
                .invalidRequest,
                "a submission that brings its directory has no `workspace`: that is one of the"
                    + " daemon's machine")
        }
        let places =
            [("caller_directory", request.callerDirectory)]
            + request.files.map { ("the directory of \($0.path)", $0.directory) }
        for (what, directory) in places where !draft.reader.hasDirectory(directory) {
            throw Problem(
                .invalidRequest,
                "\(what): there is no `\(directory.prefix(200))` in the directory that came"
                    + " along; `/` is its root")
        }
    }
}

extension UploadDraft.Failure {
    /// What the client is told.
    var problem: Problem {
        switch self {
        case .refused(let mistake):
            return Problem(.invalidRequest, "the field `directory`: \(mistake.message)")
        case .tooLarge(let bytesMax):
            return Problem(
                .tooLarge,
                "the directory is larger than it may be, \(bytesMax) bytes as an archive;"
                    + " `job: {upload: …}` of orchestrod.yaml sets it")
        case .overQuota(let problem): return problem
        case .store(let error): return Problem(.internalError, error.description)
        case .file(let failure):
            let isFull = failure.isNoRoom
            return Problem(
                isFull ? .storageFull : .internalError,
                "the directory cannot be kept: \(failure)")
        }
    }
}
