/// A FIX tag number, such as 11 for ClOrdID. The known ones are static members: `Tag.clOrdID`.
public struct Tag: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static func < (a: Tag, b: Tag) -> Bool { a.rawValue < b.rawValue }

  /// Whether the tag lies outside the standard: FIX leaves 5000 to 9999 to its users.
  public var isUserDefined: Bool { rawValue >= 5000 }
}

extension Tag: CustomStringConvertible {
  /// The number alone: `11`.
  public var description: String { String(rawValue) }
}
