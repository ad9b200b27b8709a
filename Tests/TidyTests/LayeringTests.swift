import Foundation
import Testing

/// The arrows of Sources/ARCHITECTURE.md: a module imports only what lies below it.
@Suite struct LayeringTests {
  static let layers: [[String]] = [
    ["Market", "FIX44", "Memory", "Rings", "Digests"],
    [
      "FIXWire", "Matching", "Titles", "Funds", "Negotiation", "Auctions", "Surveillance",
      "Records",
    ],
    ["MarketCore", "MarketData", "FIXSession", "OrderEntry"],
    ["Linux", "Storage", "TLS", "Transport", "Secrets", "Compression"],
    ["Agents"],
    [
      "MarketDefinition", "LogText", "Recorder", "TradeClient", "Tap", "Operations", "Conformance",
      "Reconciliation",
      "cangdan",
    ],
  ]
  /// Modules of one layer do not know each other; these pairs may.
  static let siblings: Set<String> = [
    "Storage>Linux", "Storage>Compression",
    "Transport>Linux", "Transport>TLS", "TLS>Linux", "cangdan>MarketDefinition",
    "cangdan>LogText", "cangdan>Recorder", "Recorder>LogText",
    "cangdan>TradeClient", "cangdan>Conformance", "cangdan>Operations",
    "Tap>TradeClient", "cangdan>Tap",
    "Operations>MarketDefinition", "Reconciliation>MarketDefinition", "cangdan>Reconciliation",
  ]
  /// What comes from outside, and the lowest layer that may use it.
  static let outside: [String: Int] = [
    "CSIMD": 0, "CMemory": 0, "Synchronization": 0, "CLinux": 3, "Glibc": 3, "COpenSSL": 3,
    "CLZ4": 3,
    "Yams": 5, "GRDB": 5, "Foundation": 5, "ArgumentParser": 5, "Logging": 5,
  ]

  static func layer(of module: String) -> Int? { layers.firstIndex { $0.contains(module) } }

  static func imports(of file: SourceTree.File) -> [(line: Int, module: String)] {
    file.code.enumerated().compactMap { index, line in
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "import"), at <= 2, at + 1 < words.count else {
        return nil
      }
      return (index, String(words[at + 1]))
    }
  }

  @Test("every module of Sources has a layer")
  func everyModuleHasALayer() {
    let shims: Set<String> = ["CSIMD", "CMemory", "CLinux", "COpenSSL", "CLZ4"]
    let unknown = Set(SourceTree.sources.map(\.module)).subtracting(Self.layers.joined())
    #expect(unknown.subtracting(shims).isEmpty)
  }

  @Test("imports point downwards only")
  func importsPointDownwards() {
    var broken: [String] = []
    for file in SourceTree.sources {
      guard let own = Self.layer(of: file.module) else { continue }
      for (line, imported) in Self.imports(of: file) {
        let allowed =
          if let other = Self.layer(of: imported) {
            other < own || Self.siblings.contains("\(file.module)>\(imported)")
          } else {
            (Self.outside[imported] ?? .max) <= own
          }
        if !allowed { broken.append(place(file, line)) }
      }
    }
    #expect(broken == [])
  }

  @Test("only Rings shares memory between threads below layer 3")
  func sharing() {
    let broken = SourceTree.sources.filter { file in
      (Self.layer(of: file.module) ?? .max) <= 2 && file.module != "Rings"
        && Self.imports(of: file).contains { $0.module == "Synchronization" }
    }
    #expect(broken.map(\.path) == [])
  }

  static let impure: [String] = [
    "static var [a-zA-Z]+( *:[^{=]+)? *=", "nonisolated\\(unsafe\\)", "\\basync\\b", "\\bawait\\b",
    "\\bDouble\\b", "\\bFloat\\b", "\\bDictionary<", "\\bSet<", ": \\[[A-Z][A-Za-z]*: [A-Z]",
    "\\bHasher\\b", "\\.random\\b", "\\bprint\\(",
  ]

  @Test(
    "layers 0 to 2 have no globals, clocks, floating point or seeded hashing", arguments: impure)
  func purity(_ pattern: String) throws {
    let expression = try NSRegularExpression(pattern: pattern)
    var broken: [String] = []
    for file in SourceTree.sources where (Self.layer(of: file.module) ?? .max) <= 2 {
      for (index, line) in file.code.enumerated() where expression.matches(line) {
        broken.append(place(file, index))
      }
    }
    #expect(broken == [])
  }
}

extension NSRegularExpression {
  func matches(_ line: String) -> Bool {
    firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil
  }
}
