import FixGen
import Foundation

/// `fixgen`: makes the generated files from the specification, or checks that they are up to date.
@main
enum FixGenCommand {
  private static let usage = """
    usage: fixgen [--check | --help]
    Run at the root of the project. Makes from \(Generator.specification):
    the tables of Sources/FIX44, the data dictionary Specs/FIX44-cangdan.xml and the tables of
    Specs/RULES_OF_ENGAGEMENT.md; and from Tests/Scenarios/session the suite of Sources/Conformance.
      --check  write nothing; exit 1 and name each file that is not up to date
    """

  static func main() {
    switch CommandLine.arguments.dropFirst() {
    case []: run(write)
    case ["--check"]: run(check)
    case ["--help"], ["-h"]: print(usage)
    default:
      complain(usage)
      exit(2)
    }
  }

  private static func run(_ work: (Generator) throws -> Bool) {
    do {
      let generator = Generator(root: FileManager.default.currentDirectoryPath)
      if try !work(generator) { exit(1) }
    } catch {
      complain("fixgen: \(error)")
      exit(1)
    }
  }

  private static func write(_ generator: Generator) throws -> Bool {
    for output in try generator.outputs() {
      let isStale = generator.isStale(output)
      if isStale { try generator.write(output) }
      print("\(isStale ? "wrote" : "unchanged") \(output.path)")
    }
    return true
  }

  private static func check(_ generator: Generator) throws -> Bool {
    let stale = try generator.outputs().filter(generator.isStale)
    for output in stale { complain("fixgen: \(output.path) is not up to date: swift run fixgen") }
    return stale.isEmpty
  }

  private static func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
