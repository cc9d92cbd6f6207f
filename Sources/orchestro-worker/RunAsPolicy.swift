import Engine
import Glibc

/// As whom scenarios may run: `/etc/orchestro/run-as.conf`.
///
/// One rule a line, `allow` or `deny`, then `user` or `group`, then a name; `#` begins a comment.
/// The order does not matter: who is denied is refused, whoever else allows. Where no rule allows
/// anybody, the members of the group `orchestro` are allowed. Never allowed are root, system
/// accounts, and accounts that cannot log in unless a rule names them.
struct RunAsPolicy: Hashable {
    /// One line of the file.
    struct Rule: Hashable {
        var isAllowing: Bool
        var subject: Subject

        init(_ isAllowing: Bool, _ subject: Subject) {
            self.isAllowing = isAllowing
            self.subject = subject
        }
    }

    /// Whom a rule is about.
    enum Subject: Hashable {
        case user(String)
        case group(String)
    }

    /// Why an account may not.
    enum Failure: Error, Hashable {
        /// The file cannot be trusted or read.
        case file(String)
        case refused(String)
    }

    static let path = "/etc/orchestro/run-as.conf"
    static let defaultGroup = "orchestro"

    var rules: [Rule] = []

    init(rules: [Rule] = []) { self.rules = rules }

    /// Throws unless scenarios may run as this account. `group` gives the number of a group.
    func check(
        _ account: Account, systemAccounts: SystemAccounts,
        group: (String) -> gid_t? = Account.group(named:)
    ) throws(Failure) {
        func refuse(_ why: String) -> Failure {
            .refused("scenarios may not run as `\(account.name)`: \(why)")
        }
        guard account.user != 0 else {
            throw refuse("nothing is ever run as root, whatever \(Self.path) says")
        }
        guard !systemAccounts.contains(account.user) else {
            throw refuse(
                "user \(account.user) is a system account, for which nothing is run whatever"
                    + " \(Self.path) says")
        }
        func isMeant(_ subject: Subject) -> Bool {
            switch subject {
            case .user(let name): name == account.name
            case .group(let name): group(name).map(account.groups.contains) ?? false
            }
        }
        let denying = rules.filter { !$0.isAllowing }
        for case .group(let name) in denying.map(\.subject) where group(name) == nil {
            // Whom it means cannot be known: perhaps this account.
            throw refuse(
                "\(Self.path) says `deny group \(name)`, and there is no such group at the moment")
        }
        if let rule = denying.first(where: { isMeant($0.subject) }) {
            throw refuse("\(Self.path) says `deny \(rule.subject.text)`")
        }
        var allowing = rules.filter(\.isAllowing)
        if allowing.isEmpty { allowing = [Rule(true, .group(Self.defaultGroup))] }
        guard allowing.contains(where: { isMeant($0.subject) }) else {
            let wanted = allowing.map { "`\($0.subject.text)`" }.joined(separator: ", ")
            throw refuse("\(Self.path) allows \(wanted)")
        }
        let isNamed = allowing.contains { $0.subject == .user(account.name) }
        guard account.canLogIn || isNamed else {
            throw refuse(
                "its shell is \(account.shell), and no `allow user` in \(Self.path) names it")
        }
    }
}

extension RunAsPolicy.Subject {
    /// As it is written.
    var text: String {
        switch self {
        case .user(let name): "user \(name)"
        case .group(let name): "group \(name)"
        }
    }
}

extension Account {
    /// Whether its shell lets anybody in.
    var canLogIn: Bool {
        !shell.hasSuffix("/nologin") && !shell.hasSuffix("/false") && !shell.hasSuffix("/sync")
    }
}

/// The numbers of accounts that belong to the system.
struct SystemAccounts: Hashable {
    /// Numbers below this one.
    var below: uid_t
    /// The account of nobody.
    static let nobody: uid_t = 65_534

    init(below: uid_t) { self.below = below }

    func contains(_ user: uid_t) -> Bool {
        user < below || user == Self.nobody || user == uid_t.max || user == 65_535
    }

    /// As login.defs(5) says; 1000 where it does not.
    static func ofMachine() -> SystemAccounts {
        // Without the file the usual bound holds.
        let bytes = (try? readWhole("/etc/login.defs", bytesMax: 1 << 20)) ?? []
        return SystemAccounts(below: minimum(in: String(decoding: bytes, as: UTF8.self)) ?? 1000)
    }

    static func minimum(in text: String) -> uid_t? {
        for line in text.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "\t" }
            if words.count >= 2, words[0] == "UID_MIN" { return uid_t(words[1]) }
        }
        return nil
    }
}
