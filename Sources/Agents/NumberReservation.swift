import Market

/// Outgoing numbers in blocks: after the loss of a machine nobody knows which were used, so none is
/// used that the log does not hold as reserved.
struct NumberReservation {
  /// Numbers up to this one are reserved in the committed log.
  private var committed: UInt64
  /// What has been asked for last.
  private var asked = NumbersReserved()
  /// Kept for administrative messages, whose numbers can't wait.
  static let administrative: UInt64 = 64

  init(committed: UInt64) {
    self.committed = committed
    asked.upTo = committed
  }

  /// Whether an application message may take `number`.
  func covers(_ number: MsgSeqNum) -> Bool {
    number.rawValue + Self.administrative <= committed
  }

  /// Whether the log holds a block.
  var isHeld: Bool { committed > 0 }

  /// Whether it is time to ask for the next block: half a block ahead.
  func isShort(after number: MsgSeqNum) -> Bool {
    number.rawValue + Limits.numbersPerReservation / 2 > asked.upTo
  }

  /// The next block of a session that has been served up to `servedEnd`, where it is time to ask for it.
  mutating func next(after number: MsgSeqNum, servedEnd: UInt64) -> NumbersReserved? {
    guard isShort(after: number) else { return nil }
    asked.upTo = number.rawValue + Limits.numbersPerReservation
    asked.eventPosition = servedEnd
    return asked
  }

  /// The log holds it. Only the last block that was asked for counts: an earlier one was for events further on
  /// where the session has gone back since.
  mutating func didCommit(_ block: NumbersReserved) {
    guard block.upTo == asked.upTo, block.eventPosition == asked.eventPosition else { return }
    committed = block.upTo
  }

  /// Nothing is reserved: a new epoch, or a session that goes back to events from before the last block.
  mutating func reset() {
    committed = 0
    asked = NumbersReserved()
  }
}
