public import Market
import Memory

/// A firm that the operator has stopped: it enters no orders, and its trades settle.
public struct Suspension: Sendable, BitwiseCopyable {
  public var firm = FirmID.none
  /// Since when; none where it is not stopped.
  public var since = Instant.none
  /// Who has stopped it: the user.
  public var uid: UInt32 = 0
  public var reason = ReasonText()
}

extension Venue {
  /// Why and since when a firm is stopped; nil where it is not, or not known.
  public func suspension(of firm: FirmID) -> Suspension? {
    guard reference.knows(firm), reference[firm].isStopped else { return nil }
    return suspensions[firm.rawValue]
  }

  /// How many firms there are, numbered from 1.
  public var firmCount: UInt32 { reference.firmCount }
}
