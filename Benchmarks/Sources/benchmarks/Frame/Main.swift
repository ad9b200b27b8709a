import Foundation

/// `benchmarks NAME [--json FILE]` measures; `benchmarks count LOOP PASSES` runs a counted loop.
@main
enum Main {
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
      exit(1)
    }
  }

  struct UsageError: Error, CustomStringConvertible {
    let description: String
  }

  private static func run(_ arguments: [String]) throws {
    switch arguments.first {
    case nil, "help", "--help", "-h": print(help)
    case "loops": print(Benchmarks.counted.map(\.name).joined(separator: "\n"))
    case "count": try count(Array(arguments.dropFirst()))
    case .some(let name): try measure(name, Array(arguments.dropFirst()))
    }
  }

  private static func measure(_ name: String, _ options: [String]) throws {
    guard let benchmark = Benchmarks.all.first(where: { $0.name == name }) else {
      throw UsageError(description: "no benchmark is called \(name)\n\(help)")
    }
    var options = options[...]
    let quick = options.first == "--quick" ? benchmark.quick : nil
    if quick != nil { options = options.dropFirst() }
    guard options.isEmpty || options.count == 2 && options.first == "--json" else {
      throw UsageError(description: "expected --json FILE, found \(options)")
    }
    let report = try (quick ?? benchmark.measure)()
    print(report.table())
    if let file = options.dropFirst().first {
      try report.json().write(to: URL(fileURLWithPath: file))
    }
  }

  private static func count(_ arguments: [String]) throws {
    guard arguments.count == 2, let passes = Int(arguments[1]), passes > 0 else {
      throw UsageError(description: "expected count LOOP PASSES")
    }
    guard let loop = Benchmarks.counted.first(where: { $0.name == arguments[0] }) else {
      throw UsageError(description: "no loop is called \(arguments[0])")
    }
    try loop.run(passes)
  }

  private static var help: String {
    let benchmarks = Benchmarks.all.map { "  \(padded($0.name))\($0.about)" }
    let loops = Benchmarks.counted.map { "  \(padded($0.name))\($0.about)" }
    let usage = [
      "usage: Benchmarks/run NAME [--quick] [--json FILE]   measure, print a table, write JSON",
      "       Benchmarks/run instructions                  count the instructions of each loop",
    ]
    return (usage + ["", "benchmarks:"] + benchmarks + ["", "loops:"] + loops)
      .joined(separator: "\n")
  }

  private static func padded(_ name: String) -> String {
    name + String(repeating: " ", count: max(1, 12 - name.count))
  }
}
