import Market

/// Orders that are cancelled together: those that have come until now and that match.
struct Fence {
  let lastOrder: Int
  let filter: LiveFilter
  /// ExecRestatementReason(378) of the cancels; -1 where it is absent.
  let restatement: Int
  /// Why, where the minimum interval has set it.
  var reason = Reason.none

  /// How many fences had been set before it.
  var number = 0

  /// Whether it stands for the end of a session's connection; nobody has asked for it.
  var isForDisconnect: Bool { restatement == 99 }
}

/// Which orders a mass cancel or a kill means; what is nil does not matter.
struct LiveFilter {
  var firm: Int?
  var session: Int?
  var instrument: Int?
  var side: Side?
  /// Firms of one control group.
  var party: Int?
  /// Orders that live from day to day are not meant.
  var keepsGoodTill = false

  func covers(_ instrument: Int) -> Bool { (self.instrument ?? instrument) == instrument }

  func matches(_ order: NaiveOrder) -> Bool {
    (firm ?? order.firm) == order.firm && (session ?? order.session) == order.session
      && covers(order.instrument) && (side ?? order.side) == order.side
      && (party ?? order.party) == order.party
      && !(keepsGoodTill && [.goodTillCancel, .goodTillDate].contains(order.force))
  }
}

/// How far the first fence has come: it goes through the live orders of a firm, those of the instrument
/// in which the firm began to have some last first, within an instrument by time.
struct FenceWalk {
  var firm = 0
  /// Instruments in which the firm began to have orders later are left.
  var begun = 0
  /// Of the present instrument orders are passed over up to this time.
  var listed = 0
}

