import Engine
import Glibc
import Wire

/// What a worker has when it is the account it works for.
struct Place {
    let account: Account
    let launcher: Launcher
    /// Starts what has no network, where that took privilege.
    var isolated: Launcher?
    var division: CgroupDivision?
    var environment: [String: String]

    init(_ account: Account, launcher: Launcher, environment: [String: String]) {
        self.account = account
        self.launcher = launcher
        self.environment = environment
    }

    /// What it says of itself.
    var ready: WorkerReady {
        var ready = WorkerReady(
            processID: Int(getpid()), account: account.name, userID: account.user,
            version: OrchestroVersion.text)
        ready.controllers = (division?.controllers ?? []).map(\.rawValue).sorted()
        ready.cgroup = division?.parent.path
        return ready
    }

    /// What the lane works with.
    func tools() -> AttemptLane.Tools {
        AttemptLane.Tools(
            launcher: launcher, isolated: isolated, division: division, environment: environment,
            temporaryBase: environment["TMPDIR"] ?? "/tmp")
    }
}
