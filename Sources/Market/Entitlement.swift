/// Some of the firms, a bit for each of the numbers 1 to 1,024. 128 bytes.
public struct FirmSet: Sendable, BitwiseCopyable {
  /// The highest number of a firm.
  public static var most: UInt32 { 1_024 }

  private var words = InlineArray<16, UInt64>(repeating: 0)

  public init() {}

  /// Whether the firm is one of them.
  public func contains(_ firm: FirmID) -> Bool {
    guard firm.rawValue >= 1, firm.rawValue <= Self.most else { return false }
    let bit = Int(firm.rawValue - 1)
    return words.span[bit >> 6] >> UInt64(bit & 63) & 1 != 0
  }

  /// Adds a firm of a number that a set holds.
  public mutating func insert(_ firm: FirmID) {
    precondition(firm.rawValue >= 1 && firm.rawValue <= Self.most, "a set holds 1 to 1,024")
    let bit = Int(firm.rawValue - 1)
    words[bit >> 6] |= 1 << UInt64(bit & 63)
  }

  /// The highest of them; none where the set is empty.
  public var highest: FirmID {
    for place in (0..<16).reversed() where words.span[place] != 0 {
      let bit = 63 - words.span[place].leadingZeroBitCount
      return FirmID(rawValue: UInt32(place * 64 + bit + 1))
    }
    return .none
  }

  /// The words of the bits, the lowest number first.
  public subscript(word place: Int) -> UInt64 { words.span[place] }
}

extension FirmSet: Equatable {
  public static func == (a: FirmSet, b: FirmSet) -> Bool {
    (0..<16).allSatisfy { a[word: $0] == b[word: $0] }
  }
}

/// Whose orders and trades a drop copy shows.
public struct Entitlement: Sendable, Equatable, BitwiseCopyable {
  /// All firms, and both sides of each trade.
  public var isAll = false
  public var firms = FirmSet()

  public init() {}

  /// Whether it shows what concerns the firm.
  public func covers(_ firm: FirmID) -> Bool { isAll || firms.contains(firm) }
}

/// What a session's drop copy shows of the commands from a sequence on.
public struct EntitlementChange: Sendable, Equatable, BitwiseCopyable {
  /// The first command whose events it concerns; zero for all that are retained.
  public var since = Sequence(rawValue: 0)
  public var entitlement = Entitlement()

  public init() {}
}

/// Says whose copies a session in role drop-copy or supervisor gets: from this record on, or, where it was never
/// logged on, from the beginning. 144 bytes.
public struct DefineEntitlement: Sendable, BitwiseCopyable {
  public var session = SessionID.venue
  /// 1 for all firms; `firms` is empty then.
  public var isAll: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var firms = FirmSet()
  public var reserved2: UInt64 = 0
  public init() {}
}

/// What a session's drop copy shows has changed. 152 bytes.
public struct EntitlementChanged: Sendable, BitwiseCopyable {
  public var session = SessionID.venue
  /// 1 for all firms.
  public var isAll: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  /// The first command whose events it concerns; zero for all, and then nothing that was said before counts.
  public var since = Sequence(rawValue: 0)
  public var firms = FirmSet()
  public var reserved2: UInt64 = 0
  public init() {}
}

extension EntitlementChange {
  /// As the event says it.
  public init(_ event: EntitlementChanged) {
    since = event.since
    entitlement.isAll = event.isAll != 0
    entitlement.firms = event.firms
  }
}

extension SessionRole {
  /// Whether a session of this role is told by copies what others are told.
  public var getsCopies: Bool { self == .dropCopy || self == .supervisor }
}
