import Market
import Memory
import Records

/// A cancel or replace that is refused, as OrderCancelReject(9) tells it.
struct ChangeRefusal: Error {
  let reject: CancelReject
  /// Which rule of order entry a replace fails; none where the request itself is wrong.
  let rule: OrderReject?
  let detail: Int64

  init(_ reject: CancelReject, detail: Int64 = 0) {
    self.reject = reject
    rule = nil
    self.detail = detail
  }

  init(_ refusal: OrderRefusal) {
    reject = .orderRule
    rule = refusal.reject
    detail = refusal.detail
  }
}

/// What a cancel or replace says about the order that it is for.
struct ChangeRequest {
  var clOrdID: ClOrdID
  var origClOrdID: ClOrdID
  var orderID: OrderID
  var symbol: Symbol
  var sideCode: UInt8
  /// CxlRejResponseTo(434).
  var responseTo: UInt8
}

extension Venue {
  /// OrderCancelRequest(F): taken in every phase, from any session of the firm that may trade, but
  /// not while the instrument uncrosses.
  mutating func cancelOrder(_ command: RawSpan, into events: inout RecordBuffer) {
    let request = ChangeRequest(command.loadBody(CancelOrder.self))
    if let known = resent(request) { return reportStatus(of: known, into: &events) }
    do throws(ChangeRefusal) {
      let slot = try liveOrder(of: request)
      guard reference[orders[slot].instrument].progress.entering == nil else {
        throw ChangeRefusal(.tooLateToCancel)
      }
      rename(slot, request.clOrdID)
      withdraw(slot, as: .canceled, into: &events)
      var execution = Execution(.canceled)
      execution.origClOrdID = request.origClOrdID
      report(slot, execution, into: &events)
    } catch {
      refuse(request, error, into: &events)
    }
  }

  /// The order that a repeated request has named, where it was taken the first time.
  func resent(_ request: ChangeRequest) -> UInt32? {
    guard cause.flags.contains(.possResend) else { return nil }
    return orders.slot(firm: reference[cause.session].firm, request.clOrdID)
  }

  /// The live order that a request is for. Any ClOrdID(11) that the order has had names it.
  func liveOrder(of request: ChangeRequest) throws(ChangeRefusal) -> UInt32 {
    let firm = reference[cause.session].firm
    guard orders.slot(firm: firm, request.clOrdID) == nil else {
      throw ChangeRefusal(.duplicateClOrdID)
    }
    guard let slot = order(of: request, by: firm) else { throw ChangeRefusal(.unknownOrder) }
    guard request.symbol.text.isEmpty || request.symbol == orders[slot].symbol else {
      throw ChangeRefusal(.symbolDiffers)
    }
    guard request.sideCode == 0 || request.sideCode == orders[slot].side.rawValue else {
      throw ChangeRefusal(.sideDiffers)
    }
    guard !orders[slot].status.isFinal else { throw ChangeRefusal(.tooLateToCancel) }
    guard !orders[slot].isOfAuction else { throw ChangeRefusal(.irrevocable) }
    guard !isBehindFence(slot) else { throw ChangeRefusal(.pendingCancel) }
    return slot
  }

  /// The order goes by another ClOrdID(11) from now on. A cancel's may find no room in the table of
  /// names: then it is not known afterwards, and the cancel is taken all the same.
  mutating func rename(_ slot: UInt32, _ clOrdID: ClOrdID) {
    _ = orders.name(slot, clOrdID)
    orders[slot].clOrdID = clOrdID
  }

  mutating func refuse(
    _ request: ChangeRequest, _ refusal: ChangeRefusal, into events: inout RecordBuffer
  ) {
    var body = OrderCancelReject()
    body.execID = numbers.nextExecID()
    body.clOrdID = request.clOrdID
    body.origClOrdID = request.origClOrdID
    body.firm = reference[cause.session].firm
    body.cancelRejectCode = refusal.reject.rawValue
    body.ordStatusCode = OrdStatus.rejected.rawValue
    body.responseTo = request.responseTo
    body.orderRejectCode = refusal.rule?.rawValue ?? 0
    body.rejectDetail = refusal.detail
    if refusal.reject != .unknownOrder, let slot = order(of: request, by: body.firm) {
      body.orderID = orders[slot].orderID
      body.account = orders[slot].account
      body.ordStatusCode = orders[slot].status.rawValue
    }
    events.append(eventHead(.orderCancelReject, for: cause.session), body: body)
  }

  /// The order of a firm that goes, or has gone, by OrigClOrdID(41).
  // A part of who calls it (benchmark `venue`).
  @inline(__always)
  private func order(of request: ChangeRequest, by firm: FirmID) -> UInt32? {
    guard let slot = orders.slot(firm: firm, request.origClOrdID) else { return nil }
    return request.orderID == .none || request.orderID == orders[slot].orderID ? slot : nil
  }
}

extension ChangeRequest {
  init(_ cancel: CancelOrder) {
    clOrdID = cancel.clOrdID
    origClOrdID = cancel.origClOrdID
    orderID = cancel.orderID
    symbol = cancel.symbol
    sideCode = cancel.sideCode
    responseTo = 1
  }

  init(_ replace: ReplaceOrder) {
    clOrdID = replace.order.clOrdID
    origClOrdID = replace.origClOrdID
    orderID = replace.orderID
    symbol = replace.order.symbol
    sideCode = replace.order.sideCode
    responseTo = 2
  }
}
