import Market
import Memory
import Records

/// The state of all open orders of a firm, told one after the other.
extension Venue {
  /// OrderMassStatusRequest(AF): each order that is open now is told once, as it is when its turn comes,
  /// also where it has ended meanwhile. Changes nothing.
  mutating func answerMassStatus(_ command: RawSpan, into events: inout RecordBuffer) {
    let request = command.loadBody(MassStatusRequest.self)
    do throws(MassStatusRefusal) {
      var status = MassStatus()
      status.scope = try scope(of: request)
      status.massStatusReqID = request.massStatusReqID
      status.finished = orders.finished
      let scope = status.scope
      status.total = accountBooks.count(
        scope.firm ?? .none, scope.side, in: scope.instrument, of: scope.account)
      guard status.total > 0 else { return tellNone(request, into: &events) }
      massStatuses.append(status)
      if massStatuses.count == 1 { startMassStatus() }
    } catch {
      var refID = Text16()
      refID.word0 = request.massStatusReqID.word0
      refID.word1 = request.massStatusReqID.word1
      reject(Self.massStatusMsgType, refID, error.refusal, into: &events)
    }
  }

  /// Tells of the next order, or passes over one.
  mutating func workOnMassStatus(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    guard let slot = nextOfMassStatus() else {
      budget.looks -= 1
      return
    }
    budget.orders -= 1
    orders[slot].toldBy = massStatuses.number
    massStatuses.first.told += 1
    tell(orders[slot], of: massStatuses.first, into: &events)
    if massStatuses.first.told == massStatuses.first.total { endMassStatus() }
  }

  /// An order has come to a book of its firm that had none, which a walk may have left: where it is
  /// still to be told, the walk begins again there.
  mutating func noteFirstOfBook(_ slot: UInt32) {
    if massStatuses.first.scope.covers(orders[slot]), isUntold(slot) {
      accountBooks.restartStatusWalk(at: orders[slot].accountBook)
    }
  }

  /// AF, its first character lowest.
  private static var massStatusMsgType: UInt16 { 0x4641 }

  private func scope(of request: MassStatusRequest) throws(MassStatusRefusal) -> Fence {
    let session = reference[cause.session]
    var scope = Fence()
    scope.lastOrderID = OrderID(rawValue: numbers.lastOrderID)
    scope.firm = session.firm
    scope.side = request.side
    scope.setBy = cause.session
    switch request.requestType {
    case .security:
      guard let instrument = reference.instrument(request.symbol) else {
        throw MassStatusRefusal(.unknownSymbol)
      }
      scope.instrument = instrument
    case .all:
      guard request.symbol.text.isEmpty else { throw MassStatusRefusal(.symbolNotExpected) }
    }
    if !request.account.text.isEmpty {
      guard reference[session.firm].owns(request.account) else {
        throw MassStatusRefusal(.unknownAccount)
      }
      scope.account = request.account
    }
    guard !massStatuses.hasOne(of: cause.session) else {
      throw MassStatusRefusal(.massStatusPending)
    }
    guard massStatuses.hasRoom else { throw MassStatusRefusal(.tooManyMassStatuses) }
    return scope
  }

  /// Live orders first; then, in the order in which they finished, those that have since the request.
  private mutating func nextOfMassStatus() -> UInt32? {
    let request = massStatuses.first
    if !accountBooks.isStatusWalkOver {
      return accountBooks.statusStep(request.scope, orders).flatMap { isUntold($0) ? $0 : nil }
    }
    guard let place = orders.finished(behind: request.finished) else {
      endMassStatus()
      return nil
    }
    massStatuses.first.finished = place
    let isMeant =
      request.scope.covers(orders[place.slot]) && !orders[place.slot].isOfAuction
      && isUntold(place.slot)
    return isMeant ? place.slot : nil
  }

  private func isUntold(_ slot: UInt32) -> Bool { orders[slot].toldBy != massStatuses.number }

  private mutating func startMassStatus() {
    accountBooks.startStatusWalk(of: massStatuses.first.scope.firm ?? .none)
  }

  private mutating func endMassStatus() {
    massStatuses.removeFirst()
    if !massStatuses.isEmpty { startMassStatus() }
  }

  private mutating func tell(
    _ order: Order, of request: MassStatus, into events: inout RecordBuffer
  ) {
    var answer = MassStatusAnswer()
    answer.massStatusReqID = request.massStatusReqID
    answer.totNumReports = request.total
    answer.isLast = request.told == request.total ? 1 : 0
    append(
      reportBody(of: order, Execution(.orderStatus)), answer, for: request.scope.setBy,
      into: &events)
  }

  /// The one report where there is no order to tell of.
  private mutating func tellNone(_ request: MassStatusRequest, into events: inout RecordBuffer) {
    var none = Order()
    none.symbol = request.symbol
    none.account = request.account
    none.firm = reference[cause.session].firm
    none.status = .rejected
    var body = reportBody(of: none, Execution(.orderStatus))
    body.sideCode = request.sideCode
    var answer = MassStatusAnswer()
    answer.massStatusReqID = request.massStatusReqID
    answer.isLast = 1
    append(body, answer, for: cause.session, into: &events)
  }

  private mutating func append(
    _ body: ExecutionReport, _ answer: MassStatusAnswer, for session: SessionID,
    into events: inout RecordBuffer
  ) {
    var body = body
    body.hasMassStatusAnswer = 1
    let offset = events.append(
      eventHead(.executionReport, for: session), body: body,
      trailingByteCount: MemoryLayout<MassStatusAnswer>.size)
    let size = MemoryLayout<ExecutionReport>.size
    events.store(answer, at: offset + RecordHead.byteCount + size)
  }
}

/// Why a mass status request is refused.
private struct MassStatusRefusal: Error {
  let refusal: Refusal

  init(_ refusal: Refusal) { self.refusal = refusal }
}
