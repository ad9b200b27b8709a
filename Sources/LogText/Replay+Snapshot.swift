import Market
import MarketCore
import Memory
import Records
public import Storage

/// What the log has made so far, put down and taken up again.
extension Replay {
  /// Writes it into a new snapshot in `directory`. Something was applied before.
  public mutating func write(in directory: String) throws(StorageError) -> SnapshotFile {
    let identity = LogIdentity(logID: place.opened.logID, coreVersion: Venue.coreVersion)
    guard let digest = venueDigest() else { preconditionFailure("a log was begun") }
    var writing = StateWriting(into: try SnapshotWriter(in: directory))
    writing.move(&place)
    venue?.transfer(by: &writing)
    return try writing.sink.finish(identity, behind: lastSequence, digest: digest)
  }

  /// A replay that goes on behind a snapshot of the log `logID`, from command `lastSequence` + 1.
  public init(_ snapshot: SnapshotFile, logID: UInt64) throws(StorageError) {
    self.init()
    let identity = LogIdentity(logID: logID, coreVersion: Venue.coreVersion)
    let reader = try SnapshotReader(snapshot, of: identity)
    let digest = reader.digest
    var reading = StateReading(from: reader)
    reading.move(&place)
    if reading.failure == nil {
      begin(place.opened)
      venue?.transfer(by: &reading)
    }
    guard reading.failure == nil, reading.source.isAtEnd, venueDigest() == digest else {
      throw .foreign(
        file: snapshot.path,
        reason: "holds state as another build of this core's version lays it out")
    }
  }
}
