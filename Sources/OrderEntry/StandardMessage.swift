public import FIX44

/// The application messages of FIX 4.4, for telling one that the venue does not take from no message.
///
/// The first is answered by BusinessMessageReject(j) with 380=3 and so is decoded like those that are
/// taken; the other by Reject(3) with 373=11.
public enum StandardMessage {
  /// Whether FIX 4.4 has an application message of this type, or leaves the type to its users (U...).
  public static func isApplication(_ msgType: MsgType) -> Bool {
    let first = UInt8(truncatingIfNeeded: msgType.rawValue)
    let second = UInt8(truncatingIfNeeded: msgType.rawValue >> 8)
    if second == 0 { return isApplication(first) }
    switch first {
    case UInt8(ascii: "A"): return second >= UInt8(ascii: "A") && second <= UInt8(ascii: "Z")
    case UInt8(ascii: "B"): return second >= UInt8(ascii: "A") && second <= UInt8(ascii: "H")
    case UInt8(ascii: "U"): return second > ASCII.space && second < 0x7f
    default: return false
    }
  }

  /// Types of one character: 0 to 5 and A are the session's, I, O and U are not used.
  private static func isApplication(_ character: UInt8) -> Bool {
    switch character {
    case UInt8(ascii: "I"), UInt8(ascii: "O"), UInt8(ascii: "U"): false
    case UInt8(ascii: "6")...UInt8(ascii: "9"), UInt8(ascii: "B")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
