import Market
import Records

extension EventDigest {
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
