import Market

/// What firms are told of quotes, as lines.
extension EventText {
  func asked(_ body: QuoteRequested) -> String {
    [
      "asked", "\(body.number)", side(body.sideCode), decimal(body.quantity.thousandths, 3),
      "contra=\(firms[body.contraFirm.rawValue] ?? "?")",
      "until=\(seconds(from: body.requestedAt, to: body.deadline))",
    ].joined(separator: " ") + settles(body.settlDate)
  }

  func offered(_ body: QuoteOffered) -> String {
    [
      "offered", "\(body.number)", side(body.sideCode),
      "\(decimal(body.quantity.thousandths, 3))@\(decimal(body.price.tenThousandths, 4))",
      "contra=\(firms[body.contraFirm.rawValue] ?? "?")", "request=\(body.requestNumber)",
      body.isToAsker == 1 ? "asker=\(body.reqID)" : "asked", "rounds=\(body.rounds)",
      "until=\(seconds(from: body.offeredAt, to: body.deadline))",
    ].joined(separator: " ") + settles(body.settlDate)
  }

  func answered(_ body: QuoteAnswered) -> String {
    let request = body.reqID.isEmpty ? "\(body.requestNumber)" : "\(body.reqID)"
    var words = [
      "quoting", body.answerID.isEmpty ? "-" : "\(body.answerID)",
      QuoteKind(rawValue: body.kindCode).map { "\($0)" } ?? "other",
      QuoteReason(rawValue: body.reasonCode).map { "\($0)" } ?? "taken",
      "request=\(request)",
      "number=\(body.number)",
    ]
    if let reject = OrderReject(rawValue: body.orderRejectCode) {
      words.append("rule=\(reject)")
      words.append("side=\(Side(rawValue: body.sideCode).map { "\($0)" } ?? "both")")
      words.append("detail=\(body.rejectDetail)")
    }
    return words.joined(separator: " ")
  }

  private func side(_ code: UInt8) -> String { Side(rawValue: code).map { "\($0)" } ?? "?" }

  private func seconds(from: Instant, to: Instant) -> Int64 {
    (to.nanoseconds - from.nanoseconds) / 1_000_000_000
  }
}
