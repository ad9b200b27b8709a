import Market

/// What firms are told of alleged trades, as lines.
extension EventText {
  func alleged(_ body: TradeAlleged) -> String {
    var words = [
      "alleged", "\(body.number)", Side(rawValue: body.sideCode).map { "\($0)" } ?? "?",
      "\(decimal(body.quantity.thousandths, 3))@\(decimal(body.price.tenThousandths, 4))",
      "contra=\(firms[body.contraFirm.rawValue] ?? "?")",
    ]
    if let reason = TradeReportReason(rawValue: body.reasonCode) {
      words.append("over=\(reason)")
    } else {
      words.append(
        "until=\((body.deadline.nanoseconds - body.allegedAt.nanoseconds) / 1_000_000_000)")
    }
    return words.joined(separator: " ") + settles(body.settlDate)
  }

  /// SettlDate(64), by the days behind the time at which the table begins; nothing for delivery at once.
  func settles(_ date: Instant) -> String {
    guard date != .none else { return "" }
    let days = (date.nanoseconds - TestVenue.began.nanoseconds) / 86_400_000_000_000
    return " settles=\(days)"
  }

  func answered(_ body: TradeReportAnswered) -> String {
    var words = [
      "answered", "\(body.reportID)",
      TradeReportKind(rawValue: body.kindCode).map { "\($0)" } ?? "?",
      TradeReportReason(rawValue: body.reasonCode).map { "\($0)" } ?? "taken",
      "number=\(body.number)",
    ]
    if let reject = OrderReject(rawValue: body.orderRejectCode) {
      words.append("rule=\(reject)")
      words.append("side=\(Side(rawValue: body.sideCode).map { "\($0)" } ?? "both")")
      words.append("detail=\(body.rejectDetail)")
    }
    return words.joined(separator: " ")
  }
}
