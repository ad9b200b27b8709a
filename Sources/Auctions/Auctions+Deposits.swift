public import Market
import Memory

/// What bidders have deposited.
extension Auctions {
  /// A deposit by its slot.
  public func deposit(_ slot: UInt32) -> AuctionDeposit {
    precondition(freeDeposits.isTaken(slot), "a deposit is there")
    return deposits[slot]
  }

  /// The deposit of a firm for a lot; nil where there is none.
  public func deposit(of firm: FirmID, for lot: UInt32) -> UInt32? {
    depositsByFirm.find(hash: hash(firm, lot)) {
      deposits[$0].firm == firm && deposits[$0].lot == lot
    }
  }

  /// The first deposit of a lot; nil where none is left.
  public func firstDeposit(for lot: UInt32) -> UInt32? {
    lots[lot].firstDeposit == AuctionDeposit.none ? nil : lots[lot].firstDeposit
  }

  /// Whether one more fits.
  public var hasRoomForDeposit: Bool { freeDeposits.available > 0 }

  /// Enters a deposit of a firm that has none for the lot; the caller has made sure of room.
  public mutating func add(_ deposit: AuctionDeposit) {
    precondition(self.deposit(of: deposit.firm, for: deposit.lot) == nil, "a firm deposits once")
    guard let slot = freeDeposits.take() else { preconditionFailure("there is room for it") }
    let first = lots[deposit.lot].firstDeposit
    deposits[slot] = deposit
    deposits[slot].next = first
    if first != AuctionDeposit.none { deposits[first].previous = slot }
    lots[deposit.lot].firstDeposit = slot
    depositsByFirm.insert(hash: hash(deposit.firm, deposit.lot), slot: slot)
  }

  /// So much is held of a deposit beside the firm's bids.
  public mutating func hold(_ amount: Amount, of slot: UInt32) {
    precondition(freeDeposits.isTaken(slot), "a deposit is there")
    deposits[slot].held = amount
  }

  /// It is given back.
  public mutating func removeDeposit(_ slot: UInt32) {
    let deposit = deposits[slot]
    depositsByFirm.remove(hash: hash(deposit.firm, deposit.lot), slot: slot)
    if deposit.next != AuctionDeposit.none { deposits[deposit.next].previous = deposit.previous }
    if deposit.previous == AuctionDeposit.none {
      lots[deposit.lot].firstDeposit = deposit.next
    } else {
      deposits[deposit.previous].next = deposit.next
    }
    deposits[slot] = AuctionDeposit()
    freeDeposits.give(slot)
  }

  /// All slots that deposits may have.
  public var depositSlots: Range<UInt32> { 0..<UInt32(deposits.capacity) }

  /// Whether a deposit stands in a slot.
  public func isDeposit(_ slot: UInt32) -> Bool { freeDeposits.isTaken(slot) }

  private func hash(_ firm: FirmID, _ lot: UInt32) -> UInt64 {
    seed.hash(UInt64(firm.rawValue) << 32 | UInt64(lot))
  }
}
