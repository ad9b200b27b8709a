import Market
import Records

/// What is told of lots of auctions, as lines; instants are seconds from the event.
extension EventText {
  func answered(_ body: AuctionAnswered) -> String {
    let type = CommandType(rawValue: body.commandType).map { "\($0)" } ?? "?"
    var words = [
      "auction-answer", type, body.reference.isEmpty ? "-" : "\(body.reference)",
      AuctionRefusal(rawValue: body.reasonCode).map { "\($0)" } ?? "taken",
      "lot=\(body.auction)", "amount=\(decimal(body.amount.fen, 2))", "detail=\(body.rejectDetail)",
      "trans=\(body.transTypeCode)", "firm=\(firms[body.firm.rawValue] ?? "none")",
    ]
    if let state = AuctionState(rawValue: body.stateCode) { words.append("state=\(state)") }
    if let reject = OrderReject(rawValue: body.orderRejectCode) { words.append("rule=\(reject)") }
    return words.joined(separator: " ")
  }

  func announced(_ record: RawSpan, _ head: RecordHead) -> String {
    let body = record.loadBody(AuctionAnnounced.self)
    return [
      "announced", "lot=\(body.auction)", "\(body.symbol.text)",
      Side(rawValue: body.sideCode).map { "\($0)" } ?? "?",
      "mode=\(Character(UnicodeScalar(body.modeCode)))",
      "start=\(decimal(body.startPrice.tenThousandths, 4))",
      "step=\(decimal(body.priceStep.tenThousandths, 4))",
      "limit=\(decimal(body.limitPrice.tenThousandths, 4))",
      "qty=\(decimal(body.quantity.thousandths, 3))", "deposit=\(decimal(body.deposit.fen, 2))",
      "opens=\(seconds(body.opensAt, from: head))", "closes=\(seconds(body.closesAt, from: head))",
      "initiator=\(firms[body.initiator.rawValue] ?? "?")", "every=\(body.stepSeconds)",
      "extension=\(body.extensionSeconds)x\(body.extensionsMost)", "reserve=\(body.hasReserve)",
      "docs=\(documents(Int(body.documentCount), record, AuctionAnnounced.self))",
    ].joined(separator: " ")
  }

  func changed(_ body: AuctionChanged, _ head: RecordHead) -> String {
    var words = [
      "auction", "lot=\(body.auction)",
      AuctionState(rawValue: body.stateCode).map { "\($0)" } ?? "?",
      "why=\(AuctionReason(rawValue: body.reasonCode).map { "\($0)" } ?? "?")",
      "price=\(decimal(body.price.tenThousandths, 4))",
      "qty=\(decimal(body.quantity.thousandths, 3))", "bids=\(body.bidCount)",
      "round=\(body.round)", "ends=\(seconds(body.endsAt, from: head))",
    ]
    if body.reserveMetCode != 0 {
      words.append("reserve=\(Character(UnicodeScalar(body.reserveMetCode)))")
    }
    return words.joined(separator: " ")
  }

  private func seconds(_ instant: Instant, from head: RecordHead) -> String {
    instant == .none
      ? "none" : decimal(instant.nanoseconds - head.time.nanoseconds, 9)
  }
}
