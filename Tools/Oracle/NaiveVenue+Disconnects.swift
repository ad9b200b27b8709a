import Market

/// What the venue knows of a session's connection.
struct NaiveSession {
  var isLoggedOn = false
  var terms = DisconnectTerms(.none, seconds: 0, cancelsGoodTill: false)
  /// When its orders are cancelled unless it is back before.
  var graceEnd: Int64?
  /// Its grace begins when sessions can log on again.
  var awaitsGrace = false
}

/// Cancel on disconnect.
extension NaiveVenue {
  mutating func logOn(_ session: Int, _ terms: DisconnectTerms) {
    sessions[session - 1] = NaiveSession(isLoggedOn: true, terms: terms)
    tell(.sessionAccepted, session)
  }

  mutating func disconnect(_ session: Int, isOrderly: Bool) {
    tell(.sessionEnded, session)
    guard sessions[session - 1].isLoggedOn else { return }
    sessions[session - 1].isLoggedOn = false
    if sessions[session - 1].terms.type.applies(isOrderly: isOrderly) { startGrace(session) }
  }

  /// A process that ends loses every connection, and while there is none nobody can come back.
  mutating func restart() {
    for index in sessions.indices {
      let session = sessions[index]
      let isLost = session.isLoggedOn && session.terms.type.applies(isOrderly: false)
      sessions[index].isLoggedOn = false
      if isLost || session.graceEnd != nil { sessions[index].awaitsGrace = true }
      sessions[index].graceEnd = nil
    }
  }

  mutating func resume() {
    if let since = stoodSince {
      for place in interruptions.indices { interruptions[place].at += now - since }
      stoodSince = nil
    }
    for index in sessions.indices where sessions[index].awaitsGrace {
      sessions[index].awaitsGrace = false
      startGrace(index + 1)
    }
  }

  /// When a grace is over next.
  var nextGraceEnd: Int64 { sessions.compactMap(\.graceEnd).min() ?? .max }

  /// The session whose grace is over first, of several the one with the least number, has its orders
  /// cancelled.
  mutating func endGrace() {
    let end = nextGraceEnd
    guard let index = sessions.firstIndex(where: { $0.graceEnd == end }) else { return }
    sessions[index].graceEnd = nil
    cancelOrders(of: index + 1)
  }

  private mutating func startGrace(_ session: Int) {
    let seconds = sessions[session - 1].terms.seconds
    if seconds == 0 { return cancelOrders(of: session) }
    sessions[session - 1].graceEnd = now + seconds * 1_000_000_000
  }

  /// One such fence of a session is pending at most.
  private mutating func cancelOrders(of session: Int) {
    var filter = LiveFilter(firm: market.firm(ofSession: session), session: session)
    guard !live(filter).isEmpty else { return }
    removeFence(ofEnded: session)
    filter.keepsGoodTill = !sessions[session - 1].terms.cancelsGoodTill
    set(Fence(lastOrder: orders.count, filter: filter, restatement: 99))
  }

  private mutating func tell(_ kind: TraceLine.Kind, _ session: Int) {
    var line = TraceLine(kind)
    line.session = session
    lines.append(line)
  }
}
