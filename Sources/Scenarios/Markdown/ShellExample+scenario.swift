extension Scenario {
    /// How examples are run and compared.
    public struct ExampleRules: Sendable {
        /// Name or path of the shell; nil: `bash` when a block says so, else `/bin/sh`.
        public var shell: String?
        /// How outputs are compared.
        public var mode = MatchMode.contains
        /// How long each command may take.
        public var timeout = Duration.seconds(30)
        /// Leave out what follows the first example that does not hold.
        public var failFast = false

        /// The defaults of the original tool.
        public init() {}
    }

    /// A conversation with one shell: each example is one step, in order, numbered from 1.
    public init(examples: [ShellExample], name: String, rules: ExampleRules) {
        let usesBash = examples.contains { $0.language == "bash" }
        let shell = rules.shell ?? (usesBash ? "bash" : "/bin/sh")
        self.init(name: name, command: .session(shell: shell))
        driver = .pipe
        timeout = rules.timeout
        // Every command has its own bound.
        deadline = .seconds(ScenarioLimits.secondsMax)
        goesOn = !rules.failFast
        steps = examples.enumerated().map { place, example in
            var step = Step(number: place + 1, position: example.position)
            step.note = example.title
            step.actions = [Located(.command(example.command), at: example.position)]
            if let expected = example.expected {
                step.assertions = [Located(.text(expected, rules.mode), at: example.position)]
            }
            step.assertions.append(Located(.code(example.status), at: example.position))
            return step
        }
    }
}
