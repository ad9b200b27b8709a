import Market
import Records
import Storage

/// A file that is nearly right: a header with its checksum, and records of which the input says what each is.
struct Segment {
  enum Kind: UInt64 {
    case commands = 0x434E_4144_474E_4143
    case events = 0x454E_4144_474E_4143
    case snapshot = 0x504E_4144_474E_4143
  }

  static let identity = LogIdentity(logID: 7, coreVersion: 1)
  static let headerBytes = 4_096
  static let fileBytes = 32 << 10
  static let recordsMost = fileBytes / RecordHead.byteCount

  private(set) var bytes: [UInt8]
  /// What comes behind its records.
  private(set) var next: UInt64

  /// Of the input four bytes make a record: its type, how long its body is, what its sequence is, and what is wrong.
  init(_ kind: Kind, _ input: [UInt8], first: UInt64 = 1) {
    next = first
    bytes = []
    if kind == .snapshot {
      let content = [UInt8](input.dropFirst(2))
      bytes = Self.snapshotHead(content, input.first ?? 0) + content
      return
    }
    var records = RecordBuffer(capacity: Self.fileBytes + Limits.recordBytes)
    for place in stride(from: 0, to: input.count - 3, by: 4) {
      if records.count >= Self.fileBytes - Self.headerBytes - Limits.recordBytes { break }
      append(Array(input[place..<(place + 4)]), kind, to: &records)
    }
    let content = unsafe records.bytes.withUnsafeBytes { unsafe Array($0) }
    bytes = Self.header(kind, first: kind == .commands ? first : 0, input.last ?? 0)
    bytes += [UInt8](repeating: 0, count: Self.headerBytes - bytes.count) + content
    spoil(input)
    if (input.last ?? 0) & 0x10 == 0, bytes.count < Self.fileBytes {
      bytes += [UInt8](repeating: 0, count: Self.fileBytes - bytes.count)
    }
  }

  private mutating func append(
    _ word: [UInt8], _ kind: Kind, to records: inout RecordBuffer
  ) {
    var head = RecordHead()
    head.typeCode = UInt16(word[0])
    let isBatch = kind == .commands && word[0] & 3 == 0
    if isBatch { head.typeCode = CommandType.batch.rawValue }
    head.sequence = Sequence(rawValue: next &+ (word[2] > 0xf0 ? UInt64(word[2] & 15) : 0))
    let place: Int
    if isBatch {
      var header = BatchHeader()
      header.committedThrough = UInt64(word[1])
      place = records.append(head, body: header)
    } else {
      place = records.append(head, body: UInt64(word[1]))
      if kind == .commands { next += 1 }
    }
    _ = records.seal(at: place)
  }

  /// Changes one byte, or ends the file early, where the input ends so.
  private mutating func spoil(_ input: [UInt8]) {
    guard input.count > 4, input[input.count - 2] < 0x40 else { return }
    let place = Self.headerBytes + 16 * Int(input[input.count - 3])
    guard place < bytes.count else { return }
    if input[input.count - 2] & 1 == 0 {
      bytes[place] ^= input[0] | 1
    } else {
      bytes.removeSubrange(place...)
    }
  }

  private static func header(_ kind: Kind, first: UInt64, _ choice: UInt8) -> [UInt8] {
    let lengths: [UInt64] = [UInt64(fileBytes), 0, 4_096, 1 << 20, .max, 1 << 62]
    let length = choice < 0xe0 ? lengths[0] : lengths[Int(choice) % lengths.count]
    return checked(
      word(kind.rawValue) + half(1) + half(identity.coreVersion) + word(identity.logID)
        + word(first) + word(length) + [UInt8](repeating: 0, count: 20))
  }

  private static func snapshotHead(_ content: [UInt8], _ choice: UInt8) -> [UInt8] {
    let length = choice < 0xf0 ? UInt64(content.count) : .max - UInt64(choice)
    let crc = RawSpan(_elements: content.span).crc32c()
    return checked(
      word(Kind.snapshot.rawValue) + half(1) + half(identity.coreVersion) + word(identity.logID)
        + word(1) + word(length) + word(0) + word(0) + half(crc))
  }

  /// With its CRC32C behind it.
  private static func checked(_ bytes: [UInt8]) -> [UInt8] {
    bytes + half(RawSpan(_elements: bytes.span).crc32c())
  }

  private static func word(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func half(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
