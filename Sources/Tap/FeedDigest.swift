import Digests
import FIX44
public import TradeClient

/// A digest over the messages of a feed in their order, whoever has them and however they came: SHA-256 over the
/// 32 bytes of the digest before and the fields of the message, without those that belong to its way only.
///
/// Left out are BeginString(8), BodyLength(9), CheckSum(10), MsgSeqNum(34), SenderCompID(49), SenderSubID(50),
/// SendingTime(52), TargetCompID(56), TargetSubID(57), PossDupFlag(43), PossResend(97), OrigSendingTime(122) and
/// LastMsgSeqNumProcessed(369). What is left is taken as `tag=value`, each behind it the delimiter 0x01.
public struct FeedDigest: Equatable, Sendable {
  /// 64 hexadecimal digits; of a feed without a message, zeros.
  public private(set) var hexDigits: String

  public init() { hexDigits = String(repeating: "0", count: 64) }

  /// A digest that goes on; nil where the text is none.
  public init?(_ hexDigits: String) {
    let isDigest =
      hexDigits.utf8.count == 64 && hexDigits.allSatisfy { $0.isHexDigit && !$0.isUppercase }
    guard isDigest else { return nil }
    self.hexDigits = hexDigits
  }

  /// Takes the next message.
  public mutating func take(_ message: WireMessage) {
    var hash = SHA256()
    for byte in bytes { hash.update(byte) }
    for field in message.fields where !Self.isOfTheWay(field.tag) {
      for byte in "\(field.tag)=\(field.value)\u{1}".utf8 { hash.update(byte) }
    }
    hexDigits = hash.hexDigits
  }

  /// The digest as 32 bytes.
  private var bytes: [UInt8] {
    let digits = hexDigits.utf8.map { $0 <= UInt8(ascii: "9") ? $0 - 0x30 : $0 - 0x57 }
    return stride(from: 0, to: digits.count, by: 2).map { 16 * digits[$0] + digits[$0 + 1] }
  }

  private static func isOfTheWay(_ tag: FIX44.Tag) -> Bool {
    switch tag {
    case .beginString, .bodyLength, .checkSum, .msgSeqNum, .senderCompID, .senderSubID,
      .sendingTime, .targetCompID, .targetSubID, .possDupFlag, .possResend, .origSendingTime,
      .lastMsgSeqNumProcessed:
      true
    default: false
    }
  }
}
