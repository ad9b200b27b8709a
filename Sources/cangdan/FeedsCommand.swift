import ArgumentParser
import CLinux
import Glibc
import Market
import Recorder

/// `cangdan feeds`: the feeds of a venue, from its files.
struct FeedsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feeds",
    abstract:
      "Make the feeds of a venue from its log: daily files, a session's drop copy, digests.",
    discussion: """
      The log is only read; the venue may run meanwhile and is not slowed.

        cangdan feeds write --data data --follow
        cangdan feeds show DC001 --market Specs/sample-market --data data --digest
      """,
    subcommands: [Write.self, Show.self])
}

extension FeedsCommand {
  /// `cangdan feeds write`: daily files.
  struct Write: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the drop copy of all firms and the market data into files, one a day.",
      discussion: """
        Writes into `feeds` in the data directory, as FIX messages in LZ4 frames, for each day of the \
        market's clock: `YYYY-MM-DD.drop-copy.fix.lz4`, what a supervisor entitled to all firms is told, \
        and `YYYY-MM-DD.market-data.fix.lz4`, a snapshot of each instrument and all changes behind it. \
        `cangdan tap --read` prints them, `lz4 -d` decodes them. Whatever ends this process, the next one \
        goes on behind the last message; the files of a day that is over are sealed, nobody may write to \
        them. They are a function of the log: moved away, they are made again with the same messages. \
        What the last command has changed of the market is written when an event comes behind it.

          cangdan feeds write --data data                    what there is, then end
          cangdan feeds write --data data --follow
              and go on with what the venue does
          cangdan tap --read data/feeds/2026-11-23.drop-copy.fix.lz4 --format csv

        Exit codes: 0 written; 1 not, with the reason.
        """)

    @Option(help: "The data directory of the venue.") var data: String
    @Flag(help: "Go on with what the venue does, until interrupted.") var follow = false
    @Option(help: "The venue's CompID, SenderCompID(49).") var venue = "CANGDAN"
    @Option(help: "Where the market's days begin, as its calendar has it.")
    var utcOffset = "+08:00"

    func validate() throws {
      guard let text = Text16(venue), !text.isEmpty else {
        throw ValidationError("--venue \(venue) is no CompID: 1 to 16 printable ASCII characters")
      }
      do {
        _ = try MarketZone(utcOffset)
      } catch {
        throw ValidationError("--utc-offset \(utcOffset) is no offset such as +08:00")
      }
      try LogDirectory.check(data)
    }

    func run() throws {
      do {
        let lock = try BooksLock("\(data)/feeds")
        _ = clinux_give_way(10)
        try withExtendedLifetime(lock) { try write() }
      } catch let error as RecorderError {
        Output.complain("\(error)")
        throw ExitCode(1)
      }
    }

    private func write() throws {
      var files = try FeedFiles(
        of: data, venue: CompID(Text16(venue) ?? Text16()), zone: try MarketZone(utcOffset))
      while try files.advance() {}
      if let problem = files.problem {
        Output.complain(problem)
        throw ExitCode(1)
      }
      let counts = files.counts
      print(
        "\(counts.copies) messages of the drop copy and \(counts.market) of market data written")
      Output.flush()
      while follow {
        if try !files.advance() { poll(nil, 0, 100) }
      }
    }
  }
}
