import Foundation
public import Market
import OrderEntry
import Records
import Storage

/// Writes the drop copy of all firms into a file a day of the market's clock,
/// `feeds/2026-11-23.drop-copy.fix.lz4` in the data directory, each message exactly once.
///
/// The files are a function of the log: whoever goes on reads the log from its begin and passes over what the
/// newest file has. Its last message has to be, byte for byte, the one that the log gives there.
public struct CopyFiles: ~Copyable {
  private let directory: String
  private let zone: MarketZone
  private var stream: CopyStream
  private var cursor: LogCursor
  private var file: FeedFile?
  private var day: CivilDate?
  /// The last message of the newest file: all up to it is passed over.
  private var known: [UInt8]?
  private var knownDay: CivilDate?
  private var passed: UInt64 = 0
  /// Messages that were written.
  public private(set) var count: UInt64 = 0

  /// Events looked at before what waits is written.
  private static var eventsPerStep: Int { 4_096 }
  private static var suffix: String { ".drop-copy.fix.lz4" }

  /// Goes on with the files of the venue in `directory`; `venue` is its SenderCompID(49).
  public init(of directory: String, venue: CompID, zone: MarketZone) throws(RecorderError) {
    let feeds = "\(directory)/feeds"
    var newest: FeedFile?
    do {
      try FileManager.default.createDirectory(
        atPath: feeds, withIntermediateDirectories: true)
    } catch {
      throw .refused(file: feeds, reason: error.localizedDescription)
    }
    var newestDay: CivilDate?
    for day in try Self.days(in: feeds) where newestDay == nil {
      let path = Self.path(feeds, day)
      let opened = try FeedFile.open(path)
      if opened.lastMessage == nil {
        try Self.remove(path)
      } else {
        newestDay = day
        newest = consume opened
      }
    }
    do {
      let reader = try CommandLogReader(directory: directory)
      guard let logID = reader.logID, let coreVersion = reader.coreVersion else {
        throw RecorderError.log(reason: "\(directory) has no log yet: there is nothing to write")
      }
      cursor = try LogCursor(
        directory: directory, behind: RecordedProgress(logID: logID, coreVersion: coreVersion))
    } catch {
      throw RecorderError(error, feeds)
    }
    self.directory = feeds
    self.zone = zone
    stream = CopyStream(venue: venue, utcOffsetSeconds: zone.utcOffsetSeconds)
    known = newest?.lastMessage
    knownDay = newest?.lastMessage == nil ? nil : newestDay
    day = newestDay
    file = consume newest
  }

  /// The days that have a file, the newest first.
  private static func days(in feeds: String) throws(RecorderError) -> [CivilDate] {
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: feeds)
      return names.filter { $0.hasSuffix(suffix) }
        .compactMap { CivilDate($0.dropLast(suffix.count)) }.sorted(by: >)
    } catch {
      throw .refused(file: feeds, reason: error.localizedDescription)
    }
  }

  /// A file without a message was made by a process that has ended at once.
  private static func remove(_ path: String) throws(RecorderError) {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw .refused(file: path, reason: error.localizedDescription)
    }
  }

  private static func path(_ feeds: String, _ day: CivilDate) -> String {
    "\(feeds)/\(day)\(suffix)"
  }

  /// Writes what has been committed since, at most a step of it. Whether there was anything.
  public mutating func advance() throws(RecorderError) -> Bool {
    var looked = 0
    while looked < Self.eventsPerStep, try take() { looked += 1 }
    try file?.flush()
    return looked > 0
  }

  /// What is wrong behind the last event that could be read: the files are ahead of the log.
  public var problem: String? {
    guard known != nil, let day else { return nil }
    return
      "\(Self.path(directory, day)) ends with a message that the log does not have: is it of another log? "
      + "Move the files away, and they are made again"
  }

  private mutating func take() throws(RecorderError) -> Bool {
    do {
      switch try cursor.next() {
      case .end: return false
      case .command: if !cursor.isRefused { stream.learn(cursor.command) }
      case .event: try takeEvent()
      }
      return true
    } catch {
      throw RecorderError(error, directory)
    }
  }

  private mutating func takeEvent() throws {
    let eventDay = zone.day(of: cursor.event.loadHead().time)
    if known == nil, let day, eventDay > day { try seal() }
    guard let copy = stream.copy(of: cursor.event) else { return }
    let position = cursor.eventPosition
    if let known {
      try pass(copy, at: position, eventDay, known)
    } else {
      if day != eventDay {
        file = try FeedFile.open(Self.path(directory, eventDay))
        day = eventDay
      }
      let number = (file?.count ?? 0) + 1
      try file?.append(stream.message(cursor.event, as: copy, at: position, number: number))
      count += 1
    }
    stream.passed(position)
  }

  /// Passes over a message that a file has; the last one must be the same.
  private mutating func pass(
    _ copy: DropCopy, at position: UInt64, _ eventDay: CivilDate, _ known: [UInt8]
  ) throws {
    guard let knownDay, eventDay >= knownDay else { return }
    passed += 1
    guard passed == file?.count else { return }
    let message = stream.message(cursor.event, as: copy, at: position, number: passed)
    guard eventDay == knownDay, message == known else {
      throw RecorderError.otherLog(
        file: Self.path(directory, knownDay),
        reason: "message \(passed) is another one; move the files away, and they are made again")
    }
    self.known = nil
  }

  private mutating func seal() throws {
    try file?.seal()
    file = nil
    day = nil
  }
}
