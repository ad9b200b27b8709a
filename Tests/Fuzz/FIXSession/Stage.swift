import FIX44
import FIXSession
import FIXWire
import Market

/// A session with what a gateway does around it, and the promises that hold after every event.
final class Stage {
  private var state: SessionState
  private var now = Instant(nanoseconds: 1_795_000_000_000_000_000)
  private var input: [UInt8] = []
  private var held = HeldMessages(limits: Stage.heldLimits)
  private var plan: ResendPlan?
  private let reading: Reading
  private var witness: Witness
  private var isConnected = false
  private var isClosed = false
  private var isReading = true
  private var isJournalHeld = false
  private var logonWaits = false
  /// Reject(3) of application messages, which leave as events do: while the session is logged on.
  private var waitingRejects = 0

  private static var heldLimits: HeldMessages.Limits {
    var limits = HeldMessages.Limits()
    limits.messages = 8
    limits.bytes = 1_024
    return limits
  }

  init(setup: [UInt8], _ reading: Reading) {
    self.reading = reading
    func says(_ text: String) -> Bool { String(decoding: setup, as: UTF8.self).contains(text) }
    var settings = SessionSettings()
    settings.usesNextExpectedMsgSeqNum = says("789=1")
    settings.allowsReset = !says("141=0")
    settings.sendsLastMsgSeqNumProcessed = says("369=1")
    let here = CompID(Text16("CANGDAN") ?? Text16())
    let peer = CompID(Text16("DLR001") ?? Text16())
    var numbers = SessionNumbers.first
    if says("in=5") { numbers.nextInbound = MsgSeqNum(rawValue: 5) }
    if says("out=8") { numbers.nextOutbound = MsgSeqNum(rawValue: 8) }
    state = SessionState(
      side: says("initiator") ? .initiator : .acceptor,
      identity: SessionIdentity(compID: here, peerCompID: peer), settings: settings,
      numbers: numbers)
    witness = Witness(state)
  }

  func connect() {
    guard !isConnected else { return }
    isConnected = true
    isClosed = false
    isReading = true
    logonWaits = false
    input = []
    witness.connected()
    perform(state.connected(now: now))
  }

  func loseLine() {
    guard isConnected else { return }
    isConnected = false
    held.removeAll()
    plan = nil
    _ = state.connectionLost()
    witness.check(state, held: held.count)
  }

  func receive(_ bytes: [UInt8]) {
    guard isConnected, !isClosed, isReading else { return }
    input += bytes
    state.didReceive(now: now)
    takeMessages()
    settle()
  }

  /// An event of the venue's becomes a message.
  func report() {
    guard isConnected, !isClosed, state.maySendApplication else { return }
    witness.sent(state.nextOutbound())
    state.didSend(now: now)
    settle()
  }

  func logOut() {
    guard isConnected else { return }
    perform(state.requestLogout(.shutdown, text: .closing(.shutdown), now: now))
    settle()
  }

  /// The operator sets both numbers, five ahead.
  func moveNumbers() {
    let next = MsgSeqNum(rawValue: state.numbers.nextOutbound.rawValue + 5)
    perform(state.setNextOutbound(next, now: now))
    witness.skipped(to: state.numbers.nextOutbound)
    state.setNextInbound(MsgSeqNum(rawValue: state.numbers.nextInbound.rawValue + 5), now: now)
    if isConnected { releaseHeld() }
    settle()
  }

  func toggleReading() {
    guard isConnected else { return }
    isReading.toggle()
    if isReading { state.resumeInboundClock(now: now) } else { state.suspendInboundClock(now: now) }
  }

  func toggleJournal() {
    isJournalHeld.toggle()
    settle()
  }

  /// Time passes from one deadline to the next.
  func pass(tenths: Int) {
    let end = now.adding(nanoseconds: Int64(tenths) * 100_000_000)
    var steps = 0
    while isConnected, !isClosed, state.deadline <= end, steps < 1_000 {
      now = max(now, state.deadline)
      perform(state.timer(now: now))
      precondition(isClosed || state.deadline > now, "a timer that has run lies behind us")
      settle()
      steps += 1
    }
    now = max(now, end)
  }

  /// The line as a whole message, with `|` for the delimiter.
  func message(_ line: [UInt8]) -> [UInt8] {
    var body = Self.filled(line)
    func has(_ tag: String) -> Bool {
      let wanted = Array("\u{1}\(tag)=".utf8)
      return body.indices.contains { body[$0...].starts(with: wanted) }
    }
    if body.last != 1 { body.append(1) }
    for (tag, value) in [("49", "DLR001"), ("56", "CANGDAN"), ("52", time)] where !has(tag) {
      let end = body.firstIndex(of: 1) ?? 0
      body.insert(contentsOf: "\(tag)=\(value)\u{1}".utf8, at: end + 1)
    }
    var bytes = Array("8=FIX.4.4\u{1}9=\(body.count)\u{1}".utf8) + body
    let sum = String(Int(bytes.reduce(UInt8(0)) { $0 &+ $1 }) + 1_000).dropFirst()
    bytes += Array("10=\(sum)\u{1}".utf8)
    return bytes
  }

