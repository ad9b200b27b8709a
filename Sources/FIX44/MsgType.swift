/// MsgType(35): one or two ASCII characters, the first in the lowest byte.
///
/// `D` is 0x44, `AE` is 0x4541. The known ones are static members: `MsgType.newOrderSingle`.
public struct MsgType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The type of these characters; `second` is zero where there is only one.
  public init(_ first: UInt8, _ second: UInt8 = 0) {
    rawValue = UInt16(first) | UInt16(second) << 8
  }

  /// The type as it stands on the wire, nil unless it is one or two printable ASCII characters.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard (1...2).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      return nil
    }
    self.init(bytes[0], bytes.count == 2 ? bytes[1] : 0)
  }
}

extension MsgType: CustomStringConvertible {
  /// The characters: `D`, `AE`.
  public var description: String {
    let characters = [UInt8(truncatingIfNeeded: rawValue), UInt8(rawValue >> 8)]
    return String(decoding: characters.prefix { $0 != 0 }, as: UTF8.self)
  }
}
