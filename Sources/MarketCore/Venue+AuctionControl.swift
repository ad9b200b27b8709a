import Auctions
import Market
import Memory
import Records
import Titles

/// What the operator does with lots.
extension Venue {
  /// What an action would do to its lot; or why it would change nothing.
  func judge(_ body: ControlAuction) -> ActionPreview {
    var preview = ActionPreview()
    do throws(AuctionFailure) {
      let lot = try lot(of: body)
      switch try judge(body, lot) {
      case .announce: preview.sessions = sessionCount(of: traders)
      case .refuse: preview.sessions = orders[auctions[lot].tag].session == .venue ? 0 : 1
      case .cancel:
        preview.sessions = sessionCount(of: traders)
        preview.orders = auctions[lot].bidCount
      case .voidBid:
        preview.sessions = sessionCount(of: traders)
        preview.orders = 1
      }
      preview.documents = orders[auctions[lot].tag].documents.count
      preview.amount = auctions[lot].deposit
    } catch {
      preview.lotRefusal = error.reason
      preview.orderReject = error.guardRefusal?.reject
      preview.detail = error.detail
    }
    return preview
  }

  /// Its lot has come as far as its clock has.
  mutating func catchUp(_ body: ControlAuction, into events: inout RecordBuffer) {
    if let lot = auctions.slot(of: body.auction) { catchUp(lot, into: &events) }
  }

  /// Does what the operator wants with a lot, or says why not.
  mutating func perform(_ body: ControlAuction, into events: inout RecordBuffer) {
    catchUp(body, into: &events)
    var answer = AuctionAnswered()
    answer.auction = body.auction
    answer.orderID = body.orderID
    answer.request = body.request
    answer.commandType = CommandType.controlAuction.rawValue
    request = body.request
    do throws(AuctionFailure) {
      let lot = try lot(of: body)
      answer.symbol = reference[auctions[lot].instrument].symbol
      answer.firm = auctions[lot].firm
      try control(body, lot, into: &events)
      answer.take(auctions[lot])
    } catch {
      answer.refuse(error)
    }
    tell(&answer, to: .venue, into: &events)
    request = 0
  }

  private func lot(of body: ControlAuction) throws(AuctionFailure) -> UInt32 {
    guard let lot = auctions.slot(of: body.auction) else { throw AuctionFailure(.unknownAuction) }
    return lot
  }

  /// What is to be done, where the lot lets it.
  private func judge(_ body: ControlAuction, _ lot: UInt32) throws(AuctionFailure) -> AuctionControl
  {
    let present = auctions[lot]
    guard let action = AuctionControl(rawValue: body.actionCode) else {
      throw AuctionFailure(.invalidValue, detail: Int64(body.actionCode))
    }
    switch action {
    case .announce:
      try demand(present.state == .applied, of: lot)
      let notice = reference.auctionTerms[present.instrument.rawValue].noticeNanos
      guard present.opensAt > now, present.opensAt.nanoseconds - now.nanoseconds >= notice else {
        throw AuctionFailure(.noticeTooShort, detail: notice / 1_000_000_000)
      }
    case .refuse: try demand(present.state == .applied, of: lot)
    case .cancel: try demand(present.state == .announced || present.isOpen, of: lot)
    case .voidBid: _ = try bid(body.orderID, of: lot)
    }
    return action
  }

  private func bid(_ orderID: OrderID, of lot: UInt32) throws(AuctionFailure) -> UInt32 {
    try demand(auctions[lot].isOpen && auctions[lot].isByBids, of: lot)
    guard let slot = orders.slot(orderID), let bid = auctions.bid(of: lot, tag: slot) else {
      throw AuctionFailure(.unknownBid)
    }
    return bid
  }

  private mutating func control(
    _ body: ControlAuction, _ lot: UInt32, into events: inout RecordBuffer
  ) throws(AuctionFailure) {
    switch try judge(body, lot) {
    case .announce:
      // From now on all know of the lot, and deposit until it opens.
      auctions.announce(lot)
      tellAnnounced(lot, into: &events)
      tell(lot, .announced, into: &events)
    case .refuse:
      auctions.end(lot, as: .cancelled)
      tellApplicant(of: lot, .byOperator, into: &events)
    case .cancel:
      auctions.end(lot, as: .cancelled)
      tell(lot, .byOperator, into: &events)
    case .voidBid:
      // Those that it has outbid bind no more, so the others stand as they are.
      end(try bid(body.orderID, of: lot), OrderRefusal(.bidVoided), into: &events)
      tell(lot, .bidVoided, into: &events)
    }
  }

  private func demand(_ isSo: Bool, of lot: UInt32) throws(AuctionFailure) {
    guard isSo else {
      throw AuctionFailure(.wrongState, detail: Int64(auctions[lot].shownState.rawValue))
    }
  }
}

