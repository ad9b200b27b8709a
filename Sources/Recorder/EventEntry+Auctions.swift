import GRDB
import Market
import Records

/// Lots of one-way auctions, from their announcement to their result.
extension EventEntry {
  func enter(_ body: AuctionAnnounced) throws {
    try db.insert(
      "auctions",
      [
        "auction": body.auction, "position": position, "announcedAtNanos": atNanos,
        "instrument": body.instrument.rawValue, "symbol": "\(body.symbol.text)",
        "mode": BookText.name(body.modeCode, TradingMode.self),
        "side": BookText.name(body.sideCode, Side.self), "initiator": body.initiator.rawValue,
        "isForeclosure": body.isForeclosure,
        "startPriceTenThousandths": body.startPrice.tenThousandths,
        "priceStepTenThousandths": body.priceStep.tenThousandths,
        "limitPriceTenThousandths": body.limitPrice.tenThousandths,
        "hasReserve": body.hasReserve, "quantityThousandths": body.quantity.thousandths,
        "depositFen": body.deposit.fen, "opensAtNanos": body.opensAt.nanoseconds,
        "closesAtNanos": body.closesAt.nanoseconds, "state": "\(AuctionState.announced)",
        "priceTenThousandths": 0, "doneThousandths": 0, "bidCount": 0, "round": 0,
        "changedAtNanos": atNanos,
      ])
  }

  func enter(_ body: AuctionChanged) throws {
    let state = BookText.name(body.stateCode, AuctionState.self)
    _ = try db.update(
      "auctions", where: "auction", is: Int64(body.auction),
      [
        "state": state, "priceTenThousandths": body.price.tenThousandths,
        "doneThousandths": body.quantity.thousandths, "bidCount": body.bidCount,
        "round": body.round, "changedAtNanos": atNanos,
      ])
    try db.insert(
      "auctionStates",
      [
        "position": position, "sequence": sequence, "ordinal": ordinal, "atNanos": atNanos,
        "auction": body.auction, "state": state,
        "reason": BookText.name(body.reasonCode, AuctionReason.self),
        "priceTenThousandths": body.price.tenThousandths,
        "quantityThousandths": body.quantity.thousandths, "bidCount": body.bidCount,
        "round": body.round, "reserveMet": BookText.character(body.reserveMetCode),
        "endsAtNanos": body.endsAt.nanoseconds,
      ])
  }
}
