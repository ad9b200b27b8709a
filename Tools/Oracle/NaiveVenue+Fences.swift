import Market

/// Orders that are cancelled together: those that have come until now and that match.
struct Fence {
  let lastOrder: Int
  let filter: LiveFilter
  /// ExecRestatementReason(378) of the cancels; -1 where it is absent.
  let restatement: Int
}

/// Which orders a mass cancel or a kill means; what is nil does not matter.
struct LiveFilter {
  var firm: Int?
  var session: Int?
  var instrument: Int?
  var side: Side?

  func matches(_ order: NaiveOrder) -> Bool {
    (firm == nil || order.firm == firm) && (session == nil || order.session == session)
      && (instrument == nil || order.instrument == instrument)
      && (side == nil || order.side == side)
  }
}

/// Mass cancels and kills: orders behind a fence neither trade nor change any more.
extension NaiveVenue {
  /// OrderMassCancelRequest(q) of a firm.
  mutating func massCancel(_ name: Int, _ wish: MassCancelTerms, session: Int) {
    var line = TraceLine(.massCancel)
    line.name = name
    line.session = session
    let firm = market.firm(ofSession: session)
    if let index = wish.instrument, !instruments.indices.contains(index) {
      line.reason = .unknownSymbol
      return lines.append(line)
    }
    let filter = LiveFilter(firm: firm, instrument: wish.instrument, side: wish.side)
    line.last = live(filter).count
    lines.append(line)
    if line.last > 0 {
      fences.append(Fence(lastOrder: orders.count, filter: filter, restatement: -1))
    }
  }

  /// The operator stops a session, a firm or all, or lifts that.
  mutating func kill(_ scope: Scope, isOn: Bool) {
    var line = TraceLine(.killSwitch)
    line.name = isOn ? 1 : 0
    line.order = scope.number
    line.reason = .none
    lines.append(line)
    stopped.removeAll { $0 == scope }
    guard isOn else { return }
    stopped.append(scope)
    if !live(scope.filter).isEmpty {
      fences.append(Fence(lastOrder: orders.count, filter: scope.filter, restatement: 8))
    }
  }

  /// Whether the operator has stopped the session, its firm or all.
  func isStopped(_ session: Int) -> Bool {
    stopped.contains { scope in
      switch scope {
      case .session(let number): number == session
      case .firm(let number): number == market.firm(ofSession: session)
      case .venue: true
      }
    }
  }

  /// Live orders by firm, then by the instrument in which it began to have some last, then by time.
  private func live(_ filter: LiveFilter) -> [Int] {
    let ids = orders.lazy.filter { !$0.isDone && filter.matches($0) }.map(\.id)
    return ids.sorted { one, other in
      let (one, other) = (self[one], self[other])
      if one.firm != other.firm { return one.firm < other.firm }
      if one.instrument == other.instrument { return one.listed < other.listed }
      return begun(one.firm, one.instrument) > begun(other.firm, other.instrument)
    }
  }

  private func begun(_ firm: Int, _ instrument: Int) -> Int {
    firms[firm - 1].begun[instrument]
  }

  /// An order begins to wait somewhere: notes whether its firm begins to have such orders.
  mutating func noteWaiting(_ id: Int) {
    let instrument = instruments[self[id].instrument]
    let firm = self[id].firm
    let waiting = [instrument.buys, instrument.sells, instrument.stops, instrument.atClose].joined()
    guard !waiting.contains(where: { self[$0].firm == firm }) else { return }
    arrivals += 1
    firms[firm - 1].begun[self[id].instrument] = arrivals
  }

  /// The fence that an order stands behind.
  func fence(of id: Int) -> Fence? {
    fences.isEmpty
      ? nil : fences.first { id <= $0.lastOrder && !self[id].isDone && $0.filter.matches(self[id]) }
  }

  /// Whether an order does not trade any more: its date has come, or it is being cancelled.
  func hasEnded(_ id: Int) -> Bool { isDue(id) || fence(of: id) != nil }

  /// Cancels what stands behind fences, as far as the step goes.
  mutating func workOnFences(_ units: inout Int) {
    while let fence = fences.first {
      for id in live(fence.filter) where id <= fence.lastOrder {
        guard units > 0 else { return }
        end(id, .canceled)
        units -= 1
      }
      fences.removeFirst()
    }
  }
}
