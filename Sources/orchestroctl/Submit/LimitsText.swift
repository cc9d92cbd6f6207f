import Scenarios

/// Reads what `--limit` takes: `memory=512M,cpus=1.5,processes=64,output=1M`.
enum LimitsText {
    /// What is wrong with a limit.
    struct Mistake: Error, Equatable {
        var message: String
    }

    /// The limits of all these texts together.
    static func read(_ texts: [String]) -> Result<Limits, Mistake> {
        var limits = Limits()
        for part in texts.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else {
                return .failure(Mistake(message: "`\(part)` has no `=`, as in memory=512M"))
            }
            if let mistake = set(String(pair[0]), String(pair[1]), in: &limits) {
                return .failure(mistake)
            }
        }
        return .success(limits)
    }

    private static func set(
        _ name: String, _ value: String, in limits: inout Limits
    ) -> Mistake? {
        let bytes = ByteSize.bytes(value).flatMap { $0 > 0 ? $0 : nil }
        switch name {
        case "memory":
            guard let bytes else { return size(name, value) }
            limits.memoryBytes = bytes
        case "output":
            guard let bytes else { return size(name, value) }
            limits.outputBytes = bytes
        case "processes":
            guard let count = Int(value), count > 0 else {
                return Mistake(message: "processes takes a whole number from 1, not `\(value)`")
            }
            limits.processesCount = count
        case "cpus":
            guard let cpus = Double(value), cpus > 0, cpus.isFinite else {
                return Mistake(message: "cpus takes a number above 0, not `\(value)`")
            }
            limits.cpus = cpus
        default:
            return Mistake(
                message: "`\(name)` is none of memory, cpus, processes and output")
        }
        return nil
    }

    private static func size(_ name: String, _ value: String) -> Mistake {
        Mistake(message: "\(name) takes a size such as 512M or 1GiB, not `\(value)`")
    }
}
