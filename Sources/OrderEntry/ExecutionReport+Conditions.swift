import Market

/// Which fields an ExecutionReport(8) has.
extension ExecutionReport {
  /// Whether it tells of an execution or takes one back.
  var isFill: Bool {
    execTypeCode == ExecType.trade.rawValue || execTypeCode == ExecType.tradeCancel.rawValue
  }

  /// Whether it answers a status request for an order that the firm does not have.
  var isUnknownOrder: Bool {
    execTypeCode == ExecType.orderStatus.rawValue && orderRejectCode == 0
      && ordStatusCode == OrdStatus.rejected.rawValue
  }

  /// Whether the order was taken in, so that its terms are known.
  var repeatsTerms: Bool { orderID != .none && ordTypeCode != 0 && !isUnknownOrder }

  /// Price(44): of orders that have a limit, and wherever it is not zero.
  var hasPrice: Bool {
    price != .zero || repeatsTerms && (OrdType(rawValue: ordTypeCode)?.needsPrice ?? false)
  }

  /// StopPx(99): of stop orders, and wherever it is not zero.
  var hasStopPx: Bool {
    stopPx != .zero || repeatsTerms && (OrdType(rawValue: ordTypeCode)?.needsStopPx ?? false)
  }

  /// OrdRejReason(103): 5 for an unknown order, else the reject's.
  var ordRejReason: UInt8 {
    if isUnknownOrder { return 5 }
    return OrderReject(rawValue: orderRejectCode)?.ordRejReason ?? 99
  }
}
