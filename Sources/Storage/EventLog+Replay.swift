import Glibc
import Linux
import Market
import Records
import Rings

extension EventLog {
  /// Compares what replay has made again with what the files hold, in the last segment of theirs: the
  /// events that no later batch header vouches for. Before that, the digest in each header tells.
  ///
  /// To be called when the last command of the log has been applied and its events are published.
  public func checkReplay() throws(StorageError) {
    let end = recovery.end
    if end == 0 { return }
    let number = segmentNumber(end - 1)
    let file = file(ofSegment: number)
    if appendedPosition < end {
      let offset = Int(appendedPosition % UInt64(segmentBytes))
      throw .damaged(
        file: self.file(ofSegment: segmentNumber(appendedPosition)).path,
        offset: SegmentHeader.byteCount + offset, reason: "replay makes no event that stands here")
    }
    guard resident[Int(number % UInt64(segmentCount))].load() == number + 1 else { return }
    let difference = try storage { () throws(SystemError) in
      try firstDifference(file, number, byteCount: Int(end - file.first))
    }
    if let difference {
      throw .damaged(
        file: file.path, offset: SegmentHeader.byteCount + difference,
        reason: "replay makes another event than the one that stands here")
    }
  }

  /// The first record of a segment that is not the same in memory and in the file.
  private func firstDifference(
    _ file: SegmentFile, _ number: UInt64, byteCount: Int
  ) throws(SystemError) -> Int? {
    var window = SegmentWindow(capacity: 1 << 20)
    window.show(try file.open())
    var offset = 0
    while offset < byteCount {
      let place = SegmentHeader.byteCount + offset
      let limit = SegmentHeader.byteCount + byteCount
      guard case .record(let length) = try RecordCheck.examine(&window, at: place, limit: limit)
      else { return offset }
      let start = unsafe memory(ofSegment: number, at: offset)
      let made = unsafe RawSpan(_unsafeStart: start, byteCount: RecordHead.byteCount).loadHead()
      let stored = window.bytes(at: place, length).loadHead()
      if made.crc != stored.crc || made.length != stored.length { return offset }
      offset += length
    }
    return nil
  }
}
