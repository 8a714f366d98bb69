// swift-tools-version: 6.2
import PackageDescription

/// The rules every Swift target of ours is compiled under.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "qubitro-host",
  products: [
    .executable(name: "qubitro-host", targets: ["qubitro-host"]),
    .executable(name: "qubitro-sim", targets: ["qubitro-sim"]),
    // Tests preload it into the command; nothing links it.
    .library(name: "Mishaps", type: .dynamic, targets: ["Mishaps"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-http2", exact: "1.46.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
  ],
  targets: [
    // MARK: Lua
    .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
    .target(
      name: "CLuaHost",
      dependencies: ["CLua"],
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
    ),
    .target(name: "Effects", swiftSettings: strict),
    .target(
      name: "Files",
      dependencies: [.product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: strict
    ),
    .target(
      name: "LuaRuntime",
      dependencies: [
        "Effects", "Files", "CLuaHost",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      resources: [.embedInCode("Prelude")],
      swiftSettings: strict
    ),

    // MARK: Qubitro
    .target(name: "JSONCodec", swiftSettings: strict),
    .target(
      name: "QubitroClient",
      dependencies: [
        "JSONCodec",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: strict
    ),
    .target(name: "QubitroModel", swiftSettings: strict),

    // MARK: The ledger
    .target(name: "Ledger", swiftSettings: strict),
    .target(
      name: "LedgerSQLite",
      dependencies: [
        "Files", "Ledger",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict
    ),

    // MARK: Putting them together
    .target(
      name: "CTerminal",
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
    ),
    .target(
      name: "Bindings",
      dependencies: ["Effects", "JSONCodec", "QubitroClient"],
      resources: [.embedInCode("Lua")],
      swiftSettings: strict
    ),
    .target(
      name: "Terminal",
      dependencies: [
        "CTerminal", "Effects", "JSONCodec",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "Settings",
      dependencies: [
        "Effects", "Files", "Ledger", "LuaRuntime", "QubitroClient", "Terminal",
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "LedgerAccess",
      dependencies: [
        "Files", "Ledger", "LedgerSQLite", "Terminal",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "Provisioning",
      dependencies: ["Bindings", "Effects", "JSONCodec", "Ledger", "QubitroClient"],
      swiftSettings: strict
    ),
    .target(
      name: "Reporting",
      dependencies: [
        "Bindings", "Effects", "Ledger", "LuaRuntime", "Provisioning", "QubitroClient", "Settings",
        "Terminal",
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "LedgerCommands",
      dependencies: [
        "Bindings", "Effects", "Files", "JSONCodec", "Ledger", "LedgerAccess", "Provisioning",
        "QubitroClient", "Settings", "Terminal",
      ],
      swiftSettings: strict
    ),
    .target(
      name: "Host",
      dependencies: [
        "Bindings", "Effects", "Ledger", "LedgerAccess", "LuaRuntime", "Provisioning",
        "QubitroClient", "Reporting", "Settings", "Terminal",
      ],
      swiftSettings: strict
    ),
    .target(
      name: "Simulator",
      dependencies: [
        "QubitroModel",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "X509", package: "swift-certificates"),
      ],
      swiftSettings: strict
    ),

    // MARK: Commands
    .target(
      name: "CStandardStreams",
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
    ),
    .executableTarget(
      name: "qubitro-host",
      dependencies: [
        "CStandardStreams", "Effects", "Host", "Ledger", "LedgerCommands", "LuaRuntime",
        "Provisioning", "Reporting", "Settings", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "qubitro-sim",
      dependencies: [
        "QubitroModel", "Simulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),

    // MARK: Tests
    .target(
      name: "Mishaps", path: "Tests/Mishaps",
      cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
    ),
    .target(
      name: "TestSupport",
      dependencies: [
        "Effects", "Host", "Ledger", "LedgerAccess", "LedgerCommands", "LedgerSQLite",
        "Provisioning", "QubitroClient", "QubitroModel", "Reporting", "Settings", "Simulator",
        "Terminal",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Tests/TestSupport",
      swiftSettings: strict
    ),
    .testTarget(name: "EffectsTests", dependencies: ["Effects"], swiftSettings: strict),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LuaRuntimeTests",
      dependencies: ["Bindings", "Effects", "Files", "LuaRuntime", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "JSONCodecTests", dependencies: ["JSONCodec", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "QubitroClientTests",
      dependencies: [
        "JSONCodec", "QubitroClient", "QubitroModel", "Simulator", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: strict
    ),
    .testTarget(name: "QubitroModelTests", dependencies: ["QubitroModel"], swiftSettings: strict),
    .testTarget(
      name: "LedgerTests", dependencies: ["Ledger", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LedgerSQLiteTests",
      dependencies: [
        "Ledger", "LedgerSQLite", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "BindingsTests",
      dependencies: ["Bindings", "Effects", "JSONCodec", "QubitroClient", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SimulatorTests",
      dependencies: [
        "QubitroModel", "Simulator", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TerminalTests", dependencies: ["Effects", "TestSupport", "Terminal"],
      swiftSettings: strict),
    .testTarget(
      name: "SettingsTests",
      dependencies: ["LuaRuntime", "QubitroClient", "Settings", "Terminal", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerAccessTests",
      dependencies: ["Ledger", "LedgerAccess", "LedgerSQLite", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ProvisioningTests",
      dependencies: [
        "Bindings", "Effects", "Ledger", "LedgerAccess", "LedgerSQLite", "LuaRuntime",
        "Provisioning", "QubitroClient", "QubitroModel", "Reporting", "Settings", "Simulator",
        "Terminal", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Bindings", "Effects", "Ledger", "LuaRuntime", "Provisioning", "QubitroClient", "Reporting",
        "Settings", "Simulator", "Terminal", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerCommandsTests",
      dependencies: [
        "Ledger", "LedgerAccess", "LedgerCommands", "LedgerSQLite", "Provisioning", "QubitroClient",
        "QubitroModel", "Settings", "Simulator", "Terminal", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "HostTests",
      dependencies: [
        "Bindings", "Effects", "Host", "Ledger", "LedgerAccess", "LedgerCommands", "LedgerSQLite",
        "LuaRuntime", "Provisioning", "QubitroClient", "QubitroModel", "Reporting", "Settings",
        "Simulator", "Terminal", "TestSupport",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Ledger", "LedgerSQLite", "Provisioning", "QubitroModel", "Settings", "Simulator",
        "Terminal", "TestSupport", "qubitro-host", "qubitro-sim", "soak",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(name: "RepositoryTests", swiftSettings: strict),
    .executableTarget(
      name: "soak",
      dependencies: ["Ledger", "LedgerSQLite", "QubitroModel", "Simulator", "TestSupport"],
      path: "Tests/Soak",
      swiftSettings: strict),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Effects", "Host", "Ledger", "LedgerSQLite", "LuaRuntime", "Provisioning", "QubitroClient",
        "QubitroModel", "Reporting", "Settings", "Simulator", "Terminal", "TestSupport",
      ],
      path: "Tests/Benchmarks", swiftSettings: strict),
  ]
)
