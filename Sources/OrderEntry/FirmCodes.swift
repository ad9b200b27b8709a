public import Market

/// The codes of firms as PartyID(448) shows them, by FirmID; kept by the gateway from the firms' definitions.
///
/// The room is taken once; looking up allocates nothing.
public struct FirmCodes: ~Copyable {
  private var codes: [CompID]

  /// Room for firms 1 to `capacity`.
  public init(capacity: Int) {
    precondition(capacity >= 0 && capacity < Int(UInt32.max), "firms are numbered in 32 bits")
    codes = [CompID](repeating: CompID(), count: capacity + 1)
  }

  /// Gives a firm its code, or another one; the firm is within the capacity.
  public mutating func set(_ code: CompID, of firm: FirmID) {
    precondition(firm != .none && Int(firm.rawValue) < codes.count, "a firm within the capacity")
    codes[Int(firm.rawValue)] = code
  }

  /// The firm's code; empty where the firm has none.
  public func code(of firm: FirmID) -> CompID {
    let place = Int(firm.rawValue)
    return place < codes.count ? codes[place] : CompID()
  }
}
