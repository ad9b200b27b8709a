/// What resends may take of the gateway's time, so that what is live goes first.
///
/// In a duty cycle with other work they have a third of the time that this work takes, saved up over the
/// cycles: a quarter of the whole. In one without they have a single turn, and then the sockets are
/// looked at again. All times are in nanoseconds.
struct ResendBudget {
  /// What was saved up is at most so much, and so is what one turn was too long.
  static let creditNanosMost: Int64 = 100_000
  /// Turns in one duty cycle, however short they are.
  static let turnsPerCycle = 8

  /// The present duty cycle has other work.
  private(set) var isBusy = false
  private var credit: Int64 = 0
  private var turns = 0

  /// Spent on resends.
  private(set) var resendNanos: Int64 = 0
  /// Of them in cycles with other work.
  private(set) var busyResendNanos: Int64 = 0
  /// Of all that was done in these cycles, resends and other work.
  private(set) var busyNanos: Int64 = 0

  /// A duty cycle has come to its resends, `otherNanos` after it began.
  mutating func begin(otherNanos: Int64, isBusy: Bool) {
    let other = max(0, otherNanos)
    self.isBusy = isBusy
    turns = 0
    guard isBusy else { return }
    busyNanos += other
    credit = min(credit + other / 3, Self.creditNanosMost)
  }

  /// Whether somebody may have a turn now.
  var allowsTurn: Bool { isBusy ? credit > 0 && turns < Self.turnsPerCycle : turns == 0 }

  /// A turn is over.
  mutating func tookTurn(nanos: Int64) {
    let nanos = max(0, nanos)
    turns += 1
    resendNanos += nanos
    guard isBusy else { return }
    busyNanos += nanos
    busyResendNanos += nanos
    credit = max(credit - nanos, -Self.creditNanosMost)
  }
}
