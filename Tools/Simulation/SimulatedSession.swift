import Market

/// The session layer of a counterparty: what FIX says that an initiator does, and a look at whether the venue does
/// what it says of an acceptor. Numbers and what was sent survive everything that happens to the line.
class SimulatedSession {
  enum State { case disconnected, awaitingLogon, active, ending }

  let name: String
  private(set) var state = State.disconnected
  private(set) var line: VirtualLine?
  private(set) var nextOut = 1
  private(set) var nextIn = 1
  /// Bodies of application messages, by their numbers.
  private var sent: [Int: String] = [:]
  /// What went out under each number, once and again: type, when, and on which of its lines.
  private var writings: [Int: [(type: String, at: Instant, line: Int)]] = [:]
  private var lineCount = 0
  /// Messages behind a gap.
  private var held: [Int: WireMessage] = [:]
  private var askedUpTo = 0
  private var askedAt = Instant.none
  private var incoming: [UInt8] = []
  private var lastSent = Instant.none
  private var lastReceived = Instant.none
  private var stateSince = Instant.none
  /// What the venue has done that it must not.
  private(set) var violations: [String] = []
  /// What came under each number, by its content.
  private var told: [Int: String] = [:]
  /// What it has been told to end for.
  private(set) var lastLogout = ""
  /// The last lines both ways, for whoever looks at a failure.
  private(set) var recent: [String] = []
  let clock: SimulatedClock

  init(_ name: String, _ clock: SimulatedClock) {
    self.name = name
    self.clock = clock
  }

  var isDisconnected: Bool { state == .disconnected }
  var isActive: Bool { state == .active }
  private var now: Instant { clock.wall }

  func violate(_ text: String) { violations.append("\(name): \(text)") }

  // What a counterparty is made for.

  /// What was sent under that number is refused, because it was minutes on its way.
  func refusedAsLate(_ body: String) {}
  /// An application message that was not seen before.
  func received(_ message: WireMessage) {}
  /// Logged on.
  func loggedOn() {}
  /// The connection is gone.
  func ended() {}
  /// What its Logon(A) says beside the usual.
  var logonFields: String { "" }

  // Events.

  func connect(_ line: VirtualLine) {
    self.line = line
    lineCount += 1
    (incoming, held, askedUpTo) = ([], [:], 0)
    state = .awaitingLogon
    (stateSince, lastReceived) = (now, now)
    send("35=A", "98=0|108=30|\(logonFields)")
  }

  /// Lets go of the connection; the venue learns of it at once.
  func drop() {
    line?.close()
    lineEnded()
  }

  /// Lets go of the connection; the venue does not learn of it. What it was.
  func abandon() -> VirtualLine? {
    defer { lineEnded() }
    return line
  }

  /// A number is used and never sent.
  func skipNumber() { nextOut += 1 }

  /// It begins anew from an older copy of what it was told.
  func forget(_ count: Int) {
    drop()
    nextIn = max(1, nextIn - count)
  }

  func receive(_ bytes: [UInt8]) {
    incoming += bytes
    var start = 0
    while state != .disconnected, let message = WireMessage(incoming, from: start) {
      start += message.bytes.count
      lastReceived = now
      note("< \(message.text)")
      take(message)
    }
    incoming.removeFirst(min(start, incoming.count))
  }

  func lineEnded() {
    line = nil
    state = .disconnected
    incoming = []
    ended()
  }

  /// Time has passed.
  func tick() {
    let now = now.nanoseconds
    let second: Int64 = 1_000_000_000
    switch state {
    case .disconnected: return
    case .awaitingLogon, .ending:
      if now - stateSince.nanoseconds > 20 * second { drop() }
    case .active:
      if askedUpTo >= nextIn, now - askedAt.nanoseconds > 15 * second { ask(upTo: askedUpTo) }
      if now - lastReceived.nanoseconds > 100 * second { return drop() }
      if now - lastSent.nanoseconds > 29 * second { send("35=0", "") }
    }
  }

  /// Sends an application message; its number.
  func sendApplication(_ type: String, _ body: String) {
    sent[nextOut] = "\(type)|\u{2}\(body)"
    send(type, body)
  }

  func logOut() {
    guard state == .active else { return }
    send("35=5", "")
    (state, stateSince) = (.ending, now)
  }

  /// Asks for all that it was ever sent.
  func askForAll() {
    guard state == .active else { return }
    send("35=2", "7=1|16=0|")
  }

  // Sending.

  private func send(_ type: String, _ body: String) {
    write(type, number: nextOut, "", body)
    nextOut += 1
  }

  private func write(_ type: String, number: Int, _ flags: String, _ body: String) {
    let header = "\(type)|49=\(name)|56=\(SimulatedMarket.venueName)|34=\(number)|\(flags)"
    let content = "\(header)52=\(WireMessage.time(now))|\(body)"
    note("> \(content)")
    line?.send(WireMessage.framed(content))
    writings[number, default: []].append((type, now, lineCount))
    lastSent = now
  }

