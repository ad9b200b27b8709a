public import Market

/// Turns a range to be resent and what the store has of it into messages, in slices.
///
/// The caller goes through the stored application messages of the range in order, from `next`:
/// ```
/// while !plan.isSliceFull, let entry = store.nextApplicationMessage(from: plan.next) {
///   let step = plan.application(entry.msgSeqNum, byteCount: entry.byteCount)
///   if let gapFill = step.gapFill { encode(gapFill) }
///   if let number = step.resend { encode the stored bytes of it again }
/// }
/// ```
/// and, when none is left, sends what `end()` returns and tells the machine `resendCompleted`.
/// What is not fed is gap-filled: administrative messages, refusals, what is beyond retention.
/// Live messages have numbers above the range; they may be sent between any two steps.
public struct ResendPlan: Sendable, Equatable {
  /// What one turn of a resend sends: others have theirs before the next.
  public struct Limits: Sendable, Equatable {
    public var messages = 16
    public var bytes = 8_192
    public init() {}
  }

  /// What one stored message demands: first the gap fill, if any, then the message again.
  public struct Step: Sendable, Equatable {
    public var gapFill: AdminMessage?
    public var resend: MsgSeqNum?
  }

  /// The number from which the store is to be read next; above `last` when all has been sent.
  public private(set) var next: MsgSeqNum
  /// The last number of the range.
  public let last: MsgSeqNum
  public let limits: Limits
  private var sliceMessages = 0
  private var sliceBytes = 0

  /// A plan for `from` to `to`, both included.
  public init(from: MsgSeqNum, to: MsgSeqNum, limits: Limits = Limits()) {
    precondition(from.rawValue >= 1, "numbers start at 1")
    precondition(from <= to, "a range has a number in it")
    precondition(limits.messages >= 1 && limits.bytes >= 1, "a slice has room for a message")
    next = from
    last = to
    self.limits = limits
  }

  /// Whether everything has been sent.
  public var isFinished: Bool { next > last }

  /// Whether the turn is over.
  public var isSliceFull: Bool {
    sliceMessages >= limits.messages || sliceBytes >= limits.bytes
  }

  /// The next turn.
  public mutating func beginSlice() {
    sliceMessages = 0
    sliceBytes = 0
  }

  /// The store's next application message in the range; what lies before it is gap-filled.
  public mutating func application(_ msgSeqNum: MsgSeqNum, byteCount: Int) -> Step {
    precondition(msgSeqNum >= next, "stored messages come in order")
    precondition(msgSeqNum <= last, "only the range is resent")
    precondition(byteCount > 0, "a message has bytes")
    let step = Step(gapFill: fill(to: msgSeqNum), resend: msgSeqNum)
    next = msgSeqNum.next
    sliceMessages += 1
    sliceBytes += byteCount
    return step
  }

  /// No application message is left in the range: the gap fill of its end, if it needs one.
  public mutating func end() -> AdminMessage? {
    let gapFill = fill(to: last.next)
    next = last.next
    return gapFill
  }

  private mutating func fill(to number: MsgSeqNum) -> AdminMessage? {
    guard next < number else { return nil }
    sliceMessages += 1
    return AdminMessage(msgSeqNum: next, body: .gapFill(newSeqNo: number))
  }
}