/// What is told of lots.
extension Venue {
  /// To all: a lot is announced.
  private mutating func tellAnnounced(_ slot: UInt32, into events: inout RecordBuffer) {
    let lot = auctions[slot]
    let order = orders[lot.tag]
    let terms = reference.auctionTerms[lot.instrument.rawValue]
    var body = AuctionAnnounced()
    body.audience = traders
    body.auction = lot.number
    body.instrument = lot.instrument
    body.symbol = order.symbol
    body.startPrice = lot.startPrice
    body.priceStep = lot.step
    if !lot.isByBids { body.limitPrice = lot.limit ?? .zero }
    body.quantity = order.orderQty
    body.deposit = lot.deposit
    body.opensAt = lot.opensAt
    body.closesAt = lot.closesAt
    body.initiator = lot.firm
    body.stepSeconds = lot.isByBids ? 0 : UInt32(lot.stepNanos / 1_000_000_000)
    body.extensionSeconds = lot.isByBids ? UInt32(lot.extensionNanos / 1_000_000_000) : 0
    body.extensionsMost = lot.isByBids ? UInt16(lot.extensionsMost) : 0
    body.depositBasisPoints = UInt16(terms.depositBasisPoints)
    body.sideCode = lot.side.rawValue
    body.modeCode = lot.mode.rawValue
    body.cashMarginCode = order.cashMargin.rawValue
    body.isForeclosure = lot.isForeclosure ? 1 : 0
    body.hasReserve = lot.isByBids && lot.limit != nil ? 1 : 0
    body.documentCount = UInt16(order.documents.count)
    body.request = request
    let offset = append(
      .auctionAnnounced, for: .venue, zeroed: AuctionAnnounced.self, order.documents, into: &events)
    events[AuctionAnnounced.self, at: offset] = body
  }

  /// All that may trade, and supervisors.
  private var traders: Audience {
    var audience = Audience(allOf: .none, upTo: SessionID(rawValue: reference.sessionCount))
    audience.roles =
      SessionRole.dealer.bit | SessionRole.broker.bit | SessionRole.marketMaker.bit
      | SessionRole.supervisor.bit
    return audience
  }

  /// To all: a lot has changed.
  mutating func tell(
    _ slot: UInt32, _ reason: AuctionReason, into events: inout RecordBuffer
  ) {
    let lot = auctions[slot]
    var body = AuctionChanged()
    body.audience = traders
    body.auction = lot.number
    body.instrument = lot.instrument
    body.symbol = reference[lot.instrument].symbol
    body.price = shownPrice(of: slot)
    body.quantity = reference[lot.instrument].quantity(of: shownLots(of: slot))
    body.endsAt = auctions.nextTimer(of: slot)
    body.round = lot.round
    body.bidCount = lot.bidCount
    body.stateCode = lot.shownState.rawValue
    body.modeCode = lot.mode.rawValue
    body.sideCode = lot.side.rawValue
    if lot.isByBids && lot.limit != nil {
      let isMet = auctions.best(of: slot).map { lot.reachesReserve(auctions.bid($0).price) }
      body.reserveMetCode = isMet ?? false ? UInt8(ascii: "Y") : UInt8(ascii: "N")
    }
    body.reasonCode = reason.rawValue
    body.request = request
    events.append(eventHead(.auctionChanged, for: .venue), body: body)
  }

  /// The worst standing bid, or the clock's price; zero where there is neither.
  private func shownPrice(of slot: UInt32) -> Price {
    let lot = auctions[slot]
    if lot.isByBids { return auctions.worst(of: slot).map { auctions.bid($0).price } ?? .zero }
    return lot.isOpen || lot.state == .sold ? lot.price(steps: Int64(lot.round)) ?? .zero : .zero
  }

  private func shownLots(of slot: UInt32) -> UInt32 {
    let lot = auctions[slot]
    guard lot.isByBids else { return lot.takenLots }
    switch lot.state {
    case .sold: return auctions.winningLots(of: slot)
    case .unsold, .cancelled: return 0
    case .applied, .announced, .open, .extending, .frozen: return min(lot.lots, lot.standingLots)
    }
  }

  /// To who has applied for a lot: the operator has refused it.
  private mutating func tellApplicant(
    of slot: UInt32, _ reason: AuctionRefusal, into events: inout RecordBuffer
  ) {
    let lot = auctions[slot]
    let order = orders[lot.tag]
    guard order.session != .venue else { return }
    var answer = AuctionAnswered()
    answer.reference = order.clOrdID.text
    answer.symbol = order.symbol
    answer.firm = lot.firm
    answer.take(lot)
    answer.commandType = CommandType.applyAuction.rawValue
    answer.reasonCode = reason.rawValue
    tell(&answer, to: order.session, into: &events)
  }

  mutating func tell(
    _ answer: inout AuctionAnswered, to session: SessionID, into events: inout RecordBuffer
  ) {
    answer.execID = numbers.nextExecID()
    if answer.commandType == 0 { answer.commandType = cause.typeCode }
    events.append(eventHead(.auctionAnswered, for: session), body: answer)
  }
}

extension SessionRole {
  /// Of `Audience.roles`.
  fileprivate var bit: UInt32 { 1 << UInt32(rawValue) }
}

extension AuctionAnswered {
  /// It is taken: so the lot stands.
  mutating func take(_ lot: AuctionLot) {
    auction = lot.number
    stateCode = lot.shownState.rawValue
  }

  mutating func refuse(_ failure: AuctionFailure) {
    reasonCode = failure.reason.rawValue
    rejectDetail = failure.detail
    orderRejectCode = failure.guardRefusal?.reject.rawValue ?? 0
  }
}
