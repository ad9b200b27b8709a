import ArgumentParser
import CLinux
import Market
import Storage

/// `cangdan archive`: keeps a log for years.
struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract:
      "Seal old segments of a venue's logs, and remove what is past its retention from an archive.",
    discussion: """
      Segments that are full, older than --days, and not needed behind the newest snapshot (`cangdan follow` \
      writes them) are compressed, read back, and take the plain files' places: NUMBER.log becomes \
      NUMBER.log.lz4, one LZ4 frame, which `lz4 -d` makes the same file of. Every reader reads them. The venue \
      may run meanwhile; nothing of it waits for this.

      The digests of sealed commands are a chain, SHA-256 from batch to batch and segment to segment, in \
      DIR/commands/chain. The value that is printed testifies to the whole log before it: keep it elsewhere. \
      `cangdan log DIR --verify` compares.

        cangdan archive data
            seal what is a week old; once a day, by a timer
        cangdan archive data --days 30
        cangdan archive copy --prune-years 10
            remove from an archive what is older than ten years

      --prune-years is for archives: copies, or the directory of a log that another one has followed. A \
      venue's own log is never shortened, and none starts on one that was.
      """)

  @Argument(help: "The data directory of the venue.")
  var directory: String

  @Option(help: "Only segments that were last written so many days ago, 0 to 36,500.")
  var days = 7

  @Option(
    help:
      "Remove sealed segments older than so many years, 5 at least; nothing is removed without it.")
  var pruneYears: Int?

  func validate() throws {
    guard (0...36_500).contains(days) else { throw ValidationError("--days is 0 to 36500") }
    let least = LogArchive.leastYears
    if let pruneYears, !(least...100).contains(pruneYears) {
      throw ValidationError(
        "--prune-years is \(least) to 100: logs are kept \(least) years at least")
    }
    try LogDirectory.check(directory, isWritten: true)
  }

  func run() throws {
    _ = clinux_give_way(10)
    do throws(StorageError) {
      var archive = try LogArchive(directory: directory)
      try seal(&archive)
      if let pruneYears { try prune(&archive, years: pruneYears) }
      if let end = archive.end { print("chain \(end.value) through command \(end.sequence)") }
    } catch {
      Output.complain("\(error)")
      throw ExitCode(1)
    }
  }

  private func seal(_ archive: inout LogArchive) throws(StorageError) {
    let now = Clocks.wall().nanoseconds / 1_000_000_000
    let snapshot = try archive.seal(
      before: now - Int64(days) * 86_400 + (days == 0 ? 1 : 0), snapshots: "\(directory)/snapshots"
    ) { sealed in
      print("\(sealed.path): \(sealed.plainBytes) bytes in \(sealed.sealedBytes)")
      Output.flush()
    }
    if let snapshot { return print("behind snapshot \(snapshot.path)") }
    print("nothing is sealed: there is no snapshot; cangdan follow --data \(directory) writes them")
  }

  private func prune(_ archive: inout LogArchive, years: Int) throws(StorageError) {
    let owner = try StorageDirectory.open(directory)
    let instant = Clocks.wall().adding(
      nanoseconds: -Int64(years) * 31_557_600 * 1_000_000_000)
    for path in try archive.prune(owner, before: instant) { print("removed \(path)") }
  }
}