  private func note(_ text: String) {
    recent.append(text)
    if recent.count > 40 { recent.removeFirst(20) }
  }

  /// Sends again what the venue asks for, gap fills for what is none of its business.
  private func resend(from first: Int, through last: Int) {
    let end = last == 0 ? nextOut - 1 : min(last, nextOut - 1)
    guard first <= end else { return }
    let time = WireMessage.time(now)
    var fillFrom = 0
    for number in first...end {
      guard let body = sent[number] else {
        if fillFrom == 0 { fillFrom = number }
        continue
      }
      if fillFrom > 0 { fill(fillFrom, number) }
      fillFrom = 0
      let parts = body.split(separator: "|\u{2}", maxSplits: 1).map(String.init)
      write(parts[0], number: number, "43=Y|122=\(time)|", parts.count > 1 ? parts[1] : "")
    }
    if fillFrom > 0 { fill(fillFrom, end + 1) }
  }

  private func fill(_ first: Int, _ next: Int) {
    let time = WireMessage.time(now)
    write("35=4", number: first, "43=Y|122=\(time)|", "123=Y|36=\(next)|")
  }

  private func ask(upTo number: Int) {
    askedUpTo = max(number, askedUpTo)
    askedAt = now
    send("35=2", "7=\(nextIn)|16=0|")
  }

  // Receiving.

  private func take(_ message: WireMessage) {
    if state == .awaitingLogon { guard answered(message) else { return } }
    let number = message.msgSeqNum
    if message.type == "4", message[123] != "Y" {
      if message.number(36) < nextIn { violate("SequenceReset(4) back to \(message.number(36))") }
      nextIn = max(nextIn, message.number(36))
      return
    }
    if number > nextIn {
      if message.type == "2" { resend(from: message.number(7), through: message.number(16)) }
      held[number] = message
      if askedUpTo < nextIn, state == .active { ask(upTo: number) }
      if message.type == "5" { process(message) }
      return
    }
    if number < nextIn { return takeRepeated(message) }
    advance(message)
    while let next = held.removeValue(forKey: nextIn) {
      if next.type == "2" || next.type == "5" { nextIn += 1 } else { advance(next) }
    }
    if let first = held.keys.min(), askedUpTo < nextIn, state == .active { ask(upTo: first) }
  }

  private func takeRepeated(_ message: WireMessage) {
    let number = message.msgSeqNum
    if !message.isPossDup {
      return violate("MsgSeqNum(34) \(number) where \(nextIn) is the next: \(message.text)")
    }
    if message.type == "4" {
      if message.number(36) > nextIn { nextIn = message.number(36) }
    } else if let before = told[number], before != message.content {
      violate("under \(number) came \(before), and again \(message.content)")
    }
  }

  private func advance(_ message: WireMessage) {
    if message.type == "4" {
      if message.number(36) <= nextIn {
        violate("SequenceReset(4) to \(message.number(36)) where \(nextIn) is the next")
      }
      nextIn = max(nextIn + 1, message.number(36))
      held = held.filter { $0.key >= nextIn }
      return
    }
    nextIn += 1
    process(message)
  }

  /// Whether the venue has taken the Logon(A).
  private func answered(_ message: WireMessage) -> Bool {
    switch message.type {
    case "A":
      (state, stateSince) = (.active, now)
      loggedOn()
      return true
    case "5":
      return true
    default:
      violate("\(message.text) before the Logon(A) is answered")
      return false
    }
  }

  /// Only what has been on its way for longer than the venue takes may be rejected, of whatever type it is: an
  /// administrative message on its line, an application message also on a later one.
  private func rejected(_ message: WireMessage) {
    let number = message.number(45)
    let isLate = writings[number, default: []].contains { writing in
      "35=\(message[372] ?? "")" == writing.type
        && (sent[number] != nil || writing.line == lineCount)
        && now.nanoseconds - writing.at.nanoseconds > 100_000_000_000
    }
    guard message[371] == "52", message[373] == "10", isLate else {
      return violate("an honest message is rejected: \(message.text)")
    }
    if let body = sent[number] { refusedAsLate(body) }
  }

  private func process(_ message: WireMessage) {
    switch message.type {
    case "A", "0": break
    case "1": send("35=0", "112=\(message[112] ?? "")|")
    case "2": resend(from: message.number(7), through: message.number(16))
    case "3": rejected(message)
    case "5":
      lastLogout = message[58] ?? ""
      if state == .active || state == .awaitingLogon { send("35=5", "") }
      (state, stateSince) = (.ending, now)
    default:
      told[message.msgSeqNum] = message.content
      received(message)
    }
  }
}
