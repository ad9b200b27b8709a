public import Market

/// A row of the table of title documents: one way from a state, who may go it, and what must hold.
///
/// What has no row is refused. Source: market rules 2.1.
public struct TitleTransition: Sendable, BitwiseCopyable {
  public let from: TitleStatus
  public let action: TitleAction
  /// Nil stands for the state that it had before it was frozen or expired.
  public let to: TitleStatus?
  public let actors: TitleActors
  public let guards: TitleGuards

  init(
    _ from: TitleStatus, _ action: TitleAction, _ to: TitleStatus?, _ actors: TitleActors,
    _ guards: TitleGuards = []
  ) {
    self.from = from
    self.action = action
    self.to = to
    self.actors = actors
    self.guards = guards
  }
}

/// Some of the actors.
public struct TitleActors: Sendable, BitwiseCopyable, ExpressibleByArrayLiteral {
  private let bits: UInt16
  public init(arrayLiteral actors: TitleActor...) {
    bits = actors.reduce(0) { $0 | 1 << UInt16($1.rawValue) }
  }

  /// Whether `actor` is one of them.
  public func contains(_ actor: TitleActor) -> Bool { bits & 1 << UInt16(actor.rawValue) != 0 }
}

/// What must hold beside state and actor, in the order in which it is judged. Raw values are places in
/// a set of bits.
public enum TitleGuard: UInt8, Sendable, CaseIterable {
  /// Neither reserved nor settling.
  case free = 0
  /// Not settling; an order that it backs is cancelled first.
  case unsettled
  /// Settling in that trade, whose buyer there is room for as a holder.
  case settling
  /// An order that it backs is cancelled first.
  case unreserved
  /// It was neither pledged nor frozen when it expired.
  case unburdened
  /// Whom it goes to is named and not its holder; there is room for a new holder.
  case recipient
  case reason
  /// What a court has frozen only a court frees.
  case court
  /// Weight, position, digest, holder and issuer are there.
  case complete
  /// No other live document stands for these goods.
  case positionFree
  case warehouseCompliant
  case bonded
  /// A bill of lading is to order, shipped on board, and no sea waybill.
  case negotiable
  /// One document unit within its tolerance.
  case oneUnit
  case digestEqual
  /// TitleDigest(7709) of what it says from now on is given.
  case digest
  case feePaid
  case remainingDays
  case pledgeeAccepts
  case warehouseSigns
  case fundsSettled
  case defaultDeclared
  /// Its time is over.
  case due
  case bill
  case splittable
  /// Some parts, new numbers, each at least the least delivery unit, together the whole.
  case parts
  /// Some others of the same holder, instrument, warehouse and state, together the new one.
  case equals
  /// New numbers, together the bill within its tolerance.
  case receipts
  /// A new number, and the same weight.
  case substitute
}

/// Some of the guards.
public struct TitleGuards: Sendable, BitwiseCopyable, ExpressibleByArrayLiteral {
  private(set) var bits: UInt32
  public init(arrayLiteral guards: TitleGuard...) {
    bits = guards.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }

  /// Whether `condition` is one of them.
  public func contains(_ condition: TitleGuard) -> Bool {
    bits & 1 << UInt32(condition.rawValue) != 0
  }

  /// Takes the first one out; nil where there is none.
  mutating func removeFirst() -> TitleGuard? {
    guard bits != 0, let first = TitleGuard(rawValue: UInt8(bits.trailingZeroBitCount)) else {
      return nil
    }
    bits &= bits - 1
    return first
  }
}
