// swift-tools-version: 6.2
import PackageDescription

// The house, bottom up. A target may import only what its row names; the build runs with
// `--explicit-target-dependency-import-check error`. docs/architecture.md explains the rows.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
    -> Target
{
    .testTarget(
        name: name + "Tests", dependencies: dependencies, resources: resources,
        swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbirdCore = Target.Dependency.product(
    name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")

let package = Package(
    name: "orchestro",
    products: [
        .executable(name: "orchestroctl", targets: ["orchestroctl"]),
        .executable(name: "orchestrod", targets: ["orchestrod"]),
        .executable(name: "orchestro-worker", targets: ["orchestro-worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    ],
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(
            name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .target(name: "CCurl"),
        .target(name: "CLaunch"),
        room("Patterns", ["CPCRE2"]),
        room("Terminal"),
        room("Scenarios", ["CYAML", "Patterns", "Terminal"]),
        room("Playback", ["Scenarios", "Terminal", "Patterns"]),
        room("Jobs", ["Scenarios"]),
        room("Reports", ["Scenarios", "Jobs", "Terminal"]),
        room("GraphQL", ["Scenarios"]),
        room("Wire", ["Scenarios", "Jobs"]),
        room("Digests", ["COpenSSL"]),
        room("TLS", ["COpenSSL", nioCore]),
        room("Access", ["Digests", "Scenarios", "Jobs"]),
        room("Settings", ["Access", "Scenarios", "Jobs"]),
        room("Webhooks", ["Access", "Digests", "Jobs"]),
        room("Store", ["Access", "Webhooks", "Scenarios", "Jobs", grdb]),
        room(
            "Engine",
            ["CLaunch", "Scenarios", "Terminal", "Patterns", "Playback", "Jobs", "Wire"]),
        .executableTarget(
            name: "orchestroctl",
            dependencies: [
                "CCurl", "CLaunch", "Engine", "Reports", "Wire", "Scenarios", "Jobs",
                argumentParser,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "orchestro-worker",
            dependencies: ["CLaunch", "Engine", "Wire", "Scenarios", "Jobs"],
            swiftSettings: strict),
        .executableTarget(
            name: "orchestrod",
            dependencies: [
                "Access", "CCurl", "CLaunch", "CSystemd", "Digests", "GraphQL", "Settings",
                "Store", "TLS", "Webhooks", "Wire", "Scenarios", "Jobs",
                argumentParser, hummingbirdCore, httpTypes, logging, nioCore, nioHTTP1,
                nioHTTPTypes, nioPosix, nioWebSocket,
            ],
            swiftSettings: strict),
        tests("Engine", ["Engine", "Jobs", "Scenarios", "TestSupport"]),
        tests("Orchestroctl", ["orchestroctl", "Wire", "Scenarios", "Jobs"]),
        tests("Doctest", ["Engine", "Scenarios", "Jobs"]),
        tests("Tidy", []),
        tests(
            "Worker",
            ["orchestro-worker", "CLaunch", "Engine", "Wire", "Scenarios", "Jobs"]),
        tests("Digests", ["Digests"]),
        tests(
            "TLS",
            [
                "TLS", "COpenSSL", "TestSupport", nioCore, nioEmbedded, nioHTTP1, nioPosix,
            ]),
        tests("Access", ["Access", "Jobs", "Scenarios"]),
        tests("Webhooks", ["Webhooks", "Access", "Jobs"]),
        tests("Wire", ["Wire", "Scenarios", "Jobs", "TestSupport"], resources: [.copy("v1")]),
        tests(
            "GraphQL", ["GraphQL", "Wire", "Jobs", "Scenarios", "TestSupport"],
            resources: [
                .copy("Golden"), .copy("Support/check_introspection.py"),
                .copy("Support/requirements.txt"),
            ]),
        tests(
            "Reports", ["Reports", "Scenarios", "Jobs"],
            resources: [.copy("Golden"), .copy("Support/junit.xsd")]),
        tests(
            "Scenarios", ["Scenarios", "Terminal", "TestSupport"],
            resources: [
                .copy("Corpus"), .copy("FuzzCorpus"), .copy("Golden"),
                .copy("Support/check_schema.py"),
            ]),
        tests("Terminal", ["Terminal", "TestSupport"]),
        tests("Jobs", ["Jobs", "Scenarios", "TestSupport"]),
        tests(
            "Orchestrod",
            [
                "Access", "GraphQL", "orchestrod", "Jobs", "Scenarios", "Settings", "Store",
                "TestSupport", "Webhooks", "Wire", httpTypes, hummingbirdCore, nioCore,
                nioEmbedded, nioHTTP1, nioHTTPTypes, nioWebSocket,
            ],
            resources: [
                .copy("Support/GraphQL"), .copy("Support/OpenAPI"), .copy("Support/TLS"),
                .copy("Support/WebSockets"), .copy("Support/Leaving"),
            ]),
        tests("Settings", ["Access", "Settings", "Scenarios", "Jobs"]),
        tests("Playback", ["Playback", "Scenarios", "Terminal", "Patterns", "TestSupport"]),
        tests("Patterns", ["Patterns", "TestSupport"], resources: [.copy("Golden")]),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .target(
            name: "CProcessTestSupport", dependencies: ["CLaunch"],
            path: "Tests/CProcessTestSupport"),
        tests("EngineProcess", ["Engine", "Jobs", "Scenarios", "CProcessTestSupport"]),
        .target(
            name: "StoreTestSupport",
            dependencies: ["Store", "Webhooks", "Jobs", "Scenarios", "TestSupport"],
            path: "Tests/StoreTestSupport", swiftSettings: strict),
        .executableTarget(
            name: "StoreWriter", dependencies: ["Store", "StoreTestSupport"],
            path: "Tests/StoreWriter", swiftSettings: strict),
        tests(
            "Store",
            [
                "Access", "Store", "StoreTestSupport", "StoreWriter", "TestSupport", "Webhooks",
                "Jobs", "Scenarios", grdb,
            ],
            resources: [.copy("Golden")]),
    ]
)

// `make bench` builds these; they are no part of an ordinary build.
if Context.environment["ORCHESTRO_BENCH"] != nil {
    package.targets += [
        .executableTarget(
            name: "StoreThroughput", dependencies: ["Store", "Jobs", "Scenarios"],
            path: "Benchmarks/StoreThroughput", swiftSettings: strict),
        .executableTarget(
            name: "BenchScheduler", dependencies: ["Jobs", "Scenarios", "TestSupport"],
            path: "Benchmarks/BenchScheduler", swiftSettings: strict),
    ]
}

// `make fuzz` builds these with libFuzzer; they are no part of an ordinary build.
if Context.environment["ORCHESTRO_FUZZ"] != nil {
    let subjects = [
        ("FuzzScenarios", ["Scenarios"]), ("FuzzFrames", ["Wire"]),
        ("FuzzGraphQL", ["GraphQL", "Scenarios", "Wire"]), ("FuzzUploads", ["Wire"]),
    ]
    package.targets.append(
        .target(name: "FuzzDriver", path: "Fuzz/FuzzDriver", swiftSettings: strict))
    for (name, subject) in subjects {
        package.targets.append(
            .executableTarget(
                name: name, dependencies: (subject + ["FuzzDriver"]).map { .byName(name: $0) },
                path: "Fuzz/" + name,
                swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])],
                linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]))
    }
}
