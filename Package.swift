// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
  // The path of an order goes through nine modules: inlined into each other, it costs a twentieth less
  // (benchmark load).
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// A module of our own: its dependencies are the arrows of Sources/ARCHITECTURE.md, downwards only.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], _ more: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict + more)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let libraries = [
  "Market", "FIX44", "Memory", "Rings", "Digests", "FIXWire", "Matching", "Titles", "Funds",
  "Negotiation", "Auctions", "Surveillance", "Records",
  "MarketCore", "MarketData", "FIXSession", "OrderEntry", "CLinux", "Linux", "Storage",
  "Transport", "Agents", "TLS", "Secrets", "Compression", "LogText", "TradeClient", "Tap",
  "Conformance",
]

let package = Package(
  name: "cangdan",
  products: libraries.map { .library(name: $0, targets: [$0]) } + [
    .executable(name: "cangdan", targets: ["cangdan"]),
    .executable(name: "fixgen", targets: ["fixgen"]),
    .executable(name: "soak", targets: ["soak"]),
    .executable(name: "simulate", targets: ["simulate"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C shims: header-only, no logic.
    .target(name: "CSIMD"),
    .target(name: "CMemory"),
    .target(name: "CLinux"),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
    // Layer 0
    module("Market"),
    module("FIX44"),
    module("Memory", ["CMemory", "CSIMD"], [.enableExperimentalFeature("RawLayout")]),
    module("Rings"),
    module("Digests", ["CSIMD"]),
    // Layer 1
    module("FIXWire", ["CSIMD", "FIX44", "Memory", "Market"]),
    module("Matching", ["Market", "Memory"]),
    module("Titles", ["Digests", "Market", "Memory"]),
    module("Funds", ["Market", "Memory"]),
    module("Negotiation", ["Market", "Memory"]),
    module("Auctions", ["Market", "Memory"]),
    module("Surveillance", ["Market", "Memory"]),
    module("Records", ["CSIMD", "Market", "Memory"]),
    // Layer 2
    module(
      "MarketCore",
      [
        "Market", "Memory", "Records", "Matching", "Titles", "Funds", "Negotiation", "Auctions",
        "Surveillance",
      ]),
    module("MarketData", ["Market", "Memory", "FIX44", "FIXWire", "Matching", "Records"]),
    module("FIXSession", ["Market", "Memory", "FIX44", "FIXWire"]),
    module("OrderEntry", ["Market", "Memory", "FIX44", "FIXWire", "Records"]),
    // Layer 3
    module("Linux", ["CLinux"]),
    module(
      "Storage",
      [
        "CLinux", "CMemory", "Compression", "Digests", "Linux", "Market", "Memory", "Rings",
        "Records",
      ]),
    module("TLS", ["COpenSSL", "Linux", "Memory"]),
    module("Transport", ["CLinux", "Linux", "Memory", "TLS"]),
    module("Secrets", ["COpenSSL"]),
    module("Compression", ["CLZ4", "Memory"]),
    // Layer 4
    module(
      "Agents",
      [
        "Market", "FIX44", "Memory", "Rings", "FIXWire", "Records", "MarketCore", "MarketData",
        "FIXSession", "OrderEntry", "Linux", "Storage", "Transport", "TLS", "Secrets",
        "Compression",
      ]),
    // Layer 5
    module(
      "MarketDefinition",
      ["Market", "Titles", "Memory", "Records", "Secrets", "Storage", "TLS", yams]),
    module(
      "LogText",
      [
        "Market", "FIX44", "Memory", "FIXWire", "Funds", "Records", "MarketCore", "Storage",
        "Surveillance",
      ]),
    module(
      "Reconciliation", ["Market", "Digests", "Records", "Titles", "MarketDefinition"]),
    module(
      "Operations",
      ["Market", "MarketCore", "Transport", "Storage", "Agents", "MarketDefinition"]),
    module(
      "Recorder",
      [
        "Market", "FIX44", "Digests", "Memory", "FIXWire", "Records", "Titles", "Funds",
        "MarketCore",
        "MarketData", "OrderEntry", "Storage", "Compression", "LogText", "Surveillance", grdb,
      ]),
    module(
      "TradeClient", ["Market", "FIX44", "Memory", "FIXWire", "FIXSession", "Compression"]),
    module(
      "Tap", ["Market", "FIX44", "Memory", "Digests", "FIXWire", "FIXSession", "TradeClient"]),
    module(
      "Conformance",
      ["Market", "FIX44", "Memory", "FIXWire", "FIXSession", "Linux", "TLS", "Transport"]),
    .executableTarget(
      name: "cangdan",
      dependencies: [
        "Market", "FIX44", "Memory", "Rings", "FIXWire", "Records", "MarketCore", "MarketData",
        "FIXSession", "OrderEntry", "Linux", "Storage", "Transport", "TLS", "Agents",
        "MarketDefinition",
        "CLinux", "Compression",
        "Secrets", "Surveillance", "LogText", "Recorder", "TradeClient", "Tap",
        "Operations", "Conformance",
        "Reconciliation",
        argumentParser, logging,
      ], swiftSettings: strict),
    // The generator of FIX44, the dictionary and the tag tables.
    .target(
      name: "FixGen", dependencies: ["Digests"], path: "Tools/FixGen", swiftSettings: strict),
    .executableTarget(
      name: "fixgen", dependencies: ["FixGen"], path: "Tools/FixGenCommand",
      swiftSettings: strict),
    // The naive venue, the random streams and what compares them with the venue itself.
    .target(
      name: "Oracle",
      dependencies: [
        "Market", "Memory", "Records", "Funds", "Titles", "MarketCore", "MarketData",
      ],
      path: "Tools/Oracle", swiftSettings: strict),
    .executableTarget(
      name: "soak", dependencies: ["Oracle", "Market"], path: "Tools/OracleCommand",
      swiftSettings: strict),
    // The venue's agents in one thread: network, disk and clock of our own, clients, faults from a seed.
    .target(name: "CDisk", path: "Tools/CDisk"),
    .target(
      name: "Simulation",
      dependencies: [
        "CDisk", "Market", "FIX44", "Memory", "Rings", "FIXWire", "Records", "MarketCore",
        "MarketData", "FIXSession", "OrderEntry", "Linux", "Storage", "Transport", "Agents",
        "Funds", "TradeClient", "Recorder", "Reconciliation",
      ],
      path: "Tools/Simulation", swiftSettings: strict),
    .executableTarget(
      name: "simulate", dependencies: ["Simulation"], path: "Tools/SimulationCommand",
      swiftSettings: strict),
    // Tests mirror the sources.
    tests("MarketTests", ["Market"]),
    tests("MemoryTests", ["Memory"]),
    tests("RingsTests", ["Rings"]),
    tests("DigestsTests", ["Digests", "CSIMD"]),
    tests("FIX44Tests", ["FIX44", "FixGen"]),
    tests("FIXWireTests", ["FIXWire", "Conformance", "FIX44", "Market", "Memory"]),
    tests("MatchingTests", ["Matching", "Market", "Memory"]),
    tests("NegotiationTests", ["Negotiation", "Market", "Memory"]),
    tests("AuctionsTests", ["Auctions", "Market", "Memory"]),
    tests("SurveillanceTests", ["Surveillance", "Market", "Memory"]),
    tests("TitlesTests", ["Titles", "Digests", "Market", "Memory", "Oracle"]),
    tests("FundsTests", ["Funds", "Market"]),
    tests("RecordsTests", ["Records", "CSIMD", "Market"]),
    tests(
      "MarketCoreTests",
      [
        "MarketCore", "MarketData", "Market", "Memory", "FIX44", "FIXWire", "Records", "Titles",
        "Funds", "Oracle",
      ]),
    tests("MarketDataTests", ["MarketData", "Market", "Records"]),
    tests(
      "FIXSessionTests",
      ["FIXSession", "FIXWire", "FIX44", "Market", "Memory", "Conformance"]),
    tests(
      "ConformanceTests",
      ["Conformance", "FIXSession", "FIXWire", "FIX44", "Market", "Memory", "Linux", "Transport"]),
    tests("OrderEntryTests", ["OrderEntry", "FIXWire", "FIX44", "Market", "Records"]),
    tests("LinuxTests", ["Linux"]),
    tests(
      "StorageTests",
      ["Storage", "Compression", "Linux", "Market", "Memory", "Rings", "Records", "CLinux"]),
    tests("TLSTests", ["TLS", "Linux", "Memory"]),
    tests("TransportTests", ["Transport", "TLS", "Linux", "Memory", "CLinux"]),
    tests(
      "AgentsTests",
      [
        "Agents", "Market", "FIX44", "Memory", "Rings", "FIXWire", "Records", "MarketCore",
        "MarketData", "FIXSession", "OrderEntry", "Linux", "Storage", "Transport", "TLS", "Secrets",
        "Compression", "Conformance", "CLinux",
      ]),
    tests("SecretsTests", ["Secrets"]),
    tests("CompressionTests", ["Compression", "Memory"]),
    tests(
      "MarketDefinitionTests",
      ["MarketDefinition", "Market", "MarketCore", "Memory", "Records", "Secrets", "TLS"]),
    tests(
      "LogTextTests",
      [
        "LogText", "Linux", "Market", "Memory", "MarketCore", "Records", "Storage", "Surveillance",
      ]),
    tests(
      "RecorderTests",
      [
        "Recorder", "FIXWire", "Market", "Memory", "Records", "Storage", "Titles", "Funds", grdb,
      ]),
    tests(
      "TradeClientTests",
      ["TradeClient", "Market", "FIX44", "Memory", "FIXWire", "FIXSession", "Compression"]),
    tests(
      "TapTests",
      [
        "Tap", "TradeClient", "Market", "FIX44", "Memory", "Digests", "FIXWire", "FIXSession",
        "Compression",
      ]),
    tests(
      "OperationsTests",
      ["Operations", "Agents", "Market", "MarketCore", "MarketDefinition", "Storage"]),
    tests(
      "ReconciliationTests",
      ["Reconciliation", "Market", "Records", "Titles", "MarketDefinition"]),
    tests("OracleTests", ["Oracle", "Market", "Titles"]),
    tests("SimulationTests", ["Simulation"]),
    tests("TidyTests", []),
  ]
)

// The sanitizers look at some tests, and build what these need: CANGDAN_TESTS names them.
if let names = Context.environment["CANGDAN_TESTS"] {
  var wanted = Set(names.split(separator: " ").map(String.init))
  var count = 0
  while count != wanted.count {
    count = wanted.count
    for target in package.targets where wanted.contains(target.name) {
      for case .byNameItem(let name, _) in target.dependencies { wanted.insert(name) }
    }
  }
  package.targets.removeAll { !wanted.contains($0.name) }
  package.products = []
}
