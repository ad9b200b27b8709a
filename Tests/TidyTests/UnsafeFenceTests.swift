import Foundation
import Testing

/// Pointers live behind a fence; outside of it we pass spans, indices and values.
@Suite struct UnsafeFenceTests {
  /// Folders in which `unsafe` may stand, and why.
  static let fence: [String: String] = [
    "Sources/Memory/": "slabs and buffers are where the pointers live",
    "Sources/Rings/": "two threads share one region",
    "Sources/Records/": "bodies are stored as they stand in memory",
    "Sources/FIXWire/": "the scanner and the encoder work on bytes",
    "Sources/Linux/": "system calls",
    "Sources/Storage/": "system calls and mappings",
    "Sources/TLS/": "calls of OpenSSL",
    "Sources/Transport/": "system calls",
    "Sources/Secrets/": "calls of OpenSSL, and wiping",
    "Sources/Compression/": "calls of liblz4",
    "Sources/Agents/Thread.swift": "pthread_create",
    "Sources/cangdan/": "signals and terminals",
    "Sources/Market/Text.swift": "a checked load from a span",
  ]

  @Test("`unsafe` stands only behind the fence")
  func fenced() throws {
    let word = try NSRegularExpression(pattern: "\\bunsafe\\b|Unsafe[A-Z]|@unchecked")
    var broken: [String] = []
    for file in SourceTree.sources where !Self.fence.keys.contains(where: file.path.hasPrefix) {
      for (index, line) in file.code.enumerated() where word.matches(line) {
        broken.append(place(file, index))
      }
    }
    #expect(broken == [])
  }

  @Test("a type marked @safe says why it is, in a Safety paragraph")
  func safetyParagraph() {
    var broken: [String] = []
    for file in SourceTree.sources {
      for (index, line) in file.code.enumerated() where line.contains("@safe") {
        let comment = file.lines[..<index].reversed().prefix {
          $0.contains("///") || $0.contains("@")
        }
        if !comment.contains(where: { $0.contains("*Safety:*") }) {
          broken.append(place(file, index))
        }
      }
    }
    #expect(broken == [])
  }

  @Test("no public declaration gives or takes a pointer")
  func pointersStayInside() throws {
    let pointer = try NSRegularExpression(
      pattern: "public .*(func|var|init).*Unsafe[A-Za-z]*Pointer")
    let foreign = ["withUnsafe"]
    var broken: [String] = []
    for file in SourceTree.sources {
      for (index, line) in file.code.enumerated()
      where pointer.matches(line) && !foreign.contains(where: line.contains) {
        broken.append(place(file, index))
      }
    }
    #expect(broken == [])
  }

  @Test("@inlinable stands only where generic code must specialise or known tags fold into places")
  func inlinable() {
    let allowed: Set<String> = ["Memory", "Rings", "Records"]
    let tags = ["FieldIndex", "MessageEncoder", "MessageEncoder+Fields", "TagText"]
      .map { "Sources/FIXWire/\($0).swift" }
    var broken: [String] = []
    for file in SourceTree.sources where !allowed.contains(file.module) && !tags.contains(file.path)
    {
      for (index, line) in file.code.enumerated() where line.contains("@inlinable") {
        broken.append(place(file, index))
      }
    }
    #expect(broken == [])
  }
}
