import FIX44
import FIXSession
import FIXWire
import Market
import Testing

/// Seconds after the start of a test's virtual time.
func at(_ seconds: Double) -> Instant {
  Instant(nanoseconds: 1_795_000_000_000_000_000 + Int64(seconds * 1e9))
}

func seq(_ number: UInt64) -> MsgSeqNum { MsgSeqNum(rawValue: number) }

func compID(_ text: String) -> CompID { CompID(Text16(text) ?? Text16()) }

func text32(_ text: String) -> Text32 { Text32(text) ?? Text32() }

/// The venue's side of the tests' session.
let venueIdentity = SessionIdentity(compID: compID("CANGDAN"), peerCompID: compID("DLR001"))

func settings(_ change: (inout SessionSettings) -> Void = { _ in }) -> SessionSettings {
  var settings = SessionSettings()
  change(&settings)
  return settings
}

/// An acceptor with nothing received yet.
func acceptor(
  next inbound: UInt64 = 1, _ outbound: UInt64 = 1, _ settings: SessionSettings = SessionSettings()
) -> SessionState {
  var state = SessionState(
    side: .acceptor, identity: venueIdentity, settings: settings,
    numbers: SessionNumbers(
      epoch: Epoch(rawValue: 1), nextInbound: seq(inbound), nextOutbound: seq(outbound)))
  _ = state.connected(now: at(0))
  return state
}

/// An acceptor that has exchanged Logon(A): `inbound` is expected, `outbound` sent next.
func active(
  next inbound: UInt64 = 2, _ outbound: UInt64 = 2, _ settings: SessionSettings = SessionSettings()
) -> SessionState {
  var state = acceptor(next: inbound - 1, outbound - 1, settings)
  _ = state.received(logon(inbound - 1), now: at(0))
  _ = state.logonCommitted(now: at(0))
  return state
}

/// A message of the counterparty's, sent and received at `time`.
func message(
  _ kind: InboundMessage.Kind, _ number: UInt64, at time: Double = 0,
  _ change: (inout InboundMessage) -> Void = { _ in }
) -> InboundMessage {
  var message = InboundMessage()
  message.kind = kind
  message.msgSeqNum = seq(number)
  message.sendingTime = at(time)
  message.received = at(time)
  message.senderCompID = compID("DLR001")
  message.targetCompID = compID("CANGDAN")
  change(&message)
  return message
}

func logon(
  _ number: UInt64, at time: Double = 0, _ change: (inout InboundMessage) -> Void = { _ in }
) -> InboundMessage {
  message(.logon, number, at: time) {
    $0.heartBtInt = 30
    change(&$0)
  }
}

func possDup(_ message: inout InboundMessage) {
  message.possDup = true
  message.origSendingTime = message.sendingTime
}

/// The action that sends an administrative message with this number.
func sent(_ number: UInt64, _ body: AdminMessage.Body) -> SessionAction {
  .send(AdminMessage(msgSeqNum: seq(number), body: body))
}

/// The sentence of a fault that a tag is to blame for.
func invalid(_ reason: SessionRejectReason, _ tag: FIX44.Tag) -> SessionText {
  .invalidField(sessionRejectReason: reason, refTagID: tag)
}

/// ResendRequest(2) from `begin` without end, as message `number`.
func asked(_ number: UInt64, from begin: UInt64) -> SessionAction {
  sent(number, .resendRequest(beginSeqNo: seq(begin), endSeqNo: seq(0)))
}

/// Reject(3) as message `number` of the message `refSeqNum`.
func rejected(
  _ number: UInt64, _ refSeqNum: UInt64, _ reason: SessionRejectReason, _ tag: FIX44.Tag,
  _ text: SessionText
) -> SessionAction {
  let fault = SessionFault(sessionRejectReason: reason, refTagID: tag, text: text)
  return sent(
    number,
    .reject(
      SessionReject(refSeqNum: seq(refSeqNum), refMsgType: MsgType(rawValue: 0), fault: fault)))
}

/// One event at a session in a stated position, what it must answer, and what it expects next.
struct Row: CustomTestStringConvertible, Sendable {
  var name: String
  var state: SessionState
  var message: InboundMessage
  var now: Instant
  var actions: [SessionAction]
  var nextInbound: UInt64

  init(
    _ name: String, _ state: SessionState, _ message: InboundMessage,
    now: Double = 0, _ actions: [SessionAction], next: UInt64
  ) {
    self.name = name
    self.state = state
    self.message = message
    self.now = at(now)
    self.actions = actions
    nextInbound = next
  }

  var testDescription: String { name }

  /// What the session answers and expects next.
  func run() -> (actions: [SessionAction], nextInbound: UInt64) {
    var state = state
    let actions = Array(state.received(message, now: now))
    return (actions, state.numbers.nextInbound.rawValue)
  }
}

extension SessionState {
  /// The session after these messages.
  func after(_ messages: InboundMessage..., now: Double = 0) -> SessionState {
    var state = self
    for message in messages { _ = state.received(message, now: at(now)) }
    return state
  }
}
