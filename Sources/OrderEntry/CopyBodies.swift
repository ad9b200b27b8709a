import FIXWire
import Memory

/// The bodies of copies as they were made last: each is made once for all sessions that are told it alike.
///
/// A body is what stands behind a message's header and is the same for whoever is so entitled, up to FeedSeq(7840).
/// It is found by its event and its form, in a table where another one may take its place; where the room for bodies
/// is used up all are forgotten. What is not found is made again, and is the same. Owner: one gateway.
public struct CopyBodies: ~Copyable {
  /// What a body is made of, and how.
  struct Key: Equatable, BitwiseCopyable {
    /// FeedSeq(7840), of which each event has one of its own.
    var feedSeq: UInt64
    var form: UInt32
    var marketUTCOffsetSeconds: Int32

    init(
      _ copy: DropCopy, _ feedSeq: UInt64, _ options: ReportOptions, _ precision: TimestampPrecision
    ) {
      self.feedSeq = feedSeq
      form = copy.form << 5 | UInt32(precision.rawValue) << 1 | (options.ownTags ? 1 : 0)
      marketUTCOffsetSeconds = options.marketUTCOffsetSeconds
    }

    /// Its place in the table.
    var place: UInt32 {
      let further = UInt64(form) << 32 | UInt64(UInt32(bitPattern: marketUTCOffsetSeconds))
      let mixed = (feedSeq ^ further &* 0xff51_afd7_ed55_8ccd) &* 0x9e37_79b9_7f4a_7c15
      return UInt32(mixed >> UInt64(UInt64.bitWidth - CopyBodies.places.trailingZeroBitCount))
    }
  }

  struct Body: BitwiseCopyable {
    var key: Key?
    /// Where it stands in the room for bodies.
    var start: UInt32 = 0
    var byteCount: UInt32 = 0
  }

  private var table = Slab(capacity: CopyBodies.places, repeating: Body())
  private var room = ByteBuffer(capacity: CopyBodies.roomBytes)
  /// Bodies that were made, since the start.
  public private(set) var made: UInt64 = 0

  /// Bodies that may be kept.
  static var places: Int { 512 }
  /// Bytes that they may take together; one has `ReportEncoder.messageBytesMax` at most.
  static var roomBytes: Int { 262_144 }

  /// Takes its memory.
  public init() {}

  /// Whether the body is kept.
  func has(_ key: Key) -> Bool { table[key.place].key == key }

  /// Keeps a body that was not there.
  mutating func keep(_ fields: RawSpan, as key: Key) {
    if room.writableCount < fields.byteCount { forget() }
    table[key.place] = Body(
      key: key, start: UInt32(room.count), byteCount: UInt32(fields.byteCount))
    let fits = room.append(fields)
    precondition(fits, "one body is shorter than the room for all")
    made += 1
  }

  /// Appends a body that is kept.
  func append(_ key: Key, to encoder: inout MessageEncoder) {
    let body = table[key.place]
    precondition(body.key == key, "a body is made before it is appended")
    let start = Int(body.start)
    encoder.append(room.readable.extracting(start..<start + Int(body.byteCount)))
  }

  private mutating func forget() {
    for place in 0..<UInt32(Self.places) { table[place].key = nil }
    room.removeAll()
  }
}
