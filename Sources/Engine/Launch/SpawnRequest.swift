/// One program to start: everything is decided, nothing is looked up.
public struct SpawnRequest: Hashable, Sendable {
    /// What the program's standard streams are.
    public enum Streams: Hashable, Sendable {
        /// The program side of a terminal; it becomes the program's controlling terminal.
        case terminal(Int32)
        /// Three descriptors; the program has no controlling terminal.
        case descriptors(input: Int32, output: Int32, error: Int32)
    }

    /// Names the program in events; unique among the programs a launcher has running.
    public var tag: UInt32
    /// Path of the file to execute, as `ProgramLookup` returns it.
    public var path: String
    /// The arguments, the program's own name first.
    public var arguments: [String]
    /// Each entry `NAME=value`; the program gets exactly these.
    public var environment: [String]
    /// Where it starts; nil is the directory Orchestro was started in.
    public var workingDirectory: String?
    /// Its standard streams; the caller keeps its own copies and closes them.
    public var streams: Streams
    /// Descriptor of the directory of the cgroup to start it in.
    public var cgroup: Int32?

    /// Makes a request.
    public init(
        tag: UInt32, path: String, arguments: [String], environment: [String],
        workingDirectory: String? = nil, streams: Streams, cgroup: Int32? = nil
    ) {
        self.tag = tag
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.streams = streams
        self.cgroup = cgroup
    }
}
