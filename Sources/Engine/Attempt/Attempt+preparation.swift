import Glibc
import Jobs
import Playback
import Scenarios

/// What an attempt stands on once it is prepared.
struct AttemptPlace {
    let directory: PrivateDirectory
    let scenario: Scenario
    let environment: ProgramEnvironment
    /// The same as the program gets it.
    let entries: [String]
    let triggerDirectory: String?
    /// Nonce of the marks that the program, a shell, prints.
    let shellNonce: String?
    let workingDirectory: String
}

extension Attempt {
    /// Makes directories and environment.
    func prepare() throws(AttemptTrouble) -> AttemptPlace {
        let directory = try makePrivateDirectory()
        do throws(AttemptTrouble) {
            return try prepare(in: directory)
        } catch {
            // The first problem is the one to tell.
            try? runner.directories.giveBack(directory, layout)
            throw error
        }
    }

    private func prepare(in directory: PrivateDirectory) throws(AttemptTrouble) -> AttemptPlace {
        let home = plan.scenario.home == .private ? directory.path + "/home" : nil
        let temporary = home == nil ? directory.path : directory.path + "/tmp"
        if let upload = plan.files?.upload { try unpack(upload, into: directory.path + "/upload") }
        if let workspace = plan.workspace {
            try makeAll(workspace + "/home")
            try makeAll(workspace + "/data")
        }
        var environment = try resolving { () throws(EnvironmentText.Missing) in
            try ProgramEnvironment(
                caller: runner.environment, scenario: plan.scenario,
                temporaryDirectory: temporary, privateHome: home, workspace: plan.workspace)
        }
        try readSecrets(environment)
        let values = environment.values
        var scenario = try resolving { () throws(EnvironmentText.Missing) in
            try EnvironmentText { values[$0] }.expand(plan.scenario)
        }
        scenario.limits = limits
        let nonce = askShell(scenario, &environment)
        return AttemptPlace(
            directory: directory, scenario: scenario, environment: environment,
            entries: environment.entries, triggerDirectory: try makeTriggers(in: temporary),
            shellNonce: nonce,
            workingDirectory: plan.workingDirectory(of: scenario))
    }

    /// What the private directory holds at first.
    var layout: DirectoryStock.Layout { plan.scenario.home == .private ? .withHome : .bare }

    private func makePrivateDirectory() throws(AttemptTrouble) -> PrivateDirectory {
        do throws(SystemError) {
            return try runner.directories.take(layout)
        } catch {
            throw AttemptTrouble(
                .infrastructure,
                "failed to make a private directory (TMPDIR or /tmp): \(error)")
        }
    }

    private func make(_ path: String) throws(AttemptTrouble) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw AttemptTrouble(
                .infrastructure, "failed to make \(path): \(SystemError(errno))")
        }
    }

    /// Makes the directory that came with the job.
    private func unpack(_ upload: Int32, into root: String) throws(AttemptTrouble) {
        try make(root)
        let stop = runner.stop
        do throws(FileFailure) {
            try UploadUnpacking.unpack(upload, into: root) { stop.requestedBy != nil }
        } catch {
            throw AttemptTrouble(
                .infrastructure, "the job's directory cannot be unpacked: \(error.message)")
        }
        enter(uploadAt: root)
    }

    private func makeAll(_ path: String) throws(AttemptTrouble) {
        if let failure = makeDirectories(path) {
            throw AttemptTrouble(.infrastructure, failure.message)
        }
    }

    private func makeTriggers(in temporary: String) throws(AttemptTrouble) -> String? {
        guard plan.usesTriggerFiles else { return nil }
        let base = temporary + "/.vyb_orchestro"
        try make(base)
        try make(base + "/screenshot_triggers")
        return base
    }

    private func readSecrets(_ environment: ProgramEnvironment) throws(AttemptTrouble) {
        var values: [String] = []
        for secret in plan.scenario.secrets {
            guard let value = environment.values[secret.value] else {
                warnings.append("secret `\(secret.value)` is not set in the environment")
                continue
            }
            guard value.utf8.count >= PlaybackLimits.secretBytesMin else {
                throw AttemptTrouble(
                    .environment,
                    "the value of secret `\(secret.value)` is shorter than"
                        + " \(PlaybackLimits.secretBytesMin) bytes: masking it would mask innocent"
                        + " text", at: secret.position)
            }
            values.append(value)
        }
        redactor = Redactor(values: values)
    }

    private func resolving<Value>(
        _ body: () throws(EnvironmentText.Missing) -> Value
    ) throws(AttemptTrouble) -> Value {
        do throws(EnvironmentText.Missing) {
            return try body()
        } catch {
            throw AttemptTrouble(
                .environment,
                "the scenario uses `${{ env.\(error.name) }}`, but \(error.name) is not set")
        }
    }

    /// Asks an interactive shell for marks, where assertions want to know its commands' ends.
    private func askShell(
        _ scenario: Scenario, _ environment: inout ProgramEnvironment
    ) -> String? {
        let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
        if case .session = scenario.command { return nonce }
        guard scenario.driver == .pty, case .words(let words) = scenario.command,
            scenario.steps.contains(where: { !$0.assertions.isEmpty }),
            let kind = ShellMarks.shell(words: words)
        else { return nil }
        let values = environment.values
        for (name, value) in ShellMarks.environment(
            for: kind, nonce: nonce, isRoot: geteuid() == 0, existing: { values[$0] })
        { environment.set(name, value) }
        return nonce
    }
}
