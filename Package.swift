// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

let package = Package(
    name: "switchboard",
    products: [
        .library(name: "Switchboard", targets: ["Switchboard"]),
        .library(name: "SwitchboardCore", targets: ["SwitchboardCore"]),
        .library(name: "SwitchboardTesting", targets: ["SwitchboardTesting"]),
        // The parts that the hub is made of, each usable alone.
        .library(name: "Resilience", targets: ["Resilience"]),
        .library(name: "CurlTransport", targets: ["CurlTransport"]),
        .library(name: "AuditStore", targets: ["AuditStore"]),
        .library(name: "SendGridProvider", targets: ["SendGridProvider"]),
        .executable(name: "switchboard", targets: ["SwitchboardCLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.7.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        // The command line tool and the tests only: never reached from the library products.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.10.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.1.0"),
    ],
    targets: [
        // Floor 0
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // Floor 1
        .target(name: "SwitchboardCore", dependencies: [httpTypes, "CZlib"], swiftSettings: settings),
        // Floor 2
        .target(name: "Resilience", dependencies: ["SwitchboardCore"], swiftSettings: settings),
        .target(name: "CurlTransport", dependencies: ["SwitchboardCore", "CCurl", httpTypes], swiftSettings: settings),
        .target(
            name: "AuditStore",
            dependencies: [
                "SwitchboardCore", crypto, .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "IntercomProvider",
            dependencies: ["SwitchboardCore", httpTypes, crypto],  // signatures of webhooks
            path: "Providers/Intercom",
            exclude: ["README.md"],
            swiftSettings: settings
        ),
        .target(
            name: "SendGridProvider",
            dependencies: ["SwitchboardCore", httpTypes, crypto],  // signatures of webhooks
            path: "Providers/SendGrid",
            exclude: ["README.md"],
            swiftSettings: settings
        ),
        .target(
            name: "MixpanelProvider",
            dependencies: ["SwitchboardCore", httpTypes],
            path: "Providers/Mixpanel",
            exclude: ["README.md"],
            swiftSettings: settings
        ),
        .target(
            name: "ZendeskProvider",
            dependencies: ["SwitchboardCore", httpTypes, crypto],  // signatures of webhooks
            path: "Providers/Zendesk",
            exclude: ["README.md"],
            swiftSettings: settings
        ),
        // Floor 3
        .target(
            name: "Switchboard",
            dependencies: [
                "SwitchboardCore", "Resilience", "CurlTransport", "AuditStore", "IntercomProvider",
                "SendGridProvider", "MixpanelProvider", "ZendeskProvider", "Yams", logging, metrics, tracing, httpTypes,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: settings
        ),
        // Floor 4
        .target(
            name: "ProviderSandbox",
            dependencies: [
                "SwitchboardCore", hummingbird, httpTypes, logging,
                .product(name: "NIOCore", package: "swift-nio"),  // closing and resetting connections on request
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "SwitchboardCLI",
            dependencies: [
                "Switchboard", "SwitchboardCore", "AuditStore", "ProviderSandbox", httpTypes, logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "SwitchboardTesting",
            dependencies: ["Switchboard", "SwitchboardCore", httpTypes, logging],
            swiftSettings: settings
        ),
        // Tests
        .testTarget(
            name: "SwitchboardCoreTests",
            dependencies: ["SwitchboardCore", "SwitchboardTesting", httpTypes],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ResilienceTests",
            dependencies: ["Resilience", "SwitchboardCore", "SwitchboardTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "IntercomProviderTests",
            dependencies: [
                "IntercomProvider", "Switchboard", "SwitchboardCore", "SwitchboardTesting", httpTypes, logging, crypto,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SendGridProviderTests",
            dependencies: [
                "SendGridProvider", "Switchboard", "SwitchboardCore", "SwitchboardTesting", httpTypes, logging, crypto,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MixpanelProviderTests",
            dependencies: [
                "MixpanelProvider", "Switchboard", "SwitchboardCore", "SwitchboardTesting", httpTypes, logging,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ZendeskProviderTests",
            dependencies: [
                "ZendeskProvider", "Switchboard", "SwitchboardCore", "SwitchboardTesting", httpTypes, logging, crypto,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SwitchboardTests",
            dependencies: [
                "AuditStore", "Resilience", "Switchboard", "SwitchboardCore", "SwitchboardTesting", httpTypes, logging,
                metrics, tracing,
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "AuditStore", "Resilience", "Switchboard", "SwitchboardCore", httpTypes, logging, metrics, tracing,
            ],
            exclude: ["Plants"],  // patches for scripts/planted-bugs
            swiftSettings: settings
        ),
        .testTarget(
            name: "SwitchboardTestingTests",
            dependencies: [
                "SwitchboardTesting", "Switchboard", "SwitchboardCore", "IntercomProvider", "SendGridProvider",
                "MixpanelProvider", "ZendeskProvider", httpTypes, logging,
            ],
            swiftSettings: settings
        ),
        // A process that writes an audit log, or reads one, until somebody kills it.
        .executableTarget(
            name: "AuditWriterProcess",
            dependencies: ["AuditStore", "SwitchboardCore"],
            path: "Tests/AuditWriterProcess",
            swiftSettings: settings
        ),
        .testTarget(
            name: "AuditStoreTests",
            dependencies: [
                "AuditStore", "AuditWriterProcess", "SwitchboardCore", crypto,
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        // Servers whose answers tests script byte by byte.
        .target(
            name: "LoopbackServers",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                crypto,
            ],
            path: "Tests/LoopbackServers",
            swiftSettings: settings
        ),
        .testTarget(
            name: "CurlTransportTests",
            dependencies: [
                "CurlTransport", "CCurl", "LoopbackServers", "SwitchboardCore", httpTypes,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ProviderSandboxTests",
            dependencies: [
                "ProviderSandbox", "SwitchboardCore", httpTypes,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SwitchboardCLITests",
            dependencies: ["SwitchboardCLI", "SwitchboardCore", logging],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Switchboard", "SwitchboardCore", "SwitchboardTesting", "SwitchboardCLI", "ProviderSandbox",
                "AuditStore", "CurlTransport", "LoopbackServers", httpTypes, logging,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "GRDB", package: "GRDB.swift"),  // breaks files of the audit folder on purpose
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
    ]
)
