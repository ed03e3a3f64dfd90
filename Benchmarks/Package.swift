// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let switchboard = { (name: String) in Target.Dependency.product(name: name, package: "switchboard") }
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "switchboard", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.3"),
    ],
    targets: [
        // What plain C reaches, and the provider that both sides are measured against.
        .executableTarget(
            name: "reference",
            cSettings: [.define("_GNU_SOURCE")],
            linkerSettings: [.linkedLibrary("curl"), .linkedLibrary("sqlite3"), .linkedLibrary("pthread")]
        ),
        // The same work through Switchboard.
        .executableTarget(
            name: "subject",
            dependencies: [
                switchboard("Switchboard"), switchboard("SwitchboardCore"), switchboard("Resilience"),
                switchboard("CurlTransport"), switchboard("AuditStore"), switchboard("SendGridProvider"),
                argumentParser,
                .product(name: "Crypto", package: "swift-crypto"),  // signs the webhooks that are read
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // Runs both in turn, each on a core of its own, and writes the table.
        .executableTarget(name: "compare", dependencies: [argumentParser], swiftSettings: settings),
        .testTarget(name: "compareTests", dependencies: ["compare"], swiftSettings: settings),
    ]
)
