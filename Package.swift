// swift-tools-version: 6.2

import PackageDescription

/// Every room is built with the same strictness: Swift 6 mode, and a warning stops the build.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

let package = Package(
    name: "scenewire",
    dependencies: [
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    ],
    targets: [
        .systemLibrary(name: "CZeroMQ", path: "Modules/CZeroMQ"),
        .target(name: "CChecksum", path: "Modules/CChecksum"),
        .target(
            name: "EventSchema",
            dependencies: ["CChecksum", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
            swiftSettings: strict
        ),
        .testTarget(name: "EventSchemaTests", dependencies: ["EventSchema"], swiftSettings: strict),
        .target(
            name: "EventJournal",
            dependencies: ["EventSchema", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: strict
        ),
        .testTarget(name: "EventJournalTests", dependencies: ["EventJournal"], swiftSettings: strict),
    ]
)
