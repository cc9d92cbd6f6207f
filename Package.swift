// swift-tools-version: 6.1
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

let package = Package(
    name: "orchestro",
    products: [.executable(name: "orchestroctl", targets: ["orchestroctl"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "CLaunch"),
        room("Patterns", ["CPCRE2"]),
        room("Terminal"),
        room("Scenarios", ["CYAML", "Patterns", "Terminal"]),
        room("Playback", ["Scenarios", "Terminal", "Patterns"]),
        room("Jobs", ["Scenarios"]),
        room("Reports", ["Scenarios", "Jobs", "Terminal"]),
        room("Wire", ["Scenarios", "Jobs"]),
        room(
            "Engine",
            ["CLaunch", "Scenarios", "Terminal", "Patterns", "Playback", "Jobs", "Wire"]),
        .executableTarget(
            name: "orchestroctl",
            dependencies: [
                "CLaunch", "Engine", "Reports", "Wire", "Scenarios", "Jobs", argumentParser,
            ],
            swiftSettings: strict),
        tests("Engine", ["Engine", "Jobs", "Scenarios"]),
        tests("Orchestroctl", ["orchestroctl"]),
        tests("Doctest", ["Engine", "Scenarios", "Jobs"]),
        tests("Tidy", []),
        tests("Wire", ["Wire", "Scenarios", "Jobs"], resources: [.copy("v1")]),
        tests(
            "Reports", ["Reports", "Scenarios", "Jobs"],
            resources: [.copy("Golden"), .copy("Support/junit.xsd")]),
        tests(
            "Scenarios", ["Scenarios", "Terminal"],
            resources: [
                .copy("Corpus"), .copy("FuzzCorpus"), .copy("Golden"),
                .copy("Support/check_schema.py"),
            ]),
        tests("Terminal", ["Terminal"]),
        tests("Jobs", ["Jobs", "Scenarios"]),
        tests("Playback", ["Playback", "Scenarios", "Terminal", "Patterns"]),
        tests("Patterns", ["Patterns"], resources: [.copy("Golden")]),
        .target(
            name: "CProcessTestSupport", dependencies: ["CLaunch"],
            path: "Tests/CProcessTestSupport"),
        tests("EngineProcess", ["Engine", "Jobs", "Scenarios", "CProcessTestSupport"]),
    ]
)

// `make fuzz` builds these with libFuzzer; they are no part of an ordinary build.
if Context.environment["ORCHESTRO_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "FuzzScenarios", dependencies: ["Scenarios"], path: "Fuzz/FuzzScenarios",
            swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]))
}
