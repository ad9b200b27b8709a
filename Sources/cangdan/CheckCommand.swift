import ArgumentParser
import MarketDefinition

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a market definition and say everything that is wrong with it.",
    discussion: """
      Every problem is told with file, line and the way out. Exit code 1 if there is one.

        cangdan check Specs/sample-market
      """)

  @Argument(help: "The folder with venue.yaml, firms.yaml, sessions.yaml, ...")
  var market: String

  func run() throws {
    do throws(InvalidDefinition) {
      let definition = try Definition(folder: market)
      print(definition.summary)
    } catch {
      print(error.description)
      print(error.count == 1 ? "1 problem" : "\(error.count) problems")
      throw ExitCode.failure
    }
  }
}

extension Definition {
  /// What there is, in one line.
  var summary: String {
    "\(venue.name): \(firms.count) firms, \(sessions.count) sessions, \(instruments.count) instruments, "
      + "\(warehouses.count) warehouses, \(documents.count) title documents, no problem"
  }
}
