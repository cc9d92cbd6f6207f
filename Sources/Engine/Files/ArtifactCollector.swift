import Glibc

/// Keeps what `artifacts` names, in the attempt's directory or in an archive.
enum ArtifactCollector {
    /// Where files go.
    enum Place {
        /// Below `files` in this directory.
        case directory(String)
        case archive(TarArchive)
    }

    /// Keeps what the globs match in `base`; returns what went wrong.
    static func collect(_ globs: [String], in base: String, to place: Place) -> String? {
        var problems: [String] = []
        var copied = 0
        for pattern in globs {
            let paths = matches(pattern.hasPrefix("/") ? pattern : base + "/" + pattern)
            if paths.isEmpty { problems.append("no file matches artifact `\(pattern)`") }
            for path in paths {
                guard copied < EngineLimits.artifactsMax else {
                    problems.append("more than \(EngineLimits.artifactsMax) artifacts; rest left")
                    break
                }
                let isInside = path.hasPrefix(base + "/")
                let name = isInside ? String(path.dropFirst(base.count + 1)) : path
                if let failure = keep(path, as: safe(name), in: place) {
                    problems.append(failure.message)
                } else {
                    copied += 1
                }
            }
        }
        if let failure = finish(place) { problems.append(failure.message) }
        return problems.isEmpty ? nil : "artifacts: " + problems.joined(separator: "; ")
    }

    private static func keep(_ path: String, as name: String, in place: Place) -> FileFailure? {
        switch place {
        case .directory(let directory): return copy(path, to: directory + "/files/" + name)
        case .archive(let archive):
            do throws(FileFailure) {
                try archive.add(path, as: name)
                return nil
            } catch {
                return error
            }
        }
    }

    private static func finish(_ place: Place) -> FileFailure? {
        guard case .archive(let archive) = place else { return nil }
        do throws(FileFailure) {
            try archive.finish()
            return nil
        } catch {
            return error
        }
    }

    private static func safe(_ name: String) -> String {
        name.split(separator: "/").filter { $0 != ".." && $0 != "." }.joined(separator: "/")
    }

    private static func matches(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, GLOB_NOSORT | GLOB_BRACE, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { index in
            found.gl_pathv[index].map { String(cString: $0) }
        }.sorted()
    }

    private static func copy(_ source: String, to target: String) -> FileFailure? {
        do throws(FileFailure) {
            let bytes = try readWhole(source, bytesMax: EngineLimits.artifactBytesMax)
            if let slash = target.lastIndex(of: "/"),
                let failure = makeDirectories(String(target[..<slash]))
            {
                return failure
            }
            let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { return FileFailure("failed to create \(target)", errno) }
            defer { close(descriptor) }
            let failure = bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
            return failure.map { FileFailure("failed to write \(target)", $0) }
        } catch {
            return error
        }
    }
}
