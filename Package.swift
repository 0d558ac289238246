// swift-tools-version: 6.2

import PackageDescription

/// Every room is built with the same strictness: Swift 6 mode, and a warning stops the build.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// For rooms that touch C: every unsafe expression says so.
let strictMemory = strict + [.strictMemorySafety()]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "scenewire",
    products: [
        .executable(name: "scenewire", targets: ["ScenewireCLI"]),
        .executable(name: "scenewire-archiver", targets: ["Archiver"]),
        .executable(name: "scenewire-metrics", targets: ["MetricsAggregator"]),
        .executable(name: "scenewire-notifier", targets: ["AlertNotifier"]),
        .executable(name: "scenewire-publisher", targets: ["Publisher"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        // Its YAML trait cannot list a file's keys, so that a misspelt one would pass; Yams is read directly.
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        // SHA-256, from which ids are derived: those of alerts, and those of events that are imported.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        // What Hummingbird's requests and its channels are made of.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        // SQLite for Swift, instead of calls to its C interface: transactions, statements, errors with codes.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        // Requests to webhooks and to other services, instead of sockets and an HTTP parser of our own.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // Starting, watching and ending other programs, instead of posix_spawn and waitpid of our own.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CZeroMQ", path: "Modules/CZeroMQ"),
        .systemLibrary(name: "CZlib", path: "Modules/CZlib"),
        .systemLibrary(name: "CExpat", path: "Modules/CExpat"),
        .target(name: "CChecksum", path: "Modules/CChecksum"),
        .target(
            name: "EventSchema",
            dependencies: ["CChecksum", crypto, protobuf],
            exclude: ["Protos"],
            swiftSettings: strict
        ),
        .target(name: "IncidentState", dependencies: ["EventSchema"], swiftSettings: strict),
        .target(name: "ZeroMQ", dependencies: ["CZeroMQ"], swiftSettings: strictMemory),
        .target(
            name: "EventBus",
            dependencies: ["EventSchema", "ZeroMQ", deque, protobuf],
            exclude: ["Protos"],
            swiftSettings: strict
        ),
        .target(name: "FileLocking", dependencies: [systemPackage], swiftSettings: strict),
        .target(
            name: "SQLiteStore",
            dependencies: ["FileLocking", database, systemPackage],
            swiftSettings: strict
        ),
        .target(
            name: "EventJournal",
            dependencies: ["EventSchema", "FileLocking", systemPackage],
            swiftSettings: strict
        ),
        .target(
            name: "EventOutbox",
            dependencies: ["EventSchema", "FileLocking", "SQLiteStore", database, systemPackage],
            swiftSettings: strict
        ),
        .target(
            name: "MetricsExposition",
            dependencies: [.product(name: "CoreMetrics", package: "swift-metrics")],
            swiftSettings: strict
        ),
        .target(
            name: "ServiceRuntime",
            dependencies: [
                "MetricsExposition", argumentParser,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                httpTypes,
                hummingbird,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                logging,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                serviceLifecycle,
                systemPackage,
                unixSignals,
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "StoreRuntime",
            dependencies: ["SQLiteStore", "ServiceRuntime", logging, serviceLifecycle],
            swiftSettings: strict
        ),
        .target(
            name: "ConsumerRuntime",
            dependencies: [
                "EventBus", "EventSchema", "MetricsExposition", "ServiceRuntime", "ZeroMQ", argumentParser,
                logging, serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ArchiveStore",
            dependencies: ["EventSchema", "FileLocking", "SQLiteStore", database, systemPackage],
            swiftSettings: strict
        ),
        .target(
            name: "AlertRules",
            dependencies: [
                "EventSchema", "IncidentState", heap, .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "IncidentMeasures",
            dependencies: ["EventSchema", "IncidentState"],
            swiftSettings: strict
        ),
        .target(
            name: "YAMLValues",
            dependencies: [.product(name: "Yams", package: "Yams")],
            swiftSettings: strict
        ),
        .target(
            name: "EventImport",
            dependencies: [
                "CExpat", "CZlib", "EventSchema", "YAMLValues", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strictMemory
        ),
        .target(
            name: "StateStore",
            dependencies: ["EventSchema", "IncidentState", "SQLiteStore", database, systemPackage],
            swiftSettings: strict
        ),
        .target(
            name: "AlertStore",
            dependencies: [
                "AlertRules", "EventSchema", "IncidentState", "SQLiteStore", "StateStore", database,
                systemPackage,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ServiceHTTP",
            dependencies: [
                "EventSchema", "MetricsExposition", "ServiceRuntime", httpTypes, hummingbird, metrics,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "AlertNotifier",
            dependencies: [
                "AlertRules", "AlertStore", "ConsumerRuntime", "EventBus", "EventSchema", "IncidentState",
                "MetricsExposition", "SQLiteStore", "ServiceHTTP", "ServiceRuntime", "StateStore",
                "StoreRuntime", argumentParser, asyncHTTPClient,
                crypto, httpTypes, hummingbird, logging, metrics,
                .product(name: "NIOCore", package: "swift-nio"), serviceLifecycle, subprocess, systemPackage,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Archiver",
            dependencies: [
                "ArchiveStore", "ConsumerRuntime", "EventBus", "EventSchema", "MetricsExposition",
                "SQLiteStore", "ServiceRuntime", "StoreRuntime", argumentParser, logging, metrics,
                serviceLifecycle, systemPackage,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Publisher",
            dependencies: [
                "EventBus", "EventJournal", "EventSchema", "MetricsExposition", "ServiceHTTP",
                "ServiceRuntime", "ZeroMQ", argumentParser, deque, httpTypes, hummingbird, logging, metrics,
                serviceLifecycle, systemPackage,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "MetricsAggregator",
            dependencies: [
                "ConsumerRuntime", "EventBus", "EventSchema", "IncidentMeasures", "IncidentState",
                "MetricsExposition", "SQLiteStore", "ServiceHTTP", "ServiceRuntime", "StateStore",
                "StoreRuntime", argumentParser, crypto, httpTypes, hummingbird, logging, serviceLifecycle,
                systemPackage,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "BusBenchmark",
            dependencies: [
                "AlertRules", "ArchiveStore", "EventBus", "EventJournal", "EventSchema", "IncidentMeasures",
                "IncidentState", "MetricsExposition", "ServiceRuntime", "StateStore", "ZeroMQ",
                argumentParser, .product(name: "GRDBSQLite", package: "GRDB.swift"), hummingbird, logging,
                protobuf, systemPackage,
            ],
            path: "Benchmarks/BusBenchmark",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "ScenewireCLI",
            dependencies: [
                "AlertRules", "ArchiveStore", "EventBus", "EventJournal", "EventOutbox", "EventSchema",
                "EventImport", "FileLocking", "IncidentState", "ServiceHTTP", "ServiceRuntime",
                "StoreRuntime",
                "YAMLValues", "ZeroMQ", argumentParser, subprocess, systemPackage, unixSignals,
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ScenewireCLITests",
            dependencies: [
                "ArchiveStore", "EventBus", "EventOutbox", "EventSchema", "Publisher", "ScenewireCLI",
                "ServiceRuntime", "ZeroMQ", argumentParser, systemPackage,
            ],
            swiftSettings: strict
        ),
        // A subscriber that SystemTests kill, stop and restart; it is never shipped.
        .executableTarget(
            name: "TestSubscriber",
            dependencies: ["EventBus", "EventSchema", argumentParser],
            path: "Tests/TestSubscriber",
            swiftSettings: strict
        ),
        .testTarget(name: "ZeroMQTests", dependencies: ["ZeroMQ"], swiftSettings: strict),
        .testTarget(name: "EventBusTests", dependencies: ["EventBus"], swiftSettings: strict),
        .testTarget(name: "EventSchemaTests", dependencies: ["EventSchema"], swiftSettings: strict),
        .testTarget(
            name: "IncidentStateTests",
            dependencies: ["EventSchema", "IncidentState"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "IncidentMeasuresTests",
            dependencies: ["EventSchema", "IncidentMeasures", "IncidentState"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EventImportTests",
            dependencies: ["CZlib", "EventImport", "EventSchema"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "FileLockingTests",
            dependencies: ["FileLocking", systemPackage],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: ["SQLiteStore", database, systemPackage],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EventJournalTests",
            dependencies: ["EventJournal", "FileLocking"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AlertRulesTests",
            dependencies: ["AlertRules", "EventSchema", "IncidentState"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AlertStoreTests",
            dependencies: [
                "AlertRules", "AlertStore", "EventSchema", "IncidentState", database, systemPackage,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AlertNotifierTests",
            dependencies: [
                "AlertNotifier", "AlertRules", "AlertStore", "ConsumerRuntime", "EventBus", "EventSchema",
                "IncidentState", database, logging, systemPackage,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ArchiveStoreTests",
            dependencies: ["ArchiveStore", "EventSchema", "FileLocking", database, systemPackage],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EventOutboxTests",
            dependencies: [
                "EventOutbox", "EventSchema", "FileLocking", "SQLiteStore", database, systemPackage,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MetricsExpositionTests",
            dependencies: ["MetricsExposition", metrics],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ServiceRuntimeTests",
            dependencies: [
                "MetricsExposition", "ServiceRuntime",
                hummingbird,
                logging,
                httpTypes,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                serviceLifecycle,
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
                systemPackage,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ServiceHTTPTests",
            dependencies: ["ServiceHTTP", httpTypes],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConsumerRuntimeTests",
            dependencies: ["ConsumerRuntime", "ServiceRuntime"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PublisherTests",
            dependencies: [
                "EventBus", "EventJournal", "EventSchema", "MetricsExposition", "Publisher", "ServiceHTTP",
                httpTypes, systemPackage,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MetricsAggregatorTests",
            dependencies: [
                "ConsumerRuntime", "EventSchema", "IncidentMeasures", "IncidentState", "MetricsAggregator",
                "ServiceRuntime", "StateStore", systemPackage,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SystemTests",
            dependencies: [
                "AlertNotifier", "ArchiveStore", "Archiver", "ConsumerRuntime", "EventBus", "EventJournal",
                "EventSchema", "IncidentMeasures", "MetricsAggregator", "Publisher", "ScenewireCLI",
                "ServiceRuntime", "TestSubscriber", "ZeroMQ", database, logging, protobuf,
                systemPackage,
            ],
            swiftSettings: strict
        ),
    ]
)
