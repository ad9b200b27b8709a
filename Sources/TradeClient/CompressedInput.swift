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
  /// Bytes of `wire` that were taken, and what they said.
  public private(set) var figures = CompressionFigures()

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
    let before = (wire.count, input.count)
    let isMoved =
      switch stage {
      case .beforeLogon: takeMessage(into: &input)
      case .plain: takePlain(into: &input)
      case .framed: takeFrame(into: &input)
      }
    figures.wireBytes += UInt64(before.0 - wire.count)
    figures.saidBytes += UInt64(input.count - before.1)
    return isMoved
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

/// How many bytes came over a line, and how many they were decompressed.
public struct CompressionFigures: Equatable, Sendable {
  public var wireBytes: UInt64 = 0
  public var saidBytes: UInt64 = 0

  public init() {}

  public static func += (total: inout CompressionFigures, more: CompressionFigures) {
    total.wireBytes += more.wireBytes
    total.saidBytes += more.saidBytes
  }

  /// `12345 bytes of FIX, 2345 on the wire, 5.2 : 1`
  public var text: String {
    let bytes = "\(saidBytes) bytes of FIX, \(wireBytes) on the wire"
    guard wireBytes > 0 else { return bytes }
    let tenths = saidBytes * 10 / wireBytes
    return "\(bytes), \(tenths / 10).\(tenths % 10) : 1"
  }
}
