import Engine
import Glibc

/// What programs inherit: little, and the same for everybody.
enum Environment {
    /// Where programs are looked for.
    static let searchPath = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"
    /// What a worker without privilege passes on of its own.
    static let kept: Set<String> = [
        "PATH", "LANG", "LANGUAGE", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR",
        "XDG_RUNTIME_DIR", "TZ",
    ]

    /// Of this process.
    static func inherited() -> [String: String] {
        var values: [String: String] = [:]
        var place = environ
        while let entry = place.pointee {
            let text = String(cString: entry)
            place += 1
            guard let equals = text.firstIndex(of: "=") else { continue }
            let name = String(text[..<equals])
            guard kept.contains(name) || name.hasPrefix("LC_"), values[name] == nil else {
                continue
            }
            values[name] = String(text[text.index(after: equals)...])
        }
        values["PATH"] = values["PATH"] ?? searchPath
        values["LANG"] = values["LANG"] ?? "C.UTF-8"
        return values
    }

    /// As an account's own session would have it.
    static func new(for account: Account) -> [String: String] {
        var values = inherited().filter { $0.key == "LANG" || $0.key == "TZ" }
        values["PATH"] = searchPath
        values["HOME"] = account.home
        values["USER"] = account.name
        values["LOGNAME"] = account.name
        values["SHELL"] = account.shell.isEmpty ? "/bin/sh" : account.shell
        values["TMPDIR"] = "/tmp"
        let runtime = "/run/user/\(account.user)"
        var status = stat()
        if stat(runtime, &status) == 0, status.st_uid == account.user {
            values["XDG_RUNTIME_DIR"] = runtime
        }
        return values
    }
}
