import FIXWire
public import Memory
public import TradeClient

/// FIX messages out of a file: a daily file of LZ4 frames, a stream as it was captured on the wire, or plain
/// FIX. The caller appends what it reads and takes messages until more is needed.
public struct RecordedStream: ~Copyable {
  /// What comes next.
  public enum Step: Equatable, Sendable {
    case message(WireMessage)
    /// Bytes that are no message of FIX 4.4.
    case skipped(byteCount: Int)
    /// More bytes are needed.
    case needsMore
  }

  /// What the file holds, so far as its first bytes say.
  public enum Kind: Equatable, Sendable { case frames, messages, neither }

  private var input: CompressedInput
  private var plain = ByteBuffer(capacity: 1 << 18)
  /// Messages that have been taken.
  public private(set) var count: UInt64 = 0

  /// The longest message, bytes.
  static var messageBytesMost: Int { 1 << 16 }

  public init(isFramed: Bool) { input = CompressedInput(isFramed: isFramed) }

  /// Judges the first eight bytes of a file, or all where it is shorter.
  public static func kind(of first: [UInt8]) -> Kind {
    if first.isEmpty || first.starts(with: CompressedInput.frameMagic) { return .frames }
    return first.starts(with: Array("8=FIX".utf8)) ? .messages : .neither
  }

  /// The caller reads into this, as much as there is room for.
  public var wire: ByteBuffer {
    _read { yield input.wire }
    _modify { yield &input.wire }
  }

  /// Takes what comes next.
  public mutating func next() -> Step {
    while true {
      switch Framing.next(in: plain.readable, maxMessageSize: Self.messageBytesMost) {
      case .complete(let byteCount): return take(byteCount)
      case .garbled(let byteCount), .wrongBeginString(let byteCount), .oversized(let byteCount):
        return skip(min(byteCount, plain.count))
      case .partial:
        plain.compact()
        guard input.next(into: &plain) else { return .needsMore }
      }
    }
  }

  /// What is wrong where the file ends; nil where it is whole.
  public var problem: String? {
    let place = "behind \(count) messages"
    if input.isDamaged { return "is no LZ4 frame, or a damaged one, \(place)" }
    if !input.isWhole && input.isFramed { return "ends within an LZ4 frame, \(place)" }
    return plain.isEmpty && input.isWhole ? nil : "ends within a message, \(place)"
  }

  private mutating func take(_ byteCount: Int) -> Step {
    guard let message = Self.message(plain.readable.extracting(0..<byteCount)) else {
      return skip(byteCount)
    }
    plain.didRead(byteCount)
    count += 1
    return .message(message)
  }

  private static func message(_ bytes: RawSpan) -> WireMessage? {
    var index = FieldIndex()
    return index.parse(bytes) == nil ? WireMessage(index, bytes) : nil
  }

  private mutating func skip(_ byteCount: Int) -> Step {
    plain.didRead(byteCount)
    return .skipped(byteCount: byteCount)
  }
}
