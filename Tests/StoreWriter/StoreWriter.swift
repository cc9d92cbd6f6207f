import Glibc
import Store
import StoreTestSupport

/// Writes to a store until it is killed or cannot write any more; for tests of what is left then.
///
///     StoreWriter commit PATH SEED BATCHES    says how many batches are stored, after each
///     StoreWriter fill PATH SEED BYTES        no file may grow over so many bytes
///
/// Both make the batches of that seed; `commit` leaves out the first ones, which are stored.
@main
enum StoreWriter {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let seed = UInt64(arguments[3]),
            let number = Int(arguments[4])
        else { fatalError("usage: StoreWriter commit|fill PATH SEED NUMBER") }
        if arguments[1] == "commit" {
            try commit(arguments[2], ChangeMaker(seed: seed), stored: number)
        } else {
            try fill(arguments[2], ChangeMaker(seed: seed), bytes: number)
        }
    }

    private static func commit(_ path: String, _ maker: ChangeMaker, stored: Int) throws {
        var maker = maker
        for _ in 0..<stored { _ = maker.next() }
        let store = try Store(path: path, access: .sole)
        var count = stored
        while true {
            try store.commit(maker.next())
            count += 1
            say("\(count)")
        }
    }

    private static func fill(_ path: String, _ maker: ChangeMaker, bytes: Int) throws {
        let store = try Store(path: path, access: .sole)
        var maker = maker
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(1), &limit)
        limit.rlim_cur = rlim_t(bytes)
        setrlimit(__rlimit_resource_t(1), &limit)
        var count = 0
        while true {
            let batch = maker.next()
            do {
                try store.commit(batch)
                count += 1
            } catch {
                say("stored \(count)")
                say("refused \(String(describing: error).contains("reading or writing failed"))")
                say("read \(try store.lastEventNumber())")
                let again = Result { try store.commit(batch) }
                if case .failure = again { say("still full") }
                limit.rlim_cur = limit.rlim_max
                setrlimit(__rlimit_resource_t(1), &limit)
                try store.commit(batch)
                say("stored \(count + 1)")
                return
            }
        }
    }

    /// One line, at once.
    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        guard write(1, bytes, bytes.count) == bytes.count else { exit(3) }
    }
}
