import Glibc
import Linux
import Market
import Records

/// The events of one batch: where they begin in the event log, and what they are.
public struct EventBatch: Sendable, Equatable {
  /// As the batch's header says: its first event stands there, or behind padding that does.
  public var position: UInt64
  public var digest: EventDigest

  public init(position: UInt64, digest: EventDigest) {
    self.position = position
    self.digest = digest
  }
}

extension EventLog {
  /// Where the events of `batch` end in the files of a directory; nil where the files do not have all of
  /// them as they were, with all records before them in their segment and the one before: what is further back was
  /// synced (`EventFileWriter`).
  public static func end(
    of batch: EventBatch, in directory: borrowing StorageDirectory,
    following commands: borrowing CommandLog, options: EventLogOptions = EventLogOptions()
  ) throws(StorageError) -> UInt64? {
    let path = "\(directory.path)/events"
    let files = try storage { () throws(SystemError) in try SegmentFile.list(.events, in: path) }
    let segmentBytes = try segmentBytes(of: files, commands.identity, options)
    var position = batch.position / segmentBytes * segmentBytes
    position -= min(position, segmentBytes)
    var window = SegmentWindow(capacity: 1 << 20)
    var shown: SegmentFile?
    var digest = EventDigest()
    while position < batch.position || digest.count < batch.digest.count {
      let first = position / segmentBytes * segmentBytes
      if shown?.first != first {
        guard let file = files.first(where: { $0.first == first }),
          try header(of: file, commands.identity) != nil
        else { return nil }
        try storage { () throws(SystemError) in window.show(try file.open()) }
        shown = file
      }
      let offset = SegmentHeader.byteCount + Int(position - first)
      let limit = SegmentHeader.byteCount + Int(segmentBytes)
      let check = try storage { () throws(SystemError) in
        try RecordCheck.examine(&window, at: offset, limit: limit)
      }
      guard case .record(let length) = check else { return nil }
      let head = window.bytes(at: offset, RecordHead.byteCount).loadHead()
      let isOfBatch = position >= batch.position
      if isOfBatch && head.typeCode != EventType.padding.rawValue { digest.add(head.crc) }
      position += UInt64(length)
      if !isOfBatch && position > batch.position { return nil }
    }
    return digest == batch.digest ? position : nil
  }

  /// Bytes of events in a segment: as the files have them, or as they would be made.
  static func segmentBytes(
    of files: [SegmentFile], _ identity: LogIdentity, _ options: EventLogOptions
  ) throws(StorageError) -> UInt64 {
    guard let first = files.first, let header = try header(of: first, identity) else {
      return UInt64(options.segmentBytes)
    }
    return header.segmentBytes - UInt64(SegmentHeader.byteCount)
  }
}
