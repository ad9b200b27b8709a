// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

/// A module of the program itself.
func cangdan(_ name: String) -> Target.Dependency { .product(name: name, package: "cangdan") }

let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(name: "cangdan", path: ".."),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    // Valgrind 3.19 takes indexed strings of DWARF 5 for places in the file, and gives up.
    .target(name: "CAllocationCount", cSettings: [.unsafeFlags(["-gdwarf-4"])]),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "CAllocationCount", cangdan("CLinux"), cangdan("Compression"), cangdan("FIX44"),
        cangdan("FIXSession"),
        cangdan("FIXWire"), cangdan("Linux"), cangdan("LogText"), cangdan("Market"),
        cangdan("MarketCore"),
        cangdan("MarketData"),
        cangdan("Matching"), cangdan("Memory"), cangdan("OrderEntry"), cangdan("Records"),
        cangdan("Rings"), cangdan("Secrets"), cangdan("Storage"), cangdan("TLS"),
        cangdan("Transport"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: strict),
  ]
)
