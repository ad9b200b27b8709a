/// Why the operator acts: up to 64 bytes of printable ASCII, zero-padded.
public struct ReasonText: Hashable, Sendable, BitwiseCopyable, CustomStringConvertible {
  public var front = Text32()
  public var back = Text32()
  public static var capacity: Int { 64 }

  public init() {}

  /// The text of `bytes`; nil if it is longer than the capacity or not printable ASCII.
  public init?(_ bytes: RawSpan) {
    let middle = min(bytes.byteCount, Text32.capacity)
    guard bytes.byteCount <= Self.capacity, let front = Text32(bytes.extracting(0..<middle)),
      let back = Text32(bytes.extracting(middle..<bytes.byteCount))
    else { return nil }
    self.front = front
    self.back = back
  }

  public var description: String { front.description + back.description }
}