  private static func filled(_ line: [UInt8]) -> [UInt8] {
    let order = "55=CU|54=1|60=20261118-11:06:40|38=25|40=2|44=68400|15=CNY|59=0|"
    var text = String(decoding: line, as: UTF8.self).replacing("<ORDER>", with: order)
    for offset in ["", "-1", "+1", "-121", "+121", "-120", "+120"] {
      text = text.replacing("<TIME\(offset)>", with: "20261118-11:06:40")
    }
    return text.utf8.map { $0 == UInt8(ascii: "|") ? 1 : $0 }
  }

  /// The present time, within the day on which a stage begins or the day after.
  private var time: String {
    let second = now.nanoseconds / 1_000_000_000
    func two(_ number: Int64) -> String { String(number + 100).dropFirst().description }
    let (day, rest) = (second / 86_400 - 20_775, second % 86_400)
    return "202611\(18 + day)-\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
  }
}

extension Stage {
  private func takeMessages() {
    while !input.isEmpty, isConnected, !isClosed, !logonWaits {
      let count: Int
      switch Framing.next(in: RawSpan(_elements: input.span), maxMessageSize: 4_096) {
      case .partial: return
      case .complete(let byteCount):
        count = byteCount
        process(Array(input[..<count]), received: now)
      case .garbled(let skip): count = skip
      case .wrongBeginString(let byteCount):
        count = byteCount
        perform(state.receivedWrongBeginString(now: now))
      case .oversized(let byteCount):
        count = input.count
        let text = ClosingText.oversizedMessage(bytes: UInt64(byteCount), most: 4_096)
        perform(state.abort(.oversizedMessage, text: .closing(text), now: now))
      }
      input.removeFirst(count)
      releaseHeld()
    }
  }

  private func process(_ bytes: [UInt8], received: Instant) {
    let span = RawSpan(_elements: bytes.span)
    guard let message = reading.message(span, received: received) else {
      return perform(state.receivedWithoutMsgSeqNum(now: now))
    }
    witness.heard(message)
    for action in state.received(message, now: now) {
      switch action {
      case .deliver: witness.delivered(message.msgSeqNum)
      case .hold:
        let isHeld = held.append(span, message.msgSeqNum, received: received)
        if !isHeld { state.couldNotHold(message.msgSeqNum) }
      default: perform(action)
      }
    }
  }

  private func releaseHeld() {
    while !isClosed, held.isDue(for: state) {
      let bytes = Self.array(held.front)
      let received = held.frontReceived
      process(bytes, received: received)
      held.removeFirst()
    }
    if let number = held.frontNumber, !isClosed { perform(state.foundHeld(number, now: now)) }
  }

  private static func array(_ bytes: RawSpan) -> [UInt8] {
    let span = Span<UInt8>(_bytes: bytes)
    return span.indices.map { span[$0] }
  }

  /// What does not wait for anybody: the journal, the socket's buffer.
  private func settle() {
    if logonWaits, !isJournalHeld, isConnected, !isClosed {
      logonWaits = false
      witness.authenticated()
      perform(state.logonCommitted(now: now))
      takeMessages()
    }
    while waitingRejects > 0, !isClosed, state.maySendApplication {
      waitingRejects -= 1
      witness.sent(state.nextOutbound())
      perform(state.rejectCommitted(now: now))
    }
    stepResend()
    if !isClosed {
      precondition(state.isResending == (plan != nil), "one resend, and both know of it")
    }
    witness.check(state, held: held.count)
  }

  private func perform(_ actions: SessionActions) {
    for action in actions { perform(action) }
  }

  private func perform(_ action: SessionAction) {
    precondition(!isClosed, "after the end nothing is done")
    switch action {
    case .deliver, .hold: preconditionFailure("only a message is delivered or held")
    case .drop: break
    case .send(let message): witness.sent(message)
    case .reject: waitingRejects += 1
    case .resend(let from, let to):
      precondition(plan == nil, "one resend at a time")
      precondition(from <= to && to <= state.numbers.lastOutbound, "what was sent is resent")
      var limits = ResendPlan.Limits()
      limits.messages = 2
      plan = ResendPlan(from: from, to: to, limits: limits)
    case .openEpoch:
      plan = nil
      held.removeAll()
      witness.openedEpoch(state)
    case .publishLogon:
      logonWaits = true
    case .disconnect:
      isClosed = true
      plan = nil
    }
  }

  /// One slice of the resend: each third message is an application message.
  private func stepResend() {
    guard var current = plan, !isClosed else { return }
    // Who has said Logout(5) wants no more of it.
    guard state.isResending else {
      plan = nil
      return
    }
    current.beginSlice()
    while !current.isSliceFull, let next = nextStored(current) {
      let step = current.application(next, byteCount: 100)
      if let gapFill = step.gapFill { witness.sent(gapFill) }
    }
    plan = current
    if current.isSliceFull && !current.isFinished { return }
    if let gapFill = current.end() { witness.sent(gapFill) }
    plan = nil
    perform(state.resendCompleted(now: now))
  }

  private func nextStored(_ plan: ResendPlan) -> MsgSeqNum? {
    let next = (plan.next.rawValue + 2) / 3 * 3
    return next <= plan.last.rawValue ? MsgSeqNum(rawValue: next) : nil
  }
}
