private import CMemory

/// Writes state, part by part.
/// ```
///  0 elementBytes  u32
///  4 written       u32   elements that follow; those up to `capacity` are byte for byte as the last of them
///  8 capacity      u64
/// 16 the elements
/// ```
public struct StateWriting<Sink: StateSink & ~Copyable>: ~Copyable, StateTransfer {
  /// Where the bytes go.
  public var sink: Sink

  /// Writes into `sink`.
  public init(into sink: consuming Sink) { self.sink = sink }

  /// Writes a part.
  public mutating func move(_ part: inout MutableRawSpan, elementBytes: Int) {
    let bytes = part.bytes
    let written = Self.distinct(bytes, elementBytes)
    var head = StatePart(
      elementBytes: UInt32(elementBytes), written: UInt32(written),
      capacity: UInt64(bytes.byteCount / elementBytes))
    unsafe withUnsafeBytes(of: &head) { sink.take(unsafe RawSpan(_unsafeBytes: $0)) }
    sink.take(bytes.extracting(0..<written * elementBytes))
  }

  /// How many elements there are up to the first of those that are as the last one.
  private static func distinct(_ bytes: RawSpan, _ elementBytes: Int) -> Int {
    var count = bytes.byteCount / elementBytes
    while count > 1, isSame(bytes, (count - 2) * elementBytes, elementBytes) { count -= 1 }
    return count
  }

  /// Whether the element at `offset` is as the one behind it.
  private static func isSame(_ bytes: RawSpan, _ offset: Int, _ elementBytes: Int) -> Bool {
    unsafe bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return true }
      return unsafe cmemory_same(base + offset, base + offset + elementBytes, elementBytes)
    }
  }
}

/// The head of each part. 16 bytes.
struct StatePart: BitwiseCopyable, Equatable {
  var elementBytes: UInt32 = 0
  var written: UInt32 = 0
  var capacity: UInt64 = 0
}

/// Takes what a `StateWriting` writes.
public protocol StateSink: ~Copyable {
  /// Takes the next bytes.
  mutating func take(_ bytes: RawSpan)
}
