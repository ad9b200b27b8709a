import Foundation
public import Market
import MarketCore
import Records
import Storage

/// Writes the feeds of a venue into files a day of the market's clock, in `feeds` of the data directory: the drop
/// copy of all firms, `2026-11-23.drop-copy.fix.lz4`, and the market data of all instruments,
/// `2026-11-23.market-data.fix.lz4`. Each message stands there exactly once.
///
/// The files are a function of the log: whoever goes on reads the log from its begin and passes over what the
/// newest files have.
public struct FeedFiles: ~Copyable {
  private let directory: String
  private let zone: MarketZone
  private var copies: DayFiles<CopyStream>
  private var market: DayFiles<MarketStream>
  private var cursor: LogCursor

  /// Events looked at before what waits is written.
  private static var eventsPerStep: Int { 4_096 }

  /// Goes on with the files of the venue in `directory`; `venue` is its SenderCompID(49).
  public init(of directory: String, venue: CompID, zone: MarketZone) throws(RecorderError) {
    try self.init(of: directory, venue: venue, zone: zone, limits: nil)
  }

  /// With `limits` in place of those that the log was opened with.
  init(
    of directory: String, venue: CompID, zone: MarketZone, limits: VenueLimits?
  ) throws(RecorderError) {
    let feeds = "\(directory)/feeds"
    do {
      try FileManager.default.createDirectory(atPath: feeds, withIntermediateDirectories: true)
    } catch {
      throw .refused(file: feeds, reason: error.localizedDescription)
    }
    let room = if let limits { limits } else { try Self.limits(of: directory) }
    let copies = try DayFiles(in: feeds, CopyStream(venue: venue, zone: zone))
    let market = try DayFiles(in: feeds, MarketStream(venue: venue, zone: zone, room))
    let cursor = try Self.cursor(in: directory)
    self.directory = directory
    self.zone = zone
    self.copies = copies
    self.market = market
    self.cursor = cursor
  }

  /// All of the log, from its begin.
  private static func cursor(in directory: String) throws(RecorderError) -> LogCursor {
    do {
      let reader = try CommandLogReader(directory: directory)
      guard let logID = reader.logID, let coreVersion = reader.coreVersion else {
        throw RecorderError.log(reason: "\(directory) has no log yet: there is nothing to write")
      }
      return try LogCursor(
        directory: directory, behind: RecordedProgress(logID: logID, coreVersion: coreVersion))
    } catch { throw RecorderError(error, directory) }
  }

  /// What the first command of a log says of them.
  private static func limits(of directory: String) throws(RecorderError) -> VenueLimits {
    do {
      var reader = try CommandLogReader(directory: directory)
      while try reader.next() {
        let head = reader.record.loadHead()
        if head.typeCode == CommandType.batch.rawValue { continue }
        guard head.typeCode == CommandType.logOpened.rawValue else { break }
        return VenueLimits(reader.record.loadBody(LogOpened.self))
      }
      return VenueLimits()
    } catch { throw RecorderError(error, directory) }
  }

  /// Messages that were written, of copies and of market data.
  public var counts: (copies: UInt64, market: UInt64) { (copies.count, market.count) }

  /// Writes what has been committed since, at most a step of it. Whether there was anything.
  public mutating func advance() throws(RecorderError) -> Bool {
    var looked = 0
    while looked < Self.eventsPerStep, try take() { looked += 1 }
    try copies.flush()
    try market.flush()
    return looked > 0
  }

  /// What is wrong behind the last event that could be read: files are ahead of the log.
  public var problem: String? { copies.problem ?? market.problem }

  private mutating func take() throws(RecorderError) -> Bool {
    do {
      switch try cursor.next() {
      case .end: return false
      case .command:
        if !cursor.isRefused {
          copies.learn(cursor.command)
          market.learn(cursor.command)
        }
      case .event:
        let day = zone.day(of: cursor.event.loadHead().time)
        try copies.take(cursor.event, at: cursor.eventPosition, day)
        try market.take(cursor.event, at: cursor.eventPosition, day)
      }
      return true
    } catch {
      throw RecorderError(error, directory)
    }
  }
}
