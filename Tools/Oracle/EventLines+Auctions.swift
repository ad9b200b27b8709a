import Market
import Records

/// What is told of lots, as lines.
extension EventLines {
  mutating func line(_ body: AuctionAnswered, to session: SessionID) -> TraceLine {
    count(body.execID)
    var line = TraceLine(.lotAnswered)
    line.name = name(of: ClOrdID(body.reference))
    line.order = Int(body.auction)
    line.origName = Int(body.orderID.rawValue)
    line.session = Int(session.rawValue)
    switch CommandType(rawValue: body.commandType) {
    case .applyAuction: line.kindCode = LotAnswer.application
    case .depositAuction: line.kindCode = LotAnswer.deposit
    default: line.kindCode = LotAnswer.control
    }
    line.cum = Int(body.stateCode)
    line.liquidity = body.transTypeCode
    line.amount = body.amount.fen
    line.reason =
      body.orderRejectCode == 0
      ? auctionRefusals[body.reasonCode] : orderReasons[body.orderRejectCode]
    return line
  }

  func line(_ body: AuctionAnnounced) -> TraceLine {
    var line = TraceLine(.lotAnnounced)
    line.order = Int(body.auction)
    line.leaves = Int(body.quantity.thousandths / 1_000)
    line.price = body.startPrice.tenThousandths
    line.avgPx = body.priceStep.tenThousandths
    line.lastPx = body.limitPrice.tenThousandths
    line.amount = body.deposit.fen
    line.deadline = body.opensAt.nanoseconds
    line.closes = body.closesAt.nanoseconds
    line.kindCode = body.hasReserve
    line.liquidity = body.sideCode
    return line
  }

  func line(_ body: AuctionChanged) -> TraceLine {
    var line = TraceLine(.lotChanged)
    line.order = Int(body.auction)
    line.lastPx = body.price.tenThousandths
    line.leaves = Int(body.quantity.thousandths / 1_000)
    line.deadline = body.endsAt == .none ? 0 : body.endsAt.nanoseconds
    line.cum = Int(body.round)
    line.last = Int(body.bidCount)
    line.kindCode = body.stateCode
    line.liquidity = body.reserveMetCode
    line.reason = auctionReasons[body.reasonCode]
    return line
  }
}
