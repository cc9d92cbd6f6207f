import CLaunch
import Engine
import Glibc
import Scenarios
import Wire

/// From the connection to a worker that is the account: the lease, the policy, the cgroup, the
/// privileges. While it is root this is all that it does, on one thread.
struct Admission {
    private let connection: Connection
    private let isUserMode: Bool

    init(_ connection: Connection, isUserMode: Bool) {
        self.connection = connection
        self.isUserMode = isUserMode || geteuid() != 0
    }

    /// Takes the lease; the process is the lease's account then.
    func admit() throws(Refused) -> (Lease, Place) {
        try checkPeer()
        let lease = try awaitLease()
        let place = isUserMode ? try stay(lease) : try become(lease)
        return (lease, place)
    }

    // MARK: who is there

    private func checkPeer() throws(Refused) {
        guard let peer = connection.peer() else {
            throw Refused(
                .stranger,
                "standard input is no connection of orchestrod, which starts this program; see"
                    + " --help", isTold: false)
        }
        if peer == 0 || isUserMode && peer == geteuid() { return }
        if !isUserMode, let daemon = Account(named: Self.daemonAccount), peer == daemon.user {
            return
        }
        throw Refused(
            .stranger,
            "user \(peer) is at the other end of the connection; only root and the account"
                + " \(Self.daemonAccount) may ask for work")
    }

    /// The account of the daemon.
    static let daemonAccount = "orchestro"

    private func awaitLease() throws(Refused) -> Lease {
        let deadline = SystemClock.now() + WorkerTimes.lease
        while true {
            switch connection.receive() {
            case .frame(.lease(let lease)): return lease
            case .frame: throw Refused(.protocolError, "the first frame is no lease")
            case .closed:
                throw Refused(.protocolError, "the connection ended before a lease came")
            case .broken(let problem): throw Refused(.protocolError, problem)
            case nil: break
            }
            guard connection.waitForInput(until: deadline) else {
                throw Refused(.protocolError, "no lease came within \(WorkerTimes.lease)")
            }
        }
    }

    // MARK: user mode

    private func stay(_ lease: Lease) throws(Refused) -> Place {
        guard let account = Account(named: lease.account), account.user == geteuid() else {
            throw Refused(
                .accountNotAllowed,
                "a worker without privilege works for user \(geteuid()) alone, not for"
                    + " `\(lease.account)`")
        }
        var place = Place(account, launcher: try launcher(), environment: Environment.inherited())
        place.environment.merge(lease.environment) { $1 }
        // Most sessions delegate nothing; the launcher's tree serves them.
        if let cgroup = try? Cgroup.delegated() {
            // One that is shared cannot be divided; `ready` tells that there are no limits.
            place.division = try? CgroupDivision(of: cgroup, leaf: "orchestro-worker-\(getpid())")
        }
        return place
    }

    private func launcher() throws(Refused) -> Launcher {
        do throws(LaunchFailure) {
            return try Launcher.start()
        } catch {
            throw Refused(.infrastructure, "\(error)")
        }
    }

    // MARK: system mode

    private func become(_ lease: Lease) throws(Refused) -> Place {
        guard let account = Account(named: lease.account) else {
            throw Refused(.accountUnknown, "there is no account `\(lease.account)`")
        }
        do throws(RunAsPolicy.Failure) {
            try RunAsPolicy.ofMachine().check(account, systemAccounts: .ofMachine())
        } catch {
            switch error {
            case .file(let message): throw Refused(.policyInvalid, message)
            case .refused(let message): throw Refused(.accountNotAllowed, message)
            }
        }
        let division = divide(for: account)
        // A network namespace takes a right that is gone in a moment. Where even root may not, the
        // account makes one with a user namespace when it needs it.
        let isolated = try? Launcher.start(hasIsolatedNetwork: true, as: account.identity)
        do throws(SystemError) {
            try account.identity.become()
        } catch {
            throw Refused(.privilege, "failed to become `\(account.name)`: \(error)")
        }
        var place = Place(
            account, launcher: try launcher(), environment: Environment.new(for: account))
        place.environment.merge(lease.environment) { $1 }
        place.isolated = isolated
        place.division = division
        return place
    }

    /// The cgroup of the unit, handed over; nil where there is none, which `ready` says.
    private func divide(for account: Account) -> CgroupDivision? {
        do throws(CgroupFailure) {
            let division = try CgroupDivision(of: Cgroup.delegated(), leaf: "worker")
            try division.handOver(to: account.user, group: account.group)
            return division
        } catch {
            var text = "orchestro-worker: attempts have no limits: \(error)\n"
            text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
            return nil
        }
    }
}
