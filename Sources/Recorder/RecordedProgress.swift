import GRDB

/// How far a log is recorded: all commands up to `sequence`, and all events before `nextPosition`.
public struct RecordedProgress: Equatable, Sendable {
  /// The log's name, 16 hexadecimal digits.
  public let logID: String
  /// The core that has made the events.
  public let coreVersion: UInt32
  /// The last command.
  public internal(set) var sequence: UInt64 = 0
  /// Where in the event log the last event stands, and its CRC; nil before the first one.
  public internal(set) var lastPosition: UInt64?
  public internal(set) var lastCRC: UInt32?
  /// Where the next event stands.
  public internal(set) var nextPosition: UInt64 = 0
  /// Log time of the first record and of the last one, nanoseconds since 1970 UTC.
  public internal(set) var firstAtNanos: Int64 = 0
  public internal(set) var lastAtNanos: Int64 = 0

  init(logID: UInt64, coreVersion: UInt32) {
    let digits = String(logID, radix: 16)
    self.logID = String(repeating: "0", count: 16 - digits.count) + digits
    self.coreVersion = coreVersion
  }

  private init(_ row: Row) {
    logID = row["logID"]
    coreVersion = row["coreVersion"]
    sequence = row["sequence"]
    lastPosition = row["lastPosition"]
    lastCRC = row["lastCRC"]
    nextPosition = row["nextPosition"]
    firstAtNanos = row["firstAtNanos"]
    lastAtNanos = row["lastAtNanos"]
  }

  static func fetch(_ db: Database) throws -> RecordedProgress? {
    try Row.fetchOne(db, sql: "SELECT * FROM progress").map { RecordedProgress($0) }
  }

  func store(_ db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO progress VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        logID, coreVersion, sequence, lastPosition, lastCRC, nextPosition, firstAtNanos,
        lastAtNanos,
      ])
  }
}
