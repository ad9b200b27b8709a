import FIX44
import FIXSession
import FIXWire
public import Memory
public import TradeClient

/// Between a FIX engine that can't decompress and a venue that compresses: bytes in, bytes out, no I/O.
///
/// The engine's first message, its Logon(A), is asked for compression in its name: Compression(7811)=1 is
/// put in, BodyLength(9) and CheckSum(10) are computed again. The answer's 7811 is taken out, and what
/// follows it is handed on decompressed. All other bytes pass as they are, so the engine's session is its own:
/// numbers, resends, heartbeats.
public struct Relay: ~Copyable {
  /// Bytes of the engine, which the caller fills.
  public var fromEngine = ByteBuffer(capacity: 1 << 17)
  /// What is to be written to the venue.
  public var toVenue = ByteBuffer(capacity: 1 << 18)
  /// Bytes of the venue, which the caller fills.
  public var fromVenue = CompressedInput()
  /// What is to be written to the engine.
  public var toEngine = ByteBuffer(capacity: 1 << 18)
  private var hasAsked = false
  private var hasAnswer = false
  /// Messages of the venue up to its Logon(A).
  private var opening = ByteBuffer(capacity: 1 << 16)

  /// The longest Logon(A) of an engine, bytes.
  static var logonBytesMost: Int { 1 << 15 }

  public init() {}

  /// What the venue sends is no LZ4 frame, or a damaged one: the line can only be closed.
  public var isDamaged: Bool { fromVenue.isDamaged }
  /// Whether the venue compresses; known behind its Logon(A).
  public var isFramed: Bool { fromVenue.isFramed }

  /// Hands on as much as there is room for.
  public mutating func advance() {
    if !hasAsked { ask() }
    if hasAsked { Self.move(&fromEngine, &toVenue) }
    while !hasAnswer, toEngine.freeBytes >= opening.capacity, fromVenue.next(into: &opening) {
      takeOpening()
    }
    guard hasAnswer, opening.isEmpty else { return }
    while toEngine.freeBytes > 0, fromVenue.next(into: &toEngine) {}
  }

  /// The engine's first message; what is none is for the venue to judge.
  private mutating func ask() {
    switch Framing.next(in: fromEngine.readable, maxMessageSize: Self.logonBytesMost) {
    case .partial: return
    case .complete(let count):
      let message = Self.array(fromEngine.readable.extracting(0..<count))
      let value = "\(CodeSet.Compression.lz4Frame.rawValue)"
      let asked = LogonField.replace(.compression, with: value, in: message)
      guard toVenue.append(RawSpan(_elements: asked.span)) else { return }
      fromEngine.didRead(count)
      hasAsked = true
    case .garbled, .oversized, .wrongBeginString: hasAsked = true
    }
  }

  /// Hands on one message of the venue; behind its Logon(A) all else follows.
  private mutating func takeOpening() {
    let message = Self.array(opening.readable)
    opening.removeAll()
    let isAnswer = LogonField.isLogon(message)
    let told = isAnswer ? LogonField.replace(.compression, with: nil, in: message) : message
    let fits = toEngine.append(RawSpan(_elements: told.span))
    precondition(fits, "there is room for a message")
    hasAnswer = isAnswer
  }

  private static func move(_ source: inout ByteBuffer, _ target: inout ByteBuffer) {
    let count = min(source.count, target.freeBytes)
    guard count > 0, target.append(source.readable.extracting(0..<count)) else { return }
    source.didRead(count)
  }

  private static func array(_ bytes: RawSpan) -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }
}
