public import FIX44
import FIXSession
import FIXWire

/// A field of a Logon(A) put in, changed or taken out in its bytes; BodyLength(9) and CheckSum(10) follow.
public enum LogonField {
  /// Whether the bytes are one Logon(A).
  public static func isLogon(_ message: [UInt8]) -> Bool {
    var index = FieldIndex()
    let span = RawSpan(_elements: message.span)
    guard index.parse(span) == nil, let type = index.first(.msgType) else { return false }
    return MsgType(of: span[type]) == .logon
  }

  /// The message with this value of `tag`, behind HeartBtInt(108), or without the field where it is nil. What
  /// is no Logon(A) comes back as it is.
  public static func replace(_ tag: FIX44.Tag, with value: String?, in message: [UInt8]) -> [UInt8]
  {
    guard isLogon(message) else { return message }
    var index = FieldIndex()
    let span = RawSpan(_elements: message.span)
    guard index.parse(span) == nil else { return message }
    var head: [UInt8] = []
    var body: [UInt8] = []
    for position in 0..<index.count {
      let field = index[position]
      let bytes = text(field.tag) + array(span[field]) + [ASCII.soh]
      switch field.tag {
      case .beginString: head = bytes
      case .bodyLength, .checkSum: continue
      case tag: continue
      default: body += bytes
      }
      // In no group, and in each Logon(A) that a venue takes.
      if field.tag == .heartBtInt, let value {
        body += text(tag) + Array(value.utf8) + [ASCII.soh]
      }
    }
    let start = head + text(.bodyLength) + Array("\(body.count)".utf8) + [ASCII.soh] + body
    return start + trailer(of: start)
  }

  /// `10=ddd|` behind these bytes.
  private static func trailer(of bytes: [UInt8]) -> [UInt8] {
    let sum = "\(bytes.reduce(UInt8(0), &+))"
    let digits = String(repeating: "0", count: 3 - sum.count) + sum
    return text(.checkSum) + Array(digits.utf8) + [ASCII.soh]
  }

  private static func text(_ tag: FIX44.Tag) -> [UInt8] { Array("\(tag)=".utf8) }

  private static func array(_ bytes: RawSpan) -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }
}

/// Byte values of characters.
enum ASCII {
  static var soh: UInt8 { 0x01 }
}
