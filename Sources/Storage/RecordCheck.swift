import Glibc
import Linux
import Market
import Records

/// What stands at a place in a segment file where a record may begin.
enum RecordCheck: Equatable {
  /// A whole record of that many bytes with the right CRC.
  case record(length: Int)
  /// A head of zeros, or the file's end: nothing was written here.
  case nothing
  /// Bytes that are no record.
  case bad(reason: String)

  /// What is wrong, in words.
  var reason: String {
    switch self {
    case .record: "a good record"
    case .nothing: "there is nothing"
    case .bad(let reason): reason
    }
  }

  /// Looks at `offset`; records end at `limit` at the latest.
  static func examine(
    _ window: inout SegmentWindow, at offset: Int, limit: Int
  ) throws(SystemError) -> RecordCheck {
    let room = min(limit - offset, Limits.recordBytes)
    if room < RecordHead.byteCount { return .nothing }
    let available = try window.load(offset, room)
    if available < RecordHead.byteCount { return try beyond(&window, offset, available) }
    let head = window.bytes(at: offset, RecordHead.byteCount).loadHead()
    if head.length == 0 && window.bytes(at: offset, RecordHead.byteCount).isZero {
      return .nothing
    }
    let length = Int(head.length)
    if length < RecordHead.byteCount || length % Limits.recordAlignment != 0
      || length > Limits.recordBytes
    {
      return .bad(reason: "a length of \(head.length) bytes")
    }
    if RecordHead.recordLength(bodyLength: Int(head.bodyLength)) != length {
      return .bad(reason: "a body of \(head.bodyLength) bytes in a record of \(length)")
    }
    if length > available { return .bad(reason: "a record that goes beyond the end") }
    if window.bytes(at: offset, length).recordCRC() != head.crc {
      return .bad(reason: "a wrong CRC")
    }
    return .record(length: length)
  }

  /// Fewer bytes than a head are left in the file.
  private static func beyond(
    _ window: inout SegmentWindow, _ offset: Int, _ available: Int
  ) throws(SystemError) -> RecordCheck {
    if available <= 0 || window.bytes(at: offset, available).isZero { return .nothing }
    return .bad(reason: "half a head")
  }
}

extension RawSpan {
  /// Whether all bytes are zero: the first is, and each is as the one before. Calls `memcmp(3)`.
  var isZero: Bool {
    unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, bytes.count > 0 else { return true }
      return unsafe bytes[0] == 0 && memcmp(base, base + 1, bytes.count - 1) == 0
    }
  }
}
