import FIXSession
import Market

/// Remembers what a session has said and done, and judges what it does next.
struct Witness {
  private var numbers: SessionNumbers
  /// The number of the message sent last, and of the one delivered last, in this epoch.
  private var lastSent: MsgSeqNum
  private var lastDelivered = MsgSeqNum(rawValue: 0)
  private let side: SessionSide
  private let peer: CompID
  /// Of this connection: messages sent, whether its Logon(A) is good, whether a stranger has spoken first.
  private var sentCount = 0
  private var isAuthenticated = false
  private var isStranger = false
  private var hasHeard = false
  private var hasSaidLogout = false

  init(_ state: SessionState) {
    numbers = state.numbers
    lastSent = state.numbers.lastOutbound
    side = state.side
    peer = state.identity.peerCompID
  }

  mutating func connected() {
    sentCount = 0
    isAuthenticated = side == .initiator
    isStranger = false
    hasHeard = false
    hasSaidLogout = false
  }

  mutating func authenticated() { isAuthenticated = true }

  mutating func heard(_ message: InboundMessage) {
    if !hasHeard { isStranger = message.kind != .logon || message.senderCompID != peer }
    hasHeard = true
  }

  mutating func openedEpoch(_ state: SessionState) {
    precondition(state.numbers.epoch > numbers.epoch, "epochs grow")
    numbers = SessionNumbers(opening: state.numbers.epoch)
    lastSent = MsgSeqNum(rawValue: 0)
    lastDelivered = MsgSeqNum(rawValue: 0)
  }

  mutating func delivered(_ number: MsgSeqNum) {
    precondition(isAuthenticated, "nothing is taken of a stranger")
    precondition(number > lastDelivered, "each message is delivered once, in order")
    lastDelivered = number
  }

  mutating func sent(_ message: AdminMessage) {
    if case .gapFill(let newSeqNo) = message.body {
      precondition(newSeqNo > message.msgSeqNum, "a gap fill goes on")
      precondition(newSeqNo <= lastSent.next, "a gap fill stays behind what was sent")
      return
    }
    sent(message.msgSeqNum)
    switch message.body {
    case .logout:
      precondition(!hasSaidLogout, "one Logout(5) is enough")
      hasSaidLogout = true
    case .logon: hasSaidLogout = false
    case .heartbeat, .testRequest, .resendRequest, .reject, .gapFill, .sequenceReset:
      precondition(isAuthenticated, "a stranger gets no more than a Logout(5)")
    }
  }

  /// A message with a number of its own has left.
  mutating func sent(_ number: MsgSeqNum) {
    precondition(number == lastSent.next, "numbers are given without gap, and leave in order")
    precondition(side == .initiator || hasHeard, "an acceptor does not speak first")
    precondition(side == .initiator || !isStranger, "a stranger is not answered")
    lastSent = number
    sentCount += 1
  }

  /// The operator has set the next number: nothing has those between.
  mutating func skipped(to next: MsgSeqNum) {
    precondition(next > lastSent, "numbers are skipped upwards")
    lastSent = MsgSeqNum(rawValue: next.rawValue - 1)
  }

  /// After every event.
  mutating func check(_ state: SessionState, held: Int) {
    precondition(state.numbers.epoch == numbers.epoch, "an epoch is opened by an action")
    precondition(state.numbers.nextInbound >= numbers.nextInbound, "the number expected grows")
    precondition(state.numbers.nextOutbound >= numbers.nextOutbound, "the number sent grows")
    precondition(state.numbers.lastOutbound == lastSent, "what has a number has left")
    precondition(held <= 8, "what is held is bounded")
    numbers = state.numbers
  }
}
