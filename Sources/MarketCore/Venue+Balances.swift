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

  /// Money has come to a firm, or a trade that waits for it: guarantees that the firm is called for are
  /// topped up and balances paid, each in turn, as steps of work.
  mutating func payBalances(of firm: FirmID) {
    guard reference[firm].firstBalance != Trade.none, !reference[firm].paysBalances else { return }
    reference[firm].paysBalances = true
    payers.append(firm)
  }

  /// Takes the rest of a trade's price from its buyer; false, and nothing done, where it is not there.
  mutating func payBalance(of slot: UInt32, into events: inout RecordBuffer) -> Bool {
    let trade = trades[slot]
    let cost = Amount(fen: max(0, trade.legs.buyerPays.fen))
    do throws(GuaranteeRefusal) {
      let postings = try money.apply(&guarantees.ofTrades[slot], to: cost)
      trades[slot].secured = cost
      tell(postings, of: trade.tradeID, into: &events)
    } catch {
      return false
    }
    change(slot, to: .funded, .paid, into: &events)
    return true
  }
}
