import Jobs
import Testing

@testable import Access

@Suite struct PermissionTests {
    private let ann = Principal(
        owner: Owner(account: "ann", userID: 1000), isKnown: true, isAdmin: false)
    private let root = Principal(
        owner: Owner(account: "root", userID: 0), isKnown: true, isAdmin: true)

    private func key(_ scopes: Set<Scope>, owner: Owner? = nil, account: String = "ann") -> APIKey {
        APIKey(
            id: KeyID(1), name: "ci", digest: KeyDigest(of: "x"), owner: owner ?? ann.owner,
            account: account, scopes: scopes, createdMicroseconds: 10, createdBy: "ann")
    }

    @Test(arguments: Scope.allCases) func `a key may do what its scopes say`(scope: Scope) {
        let one = Principal(key([scope]))
        for other in Scope.allCases {
            let isAllowed = other == scope || scope == .admin
            #expect(Permission.allows(one, .scope(other)) == isAllowed)
        }
        #expect(Permission.allows(one, .person) == (scope == .admin))
        #expect(Permission.allows(one, .nothing))
    }

    @Test func `what ran as another account is repeated by keys of that account alone`() {
        let deploy = Principal(key([.submit], account: "deploy"))
        for (principal, account, isAllowed) in [
            (deploy, "deploy", true), (deploy, "ann", true), (deploy, "root", false),
            (ann, "deploy", false), (ann, "ann", true), (root, "deploy", true),
            (Principal(key([.submit])), "deploy", false), (Principal(key([.submit])), "ann", true),
        ] {
            #expect(
                Permission.mayRepeat(principal, as: account, jobsOf: ann.owner) == isAllowed,
                "\(principal.account) \(account)")
        }
        let bob = Principal(
            owner: Owner(account: "deploy", userID: 7), isKnown: true, isAdmin: false)
        #expect(!Permission.mayRepeat(bob, as: "deploy", jobsOf: ann.owner))
    }

    @Test func `an account may do everything but administrate`() {
        #expect(
            Scope.allCases.filter { Permission.allows(ann, .scope($0)) } == [
                .read, .submit, .cancel,
            ])
        #expect(Permission.allows(ann, .person))
        #expect(Permission.allows(root, .scope(.admin)))
    }

    @Test func `owners see their own jobs only, administrators all`() {
        let bob = Owner(account: "bob", userID: 1001)
        #expect(Permission.maySee(ann, jobsOf: ann.owner))
        #expect(!Permission.maySee(ann, jobsOf: bob))
        #expect(!Permission.maySee(Principal(key([.read])), jobsOf: bob))
        #expect(Permission.maySee(Principal(key([.admin])), jobsOf: bob))
    }

    @Test func `owners manage their keys in person, no key does it for them`() {
        #expect(Permission.mayManage(ann, key([.read])))
        #expect(!Permission.mayManage(Principal(key([.read, .submit, .cancel])), key([.read])))
        #expect(!Permission.mayManage(ann, key([.read], owner: root.owner)))
        #expect(Permission.mayManage(root, key([.read])))
    }

    @Test func `nobody gives more than he has`() {
        #expect(Permission.objection(ann, making: key([.read, .submit, .cancel])) == nil)
        #expect(Permission.objection(ann, making: key([.admin])) != nil)
        #expect(Permission.objection(ann, making: key([.read], owner: root.owner)) != nil)
        #expect(Permission.objection(ann, making: key([.read], account: "bob")) != nil)
        #expect(Permission.objection(root, making: key([.admin], account: "bob")) == nil)
    }
}
