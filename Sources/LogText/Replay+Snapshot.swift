import Market
public import MarketCore
public import Memory
import Records
public import Storage

/// What the log has made so far, put down and taken up again.
extension Replay {
  /// Writes it into a new snapshot in `directory`, with what was noted of the log beside it. Something was
  /// applied before, and the last batch is whole.
  public mutating func write(
    in directory: String, with notes: inout some StateHolder
  ) throws(StorageError) -> SnapshotFile {
    precondition(isBatchWhole, "a start goes on behind a batch")
    let identity = LogIdentity(logID: place.opened.logID, coreVersion: Venue.coreVersion)
    guard let digest = venueDigest() else { preconditionFailure("a log was begun") }
    var writing = StateWriting(into: try SnapshotWriter(in: directory))
    writing.move(&place)
    notes.transfer(by: &writing)
    venue?.transfer(by: &writing)
    return try writing.sink.finish(identity, behind: lastSequence, digest: digest)
  }

  /// A replay that goes on behind a snapshot of the log `logID`, from command `lastSequence` + 1, and what was noted.
  ///
  /// `writtenBy` is another version where that one's part of the log ends there.
  public init(
    _ snapshot: SnapshotFile, logID: UInt64, writtenBy version: UInt32 = Venue.coreVersion,
    with notes: inout some StateHolder
  ) throws(StorageError) {
    self.init()
    let identity = LogIdentity(logID: logID, coreVersion: version)
    let reader = try SnapshotReader(snapshot, of: identity)
    let digest = reader.digest
    var reading = StateReading(from: reader)
    reading.move(&place)
    notes.transfer(by: &reading)
    let isOfLog = place.opened.logID == logID
    if reading.failure == nil, isOfLog {
      begin(place.opened)
      venue?.transfer(by: &reading)
    }
    guard isOfLog, reading.failure == nil, reading.source.isAtEnd, venueDigest() == digest else {
      throw .foreign(
        file: snapshot.path,
        reason: "holds state as another build of the core lays it out")
    }
  }

  /// Whether the log of the venue in `directory` has the last batch that was applied: one that a loss of power has
  /// cut, and that went on otherwise, has another one there.
  public func isOfLog(in directory: String) throws(StorageError) -> Bool {
    var reader = try CommandLogReader(directory: directory, from: place.batchStart)
    guard try reader.next(), reader.record.loadHead().crc == place.headerCRC else { return false }
    while try reader.next() {
      let head = reader.record.loadHead()
      if head.sequence == place.lastSequence { return head.crc == place.lastCRC }
    }
    return false
  }
}
