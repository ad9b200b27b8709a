public import Market

/// What the operator does to the numbers, connected or not; they never go back within an epoch.
extension SessionState {
  /// Goes on with `number` in the next message. A counterparty that is logged on is told by
  /// SequenceReset(4) in reset mode; one that comes back finds a gap, asks for it and is told then.
  /// Nothing happens where the next number is there already.
  public mutating func setNextOutbound(_ number: MsgSeqNum, now: Instant) -> SessionActions {
    var actions = SessionActions()
    guard number > numbers.nextOutbound else { return actions }
    if phase == .active { send(.sequenceReset(newSeqNo: number), now: now, &actions) }
    numbers.nextOutbound = max(numbers.nextOutbound, number)
    return actions
  }

  /// Expects `number` next from the counterparty, and does without what is missing before it. The
  /// counterparty is not told. Nothing happens where the number is expected already, or a later one.
  public mutating func setNextInbound(_ number: MsgSeqNum, now: Instant) {
    if number > numbers.nextInbound { advance(to: number, now) }
  }

  /// Opens `epoch`, both sides from 1, on a session without a connection. Nothing happens, and it is
  /// false, where the epoch is open already, or a later one.
  public mutating func openEpoch(_ epoch: Epoch) -> Bool {
    precondition(phase == .disconnected, "numbers are reset between connections")
    guard epoch > numbers.epoch else { return false }
    numbers = SessionNumbers(opening: epoch)
    return true
  }
}
