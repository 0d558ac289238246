// swift-tools-version: 6.2

import PackageDescription

/// Every room is built with the same strictness: Swift 6 mode, and a warning stops the build.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// For rooms that touch C: every unsafe expression says so.
let strictMemory = strict + [.strictMemorySafety()]

let package = Package(
    name: "scenewire",
    dependencies: [
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0")
    ],
    targets: [
        .systemLibrary(name: "CZeroMQ", path: "Modules/CZeroMQ"),
        .target(name: "CChecksum", path: "Modules/CChecksum"),
        .target(
            name: "EventSchema",
            dependencies: ["CChecksum", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
            exclude: ["Protos"],
            swiftSettings: strict
        ),
        .target(name: "ZeroMQ", dependencies: ["CZeroMQ"], swiftSettings: strictMemory),
        .target(
            name: "EventBus",
            dependencies: [
                "EventSchema", "ZeroMQ", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Protos"],
            swiftSettings: strict
        ),
        .testTarget(name: "ZeroMQTests", dependencies: ["ZeroMQ"], swiftSettings: strict),
        .testTarget(name: "EventBusTests", dependencies: ["EventBus"], swiftSettings: strict),

    ]
)
