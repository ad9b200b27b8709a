public import Market
import Memory
import Storage

/// What resends need besides the sessions.
public struct ResendSetup: Sendable {
  let clock: @Sendable () -> Instant
  /// Where the loader of history sleeps; nil where the store reads for itself.
  let loader: Parking?

  /// `clock` tells log time; it is read only while something is resent.
  public init(clock: @escaping @Sendable () -> Instant, loader: Parking?) {
    self.clock = clock
    self.loader = loader
  }
}

/// Resends of all sessions as one service: they take turns, behind everything that is live, within a
/// budget of time.
extension Gateway {
  /// Gives sessions with a resend their turns, as many as the budget allows; how many there were.
  ///
  /// The live messages of this duty cycle have been written before.
  mutating func serveResends(now: Instant, isBusy: Bool) -> Int {
    if turns.resends.isEmpty { return 0 }
    var time = resends.clock()
    let otherNanos = time.nanoseconds - cycleStart.nanoseconds
    budget.begin(otherNanos: otherNanos, isBusy: isBusy)
    var served = 0
    var untried = turns.resends.count
    while untried > 0, budget.allowsTurn, let session = turns.resends.removeFirst() {
      untried -= 1
      guard let slot = slots[Int(session)], takeTurn(slot, now: now) else { continue }
      served += 1
      let end = resends.clock()
      budget.tookTurn(nanos: end.nanoseconds - time.nanoseconds)
      time = end
    }
    if tools.store.awaitsHistory { resends.loader?.signal() }
    return served
  }

  /// One session's turn: false where it has nothing to send, or has to wait.
  private mutating func takeTurn(_ slot: SessionSlot, now: Instant) -> Bool {
    guard slot.session.resend != nil else { return false }
    let turn = slot.session.resendTurn(&tools, now: now)
    if slot.session.resend != nil {
      turns.resends.append(slot.number)
    } else {
      market?.tellAgain(slot.session.setup.session)
    }
    if turn == .waits { return false }
    if !slot.watchesWrite { flush(slot, now: now) }
    settle(slot, now: now)
    return true
  }

  /// How much of the gateway's time resends take.
  func tellResends() {
    tools.figures.set(.resends, UInt64(turns.resends.count))
    tools.figures.set(.resendNanos, UInt64(budget.resendNanos))
    tools.figures.set(.busyResendNanos, UInt64(budget.busyResendNanos))
    tools.figures.set(.resendBusyNanos, UInt64(budget.busyNanos))
  }
}
