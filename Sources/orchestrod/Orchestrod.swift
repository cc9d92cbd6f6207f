import ArgumentParser
import CLaunch
import CSystemd
import Settings
import Glibc
import HTTPTypes
import Hummingbird
import Jobs
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Scenarios
import Store
import Wire

/// The daemon: sockets, queue, store and workers put together.
@main
struct Orchestrod: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orchestrod", abstract: "Queue and run scenarios for the people of a machine.")

    func run() throws { throw ExitCode(3) }
}
