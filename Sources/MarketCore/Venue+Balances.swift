import Funds
import Market
import Memory
import Records

/// The trades of each buyer that wait for the rest of their price, the oldest first.
extension Venue {
  mutating func joinBalances(_ slot: UInt32) {
    let firm = trades[slot].buyer.firm
    let last = reference[firm].lastBalance
    trades[slot].previous = last
    trades[slot].next = Trade.none
    if last == Trade.none {
      reference[firm].firstBalance = slot
    } else {
      trades[last].next = slot
    }
    reference[firm].lastBalance = slot
  }

  mutating func leaveBalances(_ slot: UInt32) {
    let trade = trades[slot]
    if trade.previous == Trade.none {
      reference[trade.buyer.firm].firstBalance = trade.next
    } else {
      trades[trade.previous].next = trade.next
    }
    if trade.next == Trade.none {
      reference[trade.buyer.firm].lastBalance = trade.previous
    } else {
      trades[trade.next].previous = trade.previous
    }
  }

  /// Money has come to a firm: its trades that wait for it are paid in turn, as steps of work.
  mutating func payBalances(of firm: FirmID) {
    guard reference[firm].firstBalance != Trade.none, !reference[firm].paysBalances else { return }
    reference[firm].paysBalances = true
    payers.append(firm)
  }

  /// Takes the rest of a trade's price from its buyer; false, and nothing done, where it is not there.
  mutating func payBalance(of slot: UInt32, into events: inout RecordBuffer) -> Bool {
    let trade = trades[slot]
    let rest = Amount(fen: max(0, trade.legs.buyerPays.fen - trade.secured.fen))
    guard money.fund(rest, of: trade.buyer.firm) else { return false }
    trades[slot].secured.fen += rest.fen
    change(slot, to: .funded, .paid, into: &events)
    return true
  }
}
