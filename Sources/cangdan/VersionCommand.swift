import ArgumentParser
import MarketCore
import Records

/// `cangdan version`.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version",
    abstract: "Print the versions of the program, of its core and of the log's format.",
    discussion: """
      A log is applied by its own core version only: compare with the first line of
      `cangdan log DIR --to 1`.
      """)

  /// The program's version.
  static let program = "0.1.0"

  func run() {
    print("cangdan \(Self.program)")
    print("core \(Venue.coreVersion)")
    print("format \(RecordHead.formatVersion)")
    print("swift \(Self.compiler)")
  }

  private static var compiler: String {
    #if compiler(>=6.4)
    "6.4 or newer"
    #elseif compiler(>=6.3)
    "6.3"
    #else
    "6.2"
    #endif
  }
}
