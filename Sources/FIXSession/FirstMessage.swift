import FIX44
public import FIXWire
public import Market
public import Memory

/// What stands first on a connection, before anybody is known: a Logon(A) and who it says it is from, or a
/// reason to go no further.
public enum FirstMessage: Sendable, Equatable {
  /// More bytes are needed.
  case partial
  case oversized
  /// No message of FIX 4.4.
  case garbled
  /// A handshake of TLS.
  case tls
  case notLogon
  case logon(Names)

  /// Who it is from and to; empty where absent, or longer than any that we know.
  public struct Names: Sendable, Equatable {
    /// SenderCompID(49).
    public var sender: CompID
    /// SenderSubID(50).
    public var senderSub: CompID
    /// TargetCompID(56).
    public var target: CompID
  }

  /// Reads what has come; of a Logon(A) `index` has the fields then. At most `bytesMax` bytes are one.
  public static func read(
    _ bytes: RawSpan, _ index: inout FieldIndex, bytesMax: Int
  ) -> FirstMessage {
    switch Framing.next(in: bytes, maxMessageSize: bytesMax) {
    case .partial: return .partial
    case .garbled, .wrongBeginString: return isTLS(bytes) ? .tls : .garbled
    case .oversized: return .oversized
    case .complete(let byteCount):
      let message = bytes.extracting(0..<byteCount)
      // A data field may be as long as to take the trailer in: CheckSum(10) is no field then.
      guard index.parse(message) == nil, index[index.count - 1].tag == .checkSum else {
        return .garbled
      }
      guard let type = index.first(.msgType), MsgType(of: message[type]) == .logon else {
        return .notLogon
      }
      return .logon(
        Names(
          sender: compID(.senderCompID, index, message),
          senderSub: compID(.senderSubID, index, message),
          target: compID(.targetCompID, index, message)))
    }
  }

  /// Writes stars over `fields` of the message that stands first in `buffer`, and its CheckSum(10) anew.
  public static func cover(_ fields: [Field], in buffer: inout ByteBuffer) {
    guard !fields.isEmpty,
      case .complete(let byteCount) = Framing.next(
        in: buffer.readable, maxMessageSize: buffer.capacity)
    else { return }
    var bytes = buffer.mutableReadable
    for field in fields {
      for place in Int(field.offset)..<Int(field.offset + field.length) {
        bytes.storeBytes(of: UInt8(ascii: "*"), toByteOffset: place, as: UInt8.self)
      }
    }
    let trailer = byteCount - 7
    let sum = Int(Self.sum(bytes.bytes, trailer))
    for (place, unit) in [(3, 100), (4, 10), (5, 1)] {
      let figure = UInt8(ascii: "0") + UInt8(sum / unit % 10)
      bytes.storeBytes(of: figure, toByteOffset: trailer + place, as: UInt8.self)
    }
  }

  private static func sum(_ bytes: RawSpan, _ byteCount: Int) -> UInt8 {
    let bytes = Span<UInt8>(_bytes: bytes)
    var sum: UInt8 = 0
    for place in 0..<byteCount { sum &+= bytes[place] }
    return sum
  }

  /// Whether it begins as a handshake of TLS does.
  private static func isTLS(_ bytes: RawSpan) -> Bool {
    let bytes = Span<UInt8>(_bytes: bytes)
    return bytes.count >= 2 && bytes[0] == 0x16 && bytes[1] == 0x03
  }

  private static func compID(
    _ tag: Tag, _ index: borrowing FieldIndex, _ message: RawSpan
  ) -> CompID {
    guard let field = index.first(tag), let text = Text16(message[field]) else { return CompID() }
    return CompID(text)
  }
}
