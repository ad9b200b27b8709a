import Compression
import FIX44
import FIXSession
import FIXWire
public import Memory

/// What comes from a venue that was asked for compression: up to its Logon(A) as it is, and behind it, where
/// that grants Compression(7811)=1, one LZ4 frame. The same of a file: such a stream as it was captured, one
/// without compression, or LZ4 frames one behind the other.
public struct CompressedInput: ~Copyable {
  /// Bytes as they came; the caller fills it.
  public var wire = ByteBuffer(capacity: 1 << 16)
  private var reader = LZ4FrameReader()
  private var stage: Stage

  private enum Stage {
    case beforeLogon
    case plain
    /// Within a frame; `ended` between two of them.
    case framed(ended: Bool)
  }

  /// With `isFramed` it is a file that begins with a frame.
  public init(isFramed: Bool = false) { stage = isFramed ? .framed(ended: true) : .beforeLogon }

  /// What every LZ4 frame begins with.
  public static var frameMagic: [UInt8] { [0x04, 0x22, 0x4d, 0x18] }

  /// What has come is no frame, or a damaged one.
  public private(set) var isDamaged = false

  /// Whether what comes is compressed.
  public var isFramed: Bool {
    switch stage {
    case .beforeLogon, .plain: false
    case .framed: true
    }
  }

  /// Whether all that came was whole: no message is open before the Logon(A), and no frame.
  public var isWhole: Bool {
    switch stage {
    case .beforeLogon, .plain: wire.isEmpty
    case .framed(let ended): ended && wire.isEmpty && !isDamaged
    }
  }

  /// Moves on what is to be processed next; false where more bytes are needed.
  public mutating func next(into input: inout ByteBuffer) -> Bool {
    if isDamaged { return false }
    switch stage {
    case .beforeLogon: return takeMessage(into: &input)
    case .plain: return takePlain(into: &input)
    case .framed: return takeFrame(into: &input)
    }
  }

  private mutating func takePlain(into input: inout ByteBuffer) -> Bool {
    let count = min(wire.count, input.freeBytes)
    return count > 0 && take(count, into: &input)
  }

  /// Reads on in the frame; behind its end mark another one may begin.
  private mutating func takeFrame(into input: inout ByteBuffer) -> Bool {
    guard !wire.isEmpty || input.freeBytes > 0 else { return false }
    let before = (wire.count, input.count)
    switch reader.read(from: &wire, into: &input) {
    case .moved: if before.0 != wire.count { stage = .framed(ended: false) }
    case .ended: stage = .framed(ended: true)
    case .damaged: isDamaged = true
    }
    return before != (wire.count, input.count)
  }

  private mutating func takeMessage(into input: inout ByteBuffer) -> Bool {
    switch Framing.next(in: wire.readable, maxMessageSize: 1 << 15) {
    case .partial: return false
    case .complete(let count), .garbled(let count), .wrongBeginString(let count),
      .oversized(let count):
      return take(min(count, wire.count), into: &input)
    }
  }

  private mutating func take(_ count: Int, into input: inout ByteBuffer) -> Bool {
    guard input.append(wire.readable.extracting(0..<count)) else { return false }
    if case .beforeLogon = stage {
      stage = Self.stage(behind: wire.readable.extracting(0..<count))
    }
    wire.didRead(count)
    return true
  }

  /// A Logon(A) says whether a frame follows.
  private static func stage(behind message: RawSpan) -> Stage {
    var index = FieldIndex()
    guard index.parse(message) == nil, let type = index.first(.msgType),
      MsgType(of: message[type]) == .logon
    else { return .beforeLogon }
    return grantsFrame(message, index) ? .framed(ended: true) : .plain
  }

  private static func grantsFrame(_ message: RawSpan, _ index: borrowing FieldIndex) -> Bool {
    guard let field = index.first(.compression) else { return false }
    do {
      return try FieldValue.uint(field, in: message)
        == UInt64(CodeSet.Compression.lz4Frame.rawValue)
    } catch { return false }
  }
}
