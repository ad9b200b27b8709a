import Market

/// Orders that are told one after the other: those that were open when the request came.
struct NaiveMassStatus {
  /// The number in MassStatusReqID(584).
  let name: Int
  let session: Int
  let lastOrder: Int
  let filter: LiveFilter
  let total: Int
  var told: [Int] = []
  /// Orders that had ended when the request came, and those that have been looked at since.
  var passed: Int
}

/// How far the first request has come, as a fence does.
struct StatusWalk {
  var begun = 0
  var listed = 0
}

/// Mass status requests: nothing changes, and each order is told once.
extension NaiveVenue {
  /// Requests that may be pending, as in `VenueLimits.small`.
  static var massStatusesAtOnce: Int { 3 }

  /// OrderMassStatusRequest(AF) of a firm.
  mutating func massStatus(_ name: Int, _ wish: MassCancelTerms, session: Int) {
    if let reason = refusal(of: wish, session: session) {
      var line = TraceLine(.businessReject)
      line.session = session
      line.reason = reason
      return lines.append(line)
    }
    let filter = LiveFilter(
      firm: market.firm(ofSession: session), instrument: wish.instrument, side: wish.side)
    let total = live(filter).count
    guard total > 0 else {
      var line = TraceLine(.status)
      line.origName = name
      line.session = session
      line.status = .rejected
      line.liquidity = 1
      return lines.append(line)
    }
    massStatuses.append(
      NaiveMassStatus(
        name: name, session: session, lastOrder: orders.count, filter: filter, total: total,
        passed: ended.count))
    if massStatuses.count == 1 { statusWalk = StatusWalk(begun: arrivals) }
  }

  private func refusal(of wish: MassCancelTerms, session: Int) -> Reason? {
    if let index = wish.instrument, !instruments.indices.contains(index) { return .unknownSymbol }
    if massStatuses.contains(where: { $0.session == session }) { return .massStatusPending }
    return massStatuses.count < Self.massStatusesAtOnce ? nil : .tooManyMassStatuses
  }

  /// Whether the first request asks for an order and has not told it.
  func isUntold(_ id: Int) -> Bool {
    guard let request = massStatuses.first else { return false }
    return id <= request.lastOrder && !self[id].isAuctioned && request.filter.matches(self[id])
      && !request.told.contains(id)
  }

  /// Goes through one instrument, or looks at one order that has ended, as far as the step goes.
  mutating func workOnMassStatus(_ budget: inout Budget) {
    let request = massStatuses[0]
    let ahead = live(LiveFilter(firm: request.filter.firm)).filter {
      begun($0) <= statusWalk.begun
    }
    if let first = ahead.first {
      if begun(first) < statusWalk.begun { statusWalk = StatusWalk(begun: begun(first)) }
      let here = ahead.filter { begun($0) == statusWalk.begun }
      walkAlong(request.filter.covers(self[first].instrument) ? here : [], &budget)
    } else if request.passed < ended.count {
      massStatuses[0].passed += 1
      tell(ended[request.passed], &budget)
    } else {
      budget.looks -= 1
      endMassStatus()
    }
  }

  private mutating func walkAlong(_ ids: [Int], _ budget: inout Budget) {
    let pending = massStatuses.count
    for id in ids where self[id].listed > statusWalk.listed {
      guard !budget.isUsedUp else { return }
      statusWalk.listed = self[id].listed
      tell(id, &budget)
      guard massStatuses.count == pending else { return }
    }
    guard !budget.isUsedUp else { return }
    statusWalk = StatusWalk(begun: statusWalk.begun - 1)
    budget.looks -= 1
  }

  /// Tells an order if the request asks for it.
  private mutating func tell(_ id: Int, _ budget: inout Budget) {
    guard isUntold(id) else {
      budget.looks -= 1
      return
    }
    budget.orders -= 1
    massStatuses[0].told.append(id)
    let request = massStatuses[0]
    let isLast = request.told.count == request.total
    report(.status, id) { line in
      line.session = request.session
      line.origName = request.name
      line.last = request.total
      line.liquidity = isLast ? 1 : 0
    }
    if isLast { endMassStatus() }
  }

  private mutating func endMassStatus() {
    massStatuses.removeFirst()
    statusWalk = StatusWalk(begun: arrivals)
  }
}
