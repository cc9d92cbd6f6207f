import ArgumentParser
import Engine
import Glibc
import Scenarios
import Wire

/// A daemon under a name: where it is and which files speaking to it needs. No key is in it, only
/// the path of the key's file.
struct DaemonContext: Hashable {
    var place: DaemonPlace
    var files = Connection.Files()
}

/// The contexts of a user, in `contexts.json` below `$XDG_CONFIG_HOME/orchestro`, or
/// `~/.config/orchestro` (XDG Base Directory Specification 0.8).
struct ContextBook: Hashable {
    /// The context in use; nil: none, the machine's own daemon is asked.
    var current: String?
    var contexts: [String: DaemonContext] = [:]

    /// The file, in bytes (1 MiB).
    private static let bytesMax = 1 << 20
    /// The number in `version`; another one would mean another form.
    private static let version = 1

    /// The contexts there are; none when there is no file.
    static func read() throws(ContextFailure) -> ContextBook {
        guard let path, access(path, F_OK) == 0 else { return ContextBook() }
        do {
            let bytes = try readWhole(path, bytesMax: bytesMax)
            let value = try JSONValue.parse(String(decoding: bytes, as: UTF8.self))
            return try ContextBook(ObjectReader(value, path: "$"))
        } catch let failure as FileFailure {
            throw ContextFailure(failure.message)
        } catch let error as JSONError {
            throw ContextFailure(
                "\(path) is not JSON: \(error.message) (at \(error.offset))",
                hint: "mend or remove the file")
        } catch {
            let text = (error as? ShapeError)?.message ?? "\(error)"
            throw ContextFailure("\(path): \(text)", hint: "mend or remove the file")
        }
    }

    /// Writes the file: the new one takes the place of the old one when all of it is on the disk.
    func write() throws(ContextFailure) {
        let path = try Self.preparedPath()
        let draft = "\(path).\(getpid())"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        unlink(draft)
        let descriptor = open(draft, flags, 0o600)
        guard descriptor >= 0 else { throw ContextFailure.system("failed to create \(draft)") }
        defer { close(descriptor) }
        do throws(FileFailure) {
            try Engine.write(
                json.text(pretty: true) + "\n", to: descriptor, name: draft, durably: true)
        } catch {
            unlink(draft)
            throw ContextFailure(error.message)
        }
        guard rename(draft, path) == 0 else {
            let failure = ContextFailure.system("failed to write \(path)")
            unlink(draft)
            throw failure
        }
    }

    /// The file's path, in a directory that is there.
    static func preparedPath() throws(ContextFailure) -> String {
        guard let path else {
            throw ContextFailure(
                "neither XDG_CONFIG_HOME nor HOME is set: there is no place for contexts")
        }
        if let slash = path.lastIndex(of: "/"),
            let failure = makeDirectories(String(path[..<slash]))
        {
            throw ContextFailure(failure.message)
        }
        return path
    }

    /// The file's path; nil: there is no place for it.
    private static var path: String? {
        func directory(_ name: String) -> String? {
            guard let value = getenv(name), value.pointee == UInt8(ascii: "/") else { return nil }
            return String(cString: value)
        }
        let base = directory("XDG_CONFIG_HOME") ?? directory("HOME").map { $0 + "/.config" }
        return base.map { $0 + "/orchestro/contexts.json" }
    }
}

extension ContextBook {
    init(_ object: ObjectReader) throws(ShapeError) {
        _ = try object.integer("version", in: Self.version...Self.version)
        current = try object.textIfAny("current")
        for reader in try object.objects("contexts") {
            let name = try reader.text("name")
            guard ContextName.isGood(name) else {
                throw reader.error("name", expected: "a context's name")
            }
            contexts[name] = try DaemonContext(reader)
        }
    }

    private var json: JSONValue {
        let list = contexts.sorted { $0.key < $1.key }.map { $0.value.json(named: $0.key) }
        return [
            "version": .integer(Self.version), "current": current.map(JSONValue.string) ?? .null,
            "contexts": .array(list),
        ]
    }
}

extension DaemonContext {
    fileprivate init(_ object: ObjectReader) throws(ShapeError) {
        if let socket = try object.textIfAny("socket") {
            place = .socket(socket)
        } else {
            do {
                place = .server(try ServerAddress(try object.text("server")))
            } catch let mistake as ServerAddress.Mistake {
                throw object.error("server", expected: "an address (\(mistake.message))")
            } catch {
                throw object.error("server", expected: "`server` or `socket`")
            }
        }
        files = Connection.Files(
            key: try object.textIfAny("key_file"), ca: try object.textIfAny("ca_file"),
            certificate: try object.textIfAny("client_certificate"),
            certificateKey: try object.textIfAny("client_key"))
    }

    /// The object of a context; members without a value are left out.
    func json(named name: String) -> JSONValue {
        var object: JSONObject = ["name": .string(name)]
        for (key, value) in facts { object[key] = .string(value) }
        return .object(object)
    }

    /// What it has: the names in the file and their values.
    var facts: [(key: String, value: String)] {
        let isServer = if case .server = place { true } else { false }
        let all: [(String, String?)] = [
            (isServer ? "server" : "socket", place.description), ("key_file", files.key),
            ("ca_file", files.ca), ("client_certificate", files.certificate),
            ("client_key", files.certificateKey),
        ]
        return all.compactMap { key, value in value.map { (key, $0) } }
    }
}

/// What contexts may be called.
enum ContextName {
    /// A name, in bytes.
    private static let bytesMax = 64

    static func isGood(_ name: String) -> Bool {
        1...bytesMax ~= name.utf8.count
            && name.utf8.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
                default: false
                }
            }
    }

    /// How shells find those there are.
    static let completion = CompletionKind.shellCommand(
        "orchestroctl context list --quiet 2>/dev/null")
}

/// Why contexts cannot be used as asked.
struct ContextFailure: Error, Hashable {
    var message: String
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// With the system's latest reason.
    static func system(_ message: String) -> ContextFailure {
        ContextFailure("\(message): \(String(cString: strerror(errno)))")
    }

    /// Tells the user.
    func tell() {
        Output.error("error: \(message)")
        if let hint { Output.error("hint: \(hint)") }
    }
}
