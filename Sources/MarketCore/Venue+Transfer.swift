import Auctions
import Funds
import Matching
public import Memory
import Negotiation
import Surveillance
import Titles

extension Venue: StateHolder {
  /// What a snapshot has of a venue: all that outlives one `apply`. A venue that takes it must have the same limits
  /// and the same seed.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transferTables(by: &transfer)
    transfer.move(&durations)
    transfer.move(&numbers)
    transfer.move(&elections)
    transfer.move(&work)
    transfer.move(&tellsFirst)
    transfer.move(&tellsPositions)
    transfer.move(&findings)
    transfer.move(&newsCount)
    transfer.move(&priceSearch)
    transfer.move(&uncrossPass)
    transfer.move(&isStopped)
    transfer.move(&isCatchingUp)
    transfer.move(&countsRates)
    transfer.move(&cause)
  }

  private mutating func transferTables(by transfer: inout some StateTransfer & ~Copyable) {
    reference.transfer(by: &transfer)
    parameters.transfer(by: &transfer)
    counterparties.transfer(by: &transfer)
    programs.transfer(by: &transfer)
    subscriptions.transfer(by: &transfer)
    titles.transfer(by: &transfer)
    money.transfer(by: &transfer)
    orders.transfer(by: &transfer)
    accountBooks.transfer(by: &transfer)
    fences.transfer(by: &transfer)
    massStatuses.transfer(by: &transfer)
    positionRequests.transfer(by: &transfer)
    userRequests.transfer(by: &transfer)
    tradeRequests.transfer(by: &transfer)
    books.transfer(by: &transfer)
    trades.transfer(by: &transfer)
    guarantees.transfer(by: &transfer)
    netting.transfer(by: &transfer)
    deadlines.transfer(by: &transfer)
    payers.transfer(by: &transfer)
    delivered.transfer(by: &transfer)
    consents.transfer(by: &transfer)
    stored.transfer(by: &transfer)
    fillTimes.transfer(by: &transfer)
    timers.transfer(by: &transfer)
    interruptions.transfer(by: &transfer)
    graces.transfer(by: &transfer)
    expiries.transfer(by: &transfer)
    allegedTrades.transfer(by: &transfer)
    auctions.transfer(by: &transfer)
    transfer.move(&suspensions)
    approvals.transfer(by: &transfer)
    rates.transfer(by: &transfer)
    quotes.transfer(by: &transfer)
  }
}