/// Mass cancels and kills: orders behind a fence neither trade nor change any more.
extension NaiveVenue {
  /// Mass cancels and kills that may be pending, as in `VenueLimits.small`.
  static var massCancels: Int { 3 }
  static var massCancelsPerFirm: Int { 2 }
  static var kills: Int { 1 }

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
    let own = fences.filter { $0.restatement == -1 && $0.filter.firm == firm }
    guard own.count < Self.massCancelsPerFirm, asked < Self.massCancels else {
      line.reason =
        own.count < Self.massCancelsPerFirm ? .tooManyPending : .firmHasTooManyPending
      return lines.append(line)
    }
    let filter = LiveFilter(firm: firm, instrument: wish.instrument, side: wish.side)
    line.last = live(filter).count
    lines.append(line)
    set(Fence(lastOrder: orders.count, filter: filter, restatement: -1))
  }

  /// The operator stops a session, a firm or all, or lifts that.
  mutating func kill(_ scope: Scope, isOn: Bool) {
    var line = TraceLine(.killSwitch)
    line.name = isOn ? 1 : 0
    line.order = scope.number
    guard !isOn || asked < Self.massCancels + Self.kills else {
      return refuseCommand(.limitReached)
    }
    stopped.removeAll { $0 == scope }
    guard isOn else { return lines.append(line) }
    stopped.append(scope)
    var filter = LiveFilter()
    switch scope {
    case .session(let number):
      filter = LiveFilter(firm: market.firm(ofSession: number), session: number)
    case .firm(let number): filter.firm = number
    case .venue: break
    }
    line.last = live(filter).count
    lines.append(line)
    set(Fence(lastOrder: orders.count, filter: filter, restatement: 8))
    reviewNegotiation()
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
  func live(_ filter: LiveFilter) -> [Int] {
    let ids = orders.lazy.filter { !$0.isDone && !$0.isAuctioned && filter.matches($0) }.map(\.id)
    return ids.sorted { one, other in
      let (one, other) = (self[one], self[other])
      if one.firm != other.firm { return one.firm < other.firm }
      if one.instrument == other.instrument { return one.listed < other.listed }
      return begun(one.id) > begun(other.id)
    }
  }

  /// When the firm of an order began to have orders of its instrument.
  func begun(_ id: Int) -> Int { firms[self[id].firm - 1].begun[self[id].instrument] }

  /// An order begins to wait somewhere: notes whether its firm begins to have such orders.
  mutating func noteWaiting(_ id: Int) {
    let instrument = instruments[self[id].instrument]
    let firm = self[id].firm
    let waiting = [instrument.buys, instrument.sells, instrument.stops, instrument.atClose].joined()
    guard !waiting.contains(where: { self[$0].firm == firm }) else { return }
    arrivals += 1
    firms[firm - 1].begun[self[id].instrument] = arrivals
    if isUntold(id) { statusWalk = StatusWalk(begun: arrivals) }
  }

  /// The fence that an order stands behind.
  func fence(of id: Int) -> Fence? {
    fences.isEmpty || self[id].isAuctioned
      ? nil : fences.first { id <= $0.lastOrder && !self[id].isDone && $0.filter.matches(self[id]) }
  }

  /// Whether an order does not trade any more: its date has come, or it is being cancelled.
  func hasEnded(_ id: Int) -> Bool { self[id].isDue(at: now) || fence(of: id) != nil }

  /// Mass cancels and kills that are pending.
  private var asked: Int { fences.count { !$0.isForDisconnect && $0.reason == .none } }

  /// Takes away the fence for the end of a session's connection, if one is pending.
  mutating func removeFence(ofEnded session: Int) {
    guard
      let place = fences.firstIndex(where: { $0.isForDisconnect && $0.filter.session == session })
    else { return }
    removeFence(at: place)
  }

  mutating func removeFence(at place: Int) {
    fences.remove(at: place)
    if place == 0 { startFence() }
  }

  /// Adds a fence; if it is the only one its walk begins.
  mutating func set(_ fence: Fence) {
    var fence = fence
    fence.number = fencesSet
    fences.append(fence)
    fencesSet += 1
    if fences.count == 1 { startFence() }
  }

  private mutating func startFence() {
    guard let fence = fences.first else { return }
    walk = FenceWalk(firm: firstFirm(of: fence), begun: arrivals)
    leaveFences()
  }

  private func firstFirm(of fence: Fence) -> Int {
    fence.filter.firm ?? nextFirm(of: fence, behind: 0) ?? 1
  }

  /// The next firm that a fence may be about.
  private func nextFirm(of fence: Fence, behind firm: Int) -> Int? {
    guard fence.filter.firm == nil, firm < market.firms else { return nil }
    return (firm + 1...market.firms).first { member in
      (fence.filter.party ?? market.party(member)) == market.party(member)
    }
  }

  /// Goes on to the next firm, or the next fence, where no order is ahead.
  private mutating func leaveFences() {
    while let fence = fences.first, ordersAhead.isEmpty {
      if let next = nextFirm(of: fence, behind: walk.firm) {
        walk = FenceWalk(firm: next, begun: arrivals)
      } else {
        fences.removeFirst()
        walk = FenceWalk(firm: fences.first.map { firstFirm(of: $0) } ?? 1, begun: arrivals)
      }
    }
  }

  /// The firm's live orders of the instruments that the walk has not left.
  private var ordersAhead: [Int] {
    live(LiveFilter(firm: walk.firm)).filter { begun($0) <= walk.begun }
  }

  /// Cancels what stands behind the first fence, as far as one instrument or the step goes.
  mutating func workOnFence(_ budget: inout Budget) {
    walkAlong(ordersAhead, fences[0], &budget)
    leaveFences()
  }

  /// Comes to the end of one instrument, or of the step. What it passes over are looks: each order,
  /// and once what is left of the instrument.
  private mutating func walkAlong(_ ids: [Int], _ fence: Fence, _ budget: inout Budget) {
    guard let first = ids.first else { return }
    if begun(first) < walk.begun { walk = FenceWalk(firm: walk.firm, begun: begun(first)) }
    let ids = ids.filter { begun($0) == walk.begun }
    for id in ids where self[id].listed > walk.listed {
      guard id <= fence.lastOrder, fence.filter.covers(self[id].instrument) else { break }
      guard !budget.isUsedUp else { return }
      if fence.filter.matches(self[id]) {
        end(id, .canceled)
        budget.orders -= 1
      } else {
        walk.listed = self[id].listed
        budget.looks -= 1
      }
    }
    guard !budget.isUsedUp, ids.contains(where: { !self[$0].isDone }) else { return }
    walk = FenceWalk(firm: walk.firm, begun: walk.begun - 1)
    budget.looks -= 1
  }
}
