// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let switchboard = { (name: String) in Target.Dependency.product(name: name, package: "switchboard") }

let package = Package(
    name: "fuzzing",
    dependencies: [
        .package(name: "switchboard", path: ".."),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.3"),
    ],
    targets: [
        .executableTarget(
            name: "fuzz",
            dependencies: [
                switchboard("Switchboard"), switchboard("SwitchboardCore"), switchboard("SwitchboardTesting"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]
        )
    ]
)
