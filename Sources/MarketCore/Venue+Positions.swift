import Funds
import Market
import Memory
import Records
import Titles

/// What a firm has: its documents by instrument, and its money.
extension Venue {
  /// RequestForPositions(AN): of the sender's own firm; clearing and the registry ask for any firm's. Each document
  /// is counted as it is when its turn comes. Changes nothing.
  mutating func requestPositions(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(RequestPositions.self, of: command, into: &events) else { return }
    var request = PositionRequest()
    request.posReqID = body.posReqID
    request.session = cause.session
    request.account = body.account
    request.party = body.party
    let refusal = complete(&request, body)
    guard refusal == .none else {
      return acknowledge(request, body.symbol, 0, refusal, into: &events)
    }
    positionRequests.append(request)
  }

  /// Whom and what a request is about; none where it is taken.
  private func complete(
    _ request: inout PositionRequest, _ body: RequestPositions
  ) -> PositionRefusal {
    guard body.requestType == 0 else { return .typeNotOffered }
    let refusal = nameFirm(of: &request)
    guard refusal == .none else { return refusal }
    if !body.symbol.text.isEmpty {
      guard let instrument = reference.instrument(body.symbol) else { return .unknownSymbol }
      request.instrument = instrument
    }
    return roomForRequest
  }

  /// Whose money and documents are asked for: what a firm has is told to itself, and to who watches.
  func nameFirm(of request: inout PositionRequest) -> PositionRefusal {
    let watches = tier(of: request.session) == .supervisor
    guard let firm = reference.firm(request.party) else {
      return watches ? .unknownFirm : .notAuthorised
    }
    guard tier(of: request.session, to: firm).sees(.money) else { return .notAuthorised }
    request.firm = firm
    return .none
  }

  /// Whether there is room for a request of the session that has sent the command.
  var roomForRequest: PositionRefusal {
    guard !positionRequests.hasOne(of: cause.session) else { return .pending }
    return positionRequests.hasRoom ? .none : .tooMany
  }

  /// Looks at a document, or tells an instrument, or the firm's money; the same of other requests.
  mutating func workOnPositions(_ budget: inout WorkBudget, into events: inout RecordBuffer) {
    switch positionRequests.first.subject {
    case .positions: workOnHoldings(&budget, into: &events)
    case .collateral: workOnInquiry(&budget, into: &events)
    case .terms: workOnTerms(&budget, into: &events)
    }
  }

  private mutating func workOnHoldings(_ budget: inout WorkBudget, into events: inout RecordBuffer)
  {
    budget.looks -= 1
    guard positionRequests.isCounted else {
      if positionRequests.nextDocument < titles.count { return countDocument() }
      budget.orders -= 1
      return endCounting(into: &events)
    }
    let request = positionRequests.first
    positionRequests.nextInstrument += 1
    let number = positionRequests.nextInstrument
    guard number <= reference.instrumentCount else {
      budget.orders -= 1
      if request.instrument == nil { tellMoney(request, into: &events) }
      return positionRequests.removeFirst()
    }
    guard tells(number, request) else { return }
    budget.orders -= 1
    tellPosition(request, InstrumentID(rawValue: number), into: &events)
  }

  private mutating func countDocument() {
    let slot = positionRequests.nextDocument
    let request = positionRequests.first
    if titles.holder(of: slot) == request.firm, titles[slot].status.isLive {
      let document = titles[slot]
      let number = titles.instrument(of: slot).rawValue
      positionRequests.sums[number].held += 1
      positionRequests.sums[number].weight.thousandths += document.netWeight.thousandths
      switch document.encumbrance {
      case .free:
        if document.status != .active { positionRequests.sums[number].blocked += 1 }
      case .reserved: positionRequests.sums[number].reserved += 1
      case .settling: positionRequests.sums[number].settling += 1
      }
    }
    positionRequests.nextDocument += 1
  }

  private mutating func endCounting(into events: inout RecordBuffer) {
    let request = positionRequests.first
    var total: UInt32 = request.instrument == nil ? 1 : 0
    for number in 1..<(reference.instrumentCount + 1) where tells(number, request) { total += 1 }
    positionRequests.total = total
    positionRequests.isCounted = true
    let symbol = request.instrument.map { reference[$0].symbol } ?? Symbol()
    acknowledge(request, symbol, total, .none, into: &events)
  }

  private func tells(_ number: UInt32, _ request: PositionRequest) -> Bool {
    positionRequests.sums[number].held > 0
      && request.instrument.map { $0.rawValue == number } ?? true
  }

  private mutating func acknowledge(
    _ request: PositionRequest, _ symbol: Symbol, _ total: UInt32, _ refusal: PositionRefusal,
    into events: inout RecordBuffer
  ) {
    var body = PositionsAcknowledged()
    body.posReqID = request.posReqID
    body.execID = numbers.nextExecID()
    body.account = request.account
    body.symbol = symbol
    body.party = request.party
    body.total = total
    body.refusalCode = refusal.rawValue
    events.append(eventHead(.positionsAcknowledged, for: request.session), body: body)
  }

  private mutating func tellPosition(
    _ request: PositionRequest, _ id: InstrumentID, into events: inout RecordBuffer
  ) {
    let sum = positionRequests.sums[id.rawValue]
    let instrument = reference[id]
    var body = report(request)
    body.symbol = instrument.symbol
    body.instrument = id
    body.price = instrument.price(of: instrument.worthTick)
    body.held = instrument.quantity(of: sum.held)
    body.reserved = instrument.quantity(of: sum.reserved)
    body.settling = instrument.quantity(of: sum.settling)
    body.blocked = instrument.quantity(of: sum.blocked)
    body.weight = sum.weight
    body.value = Amount(body.price, times: sum.weight) ?? .zero
    events.append(eventHead(.positionReported, for: request.session), body: body)
  }

  private mutating func tellMoney(_ request: PositionRequest, into events: inout RecordBuffer) {
    var body = report(request)
    body.balance = money[request.firm].balance
    body.available = money[request.firm].available
    events.append(eventHead(.positionReported, for: request.session), body: body)
  }

  private mutating func report(_ request: PositionRequest) -> PositionReported {
    var body = PositionReported()
    body.posReqID = request.posReqID
    body.execID = numbers.nextExecID()
    body.account = request.account
    body.firm = request.firm
    body.total = positionRequests.total
    return body
  }
}
