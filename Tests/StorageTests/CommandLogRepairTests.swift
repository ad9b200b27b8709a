import Foundation
import Market
import Storage
import Testing

/// A command log that is damaged where it was committed: mended from a copy, or given up from there on.
@Suite struct CommandLogRepairTests {
  /// A log of 300 commands in batches of three, in several segments, each committed before the next; and a copy.
  private static func make() throws -> (place: TemporaryDirectory, copy: TemporaryDirectory) {
    let (place, copy) = (try TemporaryDirectory(), try TemporaryDirectory())
    do {
      let directory = try StorageDirectory.open(place.path)
      var log = try openLog(directory)
      var committer = log.makeCommitter()
      for _ in 0..<100 {
        try log.append(3, committedBy: &committer)
      }
    }
    let source = URL(fileURLWithPath: "\(place.path)/commands")
    try FileManager.default.copyItem(
      at: source, to: URL(fileURLWithPath: "\(copy.path)/commands"))
    return (place, copy)
  }

  private static func segments(_ place: TemporaryDirectory) throws -> [String] {
    try place.names(in: "commands").filter { $0.hasSuffix(".log") }.sorted()
  }

  @Test(
    "what can't be read comes from the copy; the damaged file stays aside",
    arguments: [(0, 9), (0, 4_096), (0, 4_300), (1, 4_200), (2, 4_096), (1, 9)])
  func mended(_ segment: Int, _ offset: Int) throws {
    let (place, copy) = try Self.make()
    let name = try Self.segments(place)[segment]
    try place.flip("commands/\(name)", at: offset)
    #expect(throws: StorageError.self) { try sequences(place.path) }
    let directory = try StorageDirectory.open(place.path)
    let outcome = try CommandLogRepair.mend(directory, from: copy.path)
    #expect(outcome.records == (offset == 9 ? outcome.records : 1))
    #expect(outcome.aside == ["\(place.path)/commands/\(name).aside"])
    #expect(try sequences(place.path) == Array(1...300))
    #expect(try place.bytes("commands/\(name)") == copy.bytes("commands/\(name)"))
  }

  @Test("two that are damaged at different places make a whole one; a segment may be gone")
  func both() throws {
    let (place, copy) = try Self.make()
    let names = try Self.segments(place)
    try place.flip("commands/\(names[0])", at: 4_300)
    try copy.flip("commands/\(names[0])", at: 5_000)
    try FileManager.default.removeItem(atPath: "\(place.path)/commands/\(names[1])")
    try copy.flip("commands/\(names[2])", at: 5_000)
    let directory = try StorageDirectory.open(place.path)
    _ = try CommandLogRepair.mend(directory, from: copy.path)
    #expect(try sequences(place.path) == Array(1...300))
    let again = try CommandLogRepair.mend(directory, from: copy.path)
    #expect(again == CommandLogRepair.Outcome())
  }

  @Test("what neither can read stays damaged")
  func neither() throws {
    let (place, copy) = try Self.make()
    let name = try Self.segments(place)[0]
    try place.flip("commands/\(name)", at: 4_300)
    try copy.flip("commands/\(name)", at: 4_300)
    let directory = try StorageDirectory.open(place.path)
    let outcome = try CommandLogRepair.mend(directory, from: copy.path)
    #expect(outcome == CommandLogRepair.Outcome())
    #expect(throws: StorageError.self) { try sequences(place.path) }
  }

  @Test("a copy of another log, or of none, is refused and named")
  func foreign() throws {
    let (place, _) = try Self.make()
    let other = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    #expect(throws: StorageError.self) {
      _ = try CommandLogRepair.mend(directory, from: other.path)
    }
    do {
      let second = try StorageDirectory.open(other.path)
      var log = try CommandLog.open(
        in: second, coreVersion: 7, newLogID: 43, options: smallSegments)
      _ = try log.append(1)
    }
    do {
      _ = try CommandLogRepair.mend(directory, from: other.path)
      Issue.record("mended from another log")
    } catch {
      #expect("\(error)".contains("belongs to another log"))
    }
  }

  @Test("what is behind the damage is set aside, by its number alone, and the log goes on")
  func setAside() throws {
    let (place, _) = try Self.make()
    let name = try Self.segments(place)[1]
    let first = try #require(UInt64(name.prefix(12)))
    try place.flip("commands/\(name)", at: 4_096 + 128 + 70)
    let directory = try StorageDirectory.open(place.path)
    for wrong in [first - 2, first, 300] {
      #expect(throws: StorageError.self) {
        _ = try CommandLogRepair.setAside(directory, behind: Sequence(rawValue: wrong))
      }
    }
    let outcome = try CommandLogRepair.setAside(directory, behind: Sequence(rawValue: first - 1))
    let later = try Self.segments(place)
    #expect(later.count == 2)
    #expect(outcome.aside.count == 2 || outcome.aside.count == 3)
    #expect(try sequences(place.path) == Array(1..<first))
    var log = try openLog(directory)
    #expect(log.nextSequence.rawValue == first)
    let appended = try log.append(2)
    #expect(appended == .appended)
    #expect(try sequences(place.path) == Array(1..<first + 2))
  }

  @Test("a whole log is not set aside")
  func whole() throws {
    let (place, _) = try Self.make()
    let directory = try StorageDirectory.open(place.path)
    do {
      _ = try CommandLogRepair.setAside(directory, behind: Sequence(rawValue: 300))
      Issue.record("set aside")
    } catch {
      #expect("\(error)".contains("is not damaged"))
    }
    #expect(try sequences(place.path) == Array(1...300))
  }

  @Test("events of commands that are given up go with them")
  func events() throws {
    let (place, _) = try Self.make()
    let name = try Self.segments(place)[1]
    let last = try #require(UInt64(name.prefix(12))) - 1
    let directory = try StorageDirectory.open(place.path)
    do {
      let log = try openEvents(directory)
      var writer = try log.makeWriter()
      var files = try log.makeFileWriter()
      writer.append(1...300, committedIn: log)
      while try files.writeBehind() > 0 {}
    }
    try place.flip("commands/\(name)", at: 4_096 + 128 + 70)
    let outcome = try CommandLogRepair.setAside(directory, behind: Sequence(rawValue: last))
    #expect(outcome.aside.contains { $0.contains("/events/") })
    let log = try openEvents(directory)
    #expect(log.recovery.end == last * 128)
    #expect(log.recovery.bytesCut == 0)
  }
}
