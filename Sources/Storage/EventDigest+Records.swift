import Market
import Records

extension EventDigest {
  /// Takes in the next event, whose record has this CRC.
  public mutating func add(_ recordCRC: UInt32) {
    count += 1
    crc = recordCRC.crc32c(continuing: crc)
  }

  /// Adds whole event records, sealed or not, as `EventWriter.publish` does; padding does not count.
  public mutating func add(events: RawSpan) {
    var offset = 0
    while offset < events.byteCount {
      let head = events.loadHead(at: offset)
      let end = offset + Int(head.length)
      precondition(head.length > 0 && end <= events.byteCount, "whole records")
      if head.typeCode != EventType.padding.rawValue {
        add(events.extracting(offset..<end).recordCRC())
      }
      offset = end
    }
  }
}
