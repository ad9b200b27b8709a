import Foundation
import Market
import MarketCore
import Memory
import Records
import Storage
import Testing

@testable import Recorder

/// Daily files of a log's feeds: each message once, whatever ends their writer.
@Suite struct FeedFilesTests {
  static let venue = CompID(text16("CANGDAN"))

  /// Writes what is there; how many messages that were.
  @discardableResult
  static func write(_ place: TemporaryDirectory) throws -> UInt64 {
    try writeBoth(place).copies
  }

  static func writeBoth(
    _ place: TemporaryDirectory
  ) throws -> (copies: UInt64, market: UInt64) {
    var files = try FeedFiles(
      of: place.path, venue: venue, zone: try MarketZone("+08:00"), limits: .small)
    while try files.advance() {}
    if let problem = files.problem { throw RecorderError.log(reason: problem) }
    return files.counts
  }

  static func path(_ place: TemporaryDirectory, _ day: String) -> String {
    "\(place.path)/feeds/\(day).drop-copy.fix.lz4"
  }

  /// The last message of a file, its number and its place.
  static func end(_ path: String) throws -> String {
    let handle = try #require(FileHandle(forReadingAtPath: path))
    let content = try FeedContent.read(handle, path)
    let fields = String(decoding: content.lastMessage ?? [], as: UTF8.self).split(
      separator: "\u{1}")
    let told = fields.filter { field in
      ["34=", "115=", "7841="].contains { field.hasPrefix($0) }
    }
    return "\(content.count): \(told.joined(separator: "|"))"
  }

  /// A session of the buyer.
  static func begin(_ log: inout SampleLog) throws {
    try log.begin()
    var session = DefineSession()
    session.session = SessionID(rawValue: 1)
    session.firm = SampleMarket.buyer
    session.compID = CompID(text16("DLR001"))
    session.roleCode = SessionRole.dealer.rawValue
    try log.write(.defineSession, session)
  }

  static func report(_ log: inout SampleLog, _ order: UInt64) throws {
    try log.write(.newOrder, NewOrder()) {
      $0.tell(
        .executionReport, SampleMarket.report(order, .new, .new), to: SessionID(rawValue: 1))
    }
  }

  @Test("what a session was told, with its name; nothing a second time")
  func copies() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.begin(&log)
    for order in 1...3 as ClosedRange<UInt64> { try Self.report(&log, order) }
    #expect(try Self.write(place) == 3)
    #expect(try Self.write(place) == 0)
    let first = try Self.end(Self.path(place, "2026-11-23"))
    #expect(first.hasPrefix("3: 115=DLR001|34=3|7841="))
    try Self.report(&log, 4)
    #expect(try Self.write(place) == 1)
    #expect(try Self.end(Self.path(place, "2026-11-23")).hasPrefix("4: 115=DLR001|34=4|7841="))
  }

  @Test("a file that is cut off becomes what it was")
  func torn() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.begin(&log)
    try Self.report(&log, 1)
    #expect(try Self.write(place) == 1)
    for order in 2...5 as ClosedRange<UInt64> { try Self.report(&log, order) }
    #expect(try Self.write(place) == 4)
    let path = Self.path(place, "2026-11-23")
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let end = try Self.end(path)
    for cut in stride(from: 0, to: whole.count, by: 13) {
      try whole.prefix(cut).write(to: URL(fileURLWithPath: path))
      let count = try Self.write(place)
      #expect(count == 4 || count == 5)
      #expect(try Self.end(path) == end)
    }
  }

  @Test("each day has its file; that of a day that is over is sealed")
  func days() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.begin(&log)
    try Self.report(&log, 1)
    log.time += nanosPerDay
    try Self.report(&log, 2)
    try Self.report(&log, 3)
    #expect(try Self.write(place) == 3)
    let first = Self.path(place, "2026-11-23")
    #expect(try Self.end(first).hasPrefix("1: 115=DLR001|34=1|7841=0"))
    #expect(try Self.end(Self.path(place, "2026-11-24")).hasPrefix("2: 115=DLR001|34=2|"))
    let attributes = try FileManager.default.attributesOfItem(atPath: first)
    #expect(attributes[.posixPermissions] as? Int == 0o444)
    #expect(try Self.write(place) == 0)
    log.time += nanosPerDay
    try Self.report(&log, 4)
    #expect(try Self.write(place) == 1)
    #expect(try Self.end(Self.path(place, "2026-11-25")).hasPrefix("1: 115=DLR001|34=1|"))
  }

  @Test("files of another log are not gone on with, nor is a damaged one")
  func otherLog() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try Self.begin(&log)
    try Self.report(&log, 1)
    try Self.report(&log, 2)
    try Self.write(place)
    let other = try TemporaryDirectory()
    var otherLog = try SampleLog(in: StorageDirectory.open(other.path), logID: 43)
    try Self.begin(&otherLog)
    try FileManager.default.copyItem(
      atPath: "\(place.path)/feeds", toPath: "\(other.path)/feeds")
    #expect(throws: RecorderError.self) { try Self.write(other) }
    try Self.report(&otherLog, 7)
    try Self.report(&otherLog, 8)
    #expect(throws: RecorderError.self) { try Self.write(other) }
    let path = Self.path(other, "2026-11-23")
    try Data("no frame at all".utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: RecorderError.self) { try Self.write(other) }
    #expect(error?.description.contains("move it away") == true)
  }
}
