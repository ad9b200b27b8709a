import Compression
import FIX44
import FIXSession
import FIXWire
import Memory
import Transport

/// What comes from a venue that was asked for compression: up to its Logon(A) as it is, and behind it, where
/// that grants Compression(7811)=1, one LZ4 frame.
struct CompressedInput: ~Copyable {
  private var wire = ByteBuffer(capacity: 1 << 16)
  private var reader = LZ4FrameReader()
  private var stage = Stage.beforeLogon

  private enum Stage {
    case beforeLogon
    case plain
    case framed
  }

  /// Reads once from the line, where what came before is used up.
  mutating func receive(over line: borrowing Connection) -> Connection.Outcome {
    if wire.writableCount == 0 { wire.compact() }
    return wire.writableCount > 0 ? line.receive(into: &wire) : .moved(bytes: 0)
  }

  /// What has come is no frame, or a damaged one.
  private(set) var isDamaged = false

  /// Moves on what is to be processed next; false where more bytes are needed.
  mutating func next(into input: inout ByteBuffer) -> Bool {
    if isDamaged { return false }
    switch stage {
    case .beforeLogon: return takeMessage(into: &input)
    case .plain:
      let isTaken = !wire.isEmpty && input.append(wire.readable)
      if isTaken { wire.removeAll() }
      return isTaken
    case .framed:
      let before = (wire.count, input.count)
      isDamaged = reader.read(from: &wire, into: &input) == .damaged
      return before != (wire.count, input.count)
    }
  }

  private mutating func takeMessage(into input: inout ByteBuffer) -> Bool {
    switch Framing.next(in: wire.readable, maxMessageSize: 1 << 15) {
    case .partial: return false
    case .complete(let count):
      stage = Self.stage(behind: wire.readable.extracting(0..<count))
      return take(count, into: &input)
    case .garbled(let count), .wrongBeginString(let count), .oversized(let count):
      return take(min(count, wire.count), into: &input)
    }
  }

  private mutating func take(_ count: Int, into input: inout ByteBuffer) -> Bool {
    guard input.append(wire.readable.extracting(0..<count)) else { return false }
    wire.didRead(count)
    return true
  }

  /// A Logon(A) says whether a frame follows.
  private static func stage(behind message: RawSpan) -> Stage {
    var index = FieldIndex()
    guard index.parse(message) == nil, let type = index.first(.msgType),
      MsgType(of: message[type]) == .logon
    else { return .beforeLogon }
    return grantsFrame(message, index) ? .framed : .plain
  }

  private static func grantsFrame(_ message: RawSpan, _ index: borrowing FieldIndex) -> Bool {
    guard let field = index.first(.compression) else { return false }
    do {
      return try FieldValue.uint(field, in: message)
        == UInt64(CodeSet.Compression.lz4Frame.rawValue)
    } catch { return false }
  }
}
