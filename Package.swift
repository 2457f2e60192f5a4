// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

// `make build` links Swift's libraries into the program. SwiftPM's own option compiles every module again for that, and
// tests need the shared libraries. FoundationEssentials needs the last two.
let isStatic = Context.environment["STATIC"] == "1"
let swiftLibraries = isStatic ? ["-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections"] : []
// All addresses are resolved when the program starts; then nothing can overwrite their table.
let hardening = ["relro", "now"].flatMap { ["-Xlinker", "-z", "-Xlinker", $0] }

let package = Package(
    name: "stackledger",
    products: [
        .executable(name: "stackledger", targets: ["stackledger"])
    ],
    // Exact versions, so that a tag always builds the same.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    ],
    targets: [
        // What the ledger is made of: SQL and JSON Schemas, and the C libraries under it.
        .target(
            name: "LedgerSchema",
            path: "Schema",
            resources: [.embedInCode("log"), .embedInCode("views"), .embedInCode("events")]
        ),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

        // What everything is written in: JSON, times, ids; and what the system gives: locks, files, processes.
        .target(name: "LedgerValues"),
        .target(name: "LedgerSystem", dependencies: ["LedgerValues"]),

        // command -> decide -> event
        .target(name: "LedgerDomain", dependencies: ["LedgerValues"]),

        // -> append
        .target(name: "LedgerLog", dependencies: ["LedgerDomain", "LedgerValues", crypto]),
        .target(
            name: "LedgerSQLite",
            dependencies: [
                "CSQLite", "LedgerDomain", "LedgerLog", "LedgerSchema", "LedgerSystem", "LedgerValues", system,
            ]
        ),

        // -> project -> query
        .target(
            name: "LedgerViews",
            dependencies: ["LedgerDomain", "LedgerLog", "LedgerSQLite", "LedgerSchema", "LedgerSystem", "LedgerValues"]
        ),

        // What AWS is asked.
        .target(
            name: "LedgerAWS",
            dependencies: [
                "LedgerSystem", "LedgerValues", asyncHTTPClient, crypto, logging, nioCore, nioHTTP1, nioPosix, nioSSL,
            ]
        ),

        // What comes in from outside, and what is carried through.
        .target(name: "LedgerIntake", dependencies: ["CZlib", "LedgerDomain", "LedgerLog", "LedgerValues"]),
        .target(
            name: "LedgerProcessor",
            dependencies: ["LedgerAWS", "LedgerDomain", "LedgerLog", "LedgerValues", logging]
        ),

        // What can be done with a ledger, without parsing or printing.
        .target(
            name: "LedgerOperations",
            dependencies: [
                "LedgerAWS", "LedgerDomain", "LedgerIntake", "LedgerLog", "LedgerProcessor", "LedgerSQLite",
                "LedgerSchema", "LedgerSystem", "LedgerValues", "LedgerViews", logging,
            ]
        ),

        // The command line, and the recorded stories that the demo plays.
        .target(name: "CReplays"),
        .target(
            name: "LedgerCommands",
            dependencies: [
                "CReplays", "LedgerDomain", "LedgerLog", "LedgerOperations", "LedgerSystem", "LedgerValues",
                "LedgerViews", argumentParser, logging,
            ]
        ),
        .executableTarget(
            name: "stackledger",
            dependencies: ["LedgerCommands"],
            linkerSettings: [.unsafeFlags(swiftLibraries + hardening)]
        ),

        // Tests, and what they share.
        .target(
            name: "LedgerTesting",
            dependencies: ["LedgerDomain", "LedgerLog", "LedgerSchema", "LedgerValues"],
            path: "Tests/LedgerTesting"
        ),
        .target(
            name: "LedgerConformance",
            dependencies: ["LedgerDomain", "LedgerLog", "LedgerTesting", "LedgerValues"],
            path: "Tests/LedgerConformance"
        ),
        .target(name: "TestThreads", path: "Tests/TestThreads"),
        .testTarget(name: "LedgerValuesTests", dependencies: ["LedgerTesting", "LedgerValues"]),
        .testTarget(
            name: "LedgerSystemTests",
            dependencies: ["LedgerSystem", "LedgerTesting", "LedgerValues", "TestThreads"]
        ),
        .testTarget(name: "LedgerDomainTests", dependencies: ["LedgerDomain", "LedgerTesting", "LedgerValues"]),
        .testTarget(
            name: "LedgerAWSTests",
            dependencies: [
                "LedgerAWS", "LedgerDomain", "LedgerTesting", "LedgerValues", "TestThreads", nioCore, nioHTTP1,
                nioPosix, nioSSL,
            ],
            exclude: ["Oracle"]
        ),
        .testTarget(
            name: "LedgerIntakeTests",
            dependencies: [
                "CZlib", "LedgerDomain", "LedgerIntake", "LedgerLog", "LedgerSystem", "LedgerTesting", "LedgerValues",
                "LedgerViews", system,
            ]
        ),
        .testTarget(
            name: "LedgerLogTests",
            dependencies: [
                "LedgerConformance", "LedgerDomain", "LedgerLog", "LedgerSchema", "LedgerTesting", "LedgerValues",
                crypto,
            ]
        ),
        .testTarget(name: "LayeringTests"),
        .testTarget(
            name: "ReplayTests",
            dependencies: ["LedgerDomain", "LedgerLog", "LedgerTesting", "LedgerValues", "TestThreads"]
        ),
        // Writes Replays/*/log.jsonl; no test runs it.
        .executableTarget(
            name: "StoryMaker",
            dependencies: [
                "LedgerDomain", "LedgerIntake", "LedgerLog", "LedgerProcessor", "LedgerSQLite", "LedgerTesting",
                "LedgerValues",
            ],
            path: "Tests/StoryMaker"
        ),
        .executableTarget(
            name: "CrashWriter",
            dependencies: ["LedgerDomain", "LedgerLog", "LedgerSQLite", "LedgerValues"],
            path: "Tests/CrashWriter"
        ),
        .testTarget(
            name: "LedgerSQLiteTests",
            dependencies: [
                "CrashWriter", "LedgerConformance", "LedgerDomain", "LedgerLog", "LedgerSQLite", "LedgerTesting",
                "LedgerValues", "TestThreads",
            ]
        ),
        .testTarget(
            name: "LedgerProcessorTests",
            dependencies: [
                "LedgerAWS", "LedgerDomain", "LedgerLog", "LedgerProcessor", "LedgerTesting", "LedgerValues",
            ]
        ),
        .testTarget(
            name: "LedgerOperationsTests",
            dependencies: [
                "LedgerDomain", "LedgerLog", "LedgerOperations", "LedgerProcessor", "LedgerSQLite", "LedgerSystem",
                "LedgerTesting", "LedgerValues", "LedgerViews",
            ]
        ),
        .testTarget(
            name: "LedgerCommandsTests",
            dependencies: [
                "LedgerCommands", "LedgerDomain", "LedgerLog", "LedgerOperations", "LedgerSystem", "LedgerTesting",
                "LedgerValues", "LedgerViews", argumentParser,
            ],
            exclude: ["Texts"]
        ),
        // Random bytes at every entrance.
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "LedgerAWS", "LedgerDomain", "LedgerLog", "LedgerOperations", "LedgerTesting", "LedgerValues",
            ]
        ),
        // Random lives of a stage against AWS in memory.
        .testTarget(
            name: "ModelTests",
            dependencies: [
                "LedgerAWS", "LedgerCommands", "LedgerDomain", "LedgerLog", "LedgerOperations", "LedgerProcessor",
                "LedgerTesting", "LedgerValues", "LedgerViews",
            ]
        ),
        // Starts the program, and needs no module of it that takes long to compile.
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "LedgerDomain", "LedgerLog", "LedgerProcessor", "LedgerSQLite", "LedgerTesting", "LedgerValues",
                "TestThreads",
            ]
        ),
        .testTarget(
            name: "LedgerViewsTests",
            dependencies: [
                "LedgerDomain", "LedgerLog", "LedgerSQLite", "LedgerTesting", "LedgerValues", "LedgerViews", system,
            ]
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CSQLite", "LedgerDomain", "LedgerLog", "LedgerProcessor", "LedgerSQLite", "LedgerSchema",
                "LedgerTesting", "LedgerValues",
            ],
            path: "Tests/Benchmarks"
        ),
    ]
)

// The gate builds once, in the release configuration. Tests import these modules as testable, and are not optimised
// themselves, nor is what they share: benchmarks run it outside of what they time.
let testable: Set = ["LedgerAWS", "LedgerCommands", "LedgerIntake", "LedgerLog", "LedgerOperations"]
let unoptimised: Set = ["LedgerConformance", "LedgerTesting", "StoryMaker"]

for target in package.targets where target.type != .system {
    var flags: [String] = []
    if testable.contains(target.name) { flags.append("-enable-testing") }
    // Without optimisation the driver would read every source twice, the first time for the module alone.
    if target.type == .test || unoptimised.contains(target.name) {
        flags += ["-Onone", "-no-emit-module-separately-wmo"]
    }
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
        .unsafeFlags(flags, .when(configuration: .release)),
    ]
}
