import Glibc
import Linux
import Market
import Records

/// What the command log holds behind the place where its records end.
struct CommandTail: Equatable {
  /// The largest sequence that a whole batch header found there calls committed; 0 where none is.
  var committedThrough: UInt64 = 0
  /// The end of the last bytes in the first file that are not zero.
  var writtenEnd = 0
  /// The files behind the first.
  var laterFiles: [SegmentFile] = []
  /// Bytes in all these files that are not behind the last one written.
  var byteCount = 0

  /// Looks behind `offset` in `segment` and through all segments after it.
  static func examine(
    behind offset: Int, in segment: SegmentFile, directory: String
  ) throws(StorageError) -> CommandTail {
    try storage { () throws(SystemError) in
      var tail = CommandTail()
      tail.writtenEnd = offset
      tail.writtenEnd = try tail.scan(segment, from: offset)
      tail.byteCount = tail.writtenEnd - offset
      tail.laterFiles = try SegmentFile.list(.commands, in: directory)
        .filter { $0.first > segment.first }
      for file in tail.laterFiles {
        let end = try tail.scan(file, from: SegmentHeader.byteCount)
        tail.byteCount += end - SegmentHeader.byteCount
      }
      return tail
    }
  }

  /// Scans one file; the end of its bytes that are not zero.
  private mutating func scan(_ file: SegmentFile, from start: Int) throws(SystemError) -> Int {
    var window = SegmentWindow(capacity: 1 << 20)
    window.show(try file.open())
    let step = Limits.recordAlignment
    var end = start
    while true {
      let offset = try window.firstWritten(from: end, step: step)
      let available = try window.load(offset, Self.headerBytes)
      if available <= 0 { return end }
      if available == Self.headerBytes { note(window.bytes(at: offset, available)) }
      end = offset + min(available, step)
    }
  }

  private static var headerBytes: Int {
    RecordHead.recordLength(bodyLength: MemoryLayout<BatchHeader>.size)
  }

  private mutating func note(_ bytes: RawSpan) {
    let head = bytes.loadHead()
    guard head.typeCode == CommandType.batch.rawValue, Int(head.length) == bytes.byteCount,
      bytes.recordCRC() == head.crc
    else { return }
    committedThrough = max(committedThrough, bytes.loadBody(BatchHeader.self).committedThrough)
  }
}
