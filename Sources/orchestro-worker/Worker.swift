import CLaunch
import Engine
import Glibc
import Jobs
import Scenarios
import Wire

/// The process that executes attempts for one account.
@main
enum Worker {
    static func main() { exit(3) }
}
