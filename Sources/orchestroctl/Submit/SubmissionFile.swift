import Engine
import Glibc
import Wire

/// A submission with its directory as a form (multipart/form-data, RFC 7578), in a file without a
/// name: it is sent from there, and again when the daemon went away in the middle.
enum SubmissionFile {
    /// Makes it.
    static func make(
        _ request: SubmissionRequest, _ directory: UploadDirectory
    ) throws(ClientFailure) -> FileBody {
        let base = CallerEnvironment.values["TMPDIR"] ?? "/tmp"
        let path = "\(base)/orchestroctl-\(UInt64.random(in: .min ... .max))"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unsendable(
                "a file for the upload cannot be made in \(base):"
                    + " \(String(cString: strerror(errno)))", hint: "TMPDIR names another place")
        }
        unlink(path)
        // What is 128 bits long and made by chance is in no file.
        let boundary =
            "orchestro-"
            + (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        do {
            try add(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"submission\"\r\n"
                    + "Content-Type: \(APIMedia.json.rawValue)\r\n\r\n" + request.text
                    + "\r\n--\(boundary)\r\nContent-Disposition: form-data; name=\"directory\";"
                    + " filename=\"directory.tar\"\r\nContent-Type: \(APIMedia.tar.rawValue)"
                    + "\r\n\r\n", to: descriptor)
            let archive = TarArchive(
                descriptor: descriptor, name: "the files in \(directory.root)",
                fileBytesMax: ClientLimits.uploadBytesMax, bytesMax: ClientLimits.uploadBytesMax)
            let entries = try directory.write(to: archive)
            try add("\r\n--\(boundary)--\r\n", to: descriptor)
            if Output.isErrorTerminal {
                let bytes = Int(lseek(descriptor, 0, SEEK_CUR))
                Output.error(
                    UploadText.sending(entries: entries, bytes: bytes, from: directory.root))
            }
        } catch {
            close(descriptor)
            throw error
        }
        return FileBody(
            descriptor: descriptor, bytesCount: Int(lseek(descriptor, 0, SEEK_CUR)),
            mediaType: "\(APIMedia.form.rawValue); boundary=\(boundary)")
    }

    private static func add(_ text: String, to descriptor: Int32) throws(ClientFailure) {
        do throws(FileFailure) {
            try write(text, to: descriptor, name: "the upload", durably: false)
        } catch {
            throw error.isNoRoom
                ? .noRoom(error.message)
                : .unsendable(error.message, hint: "TMPDIR names another place")
        }
    }
}
