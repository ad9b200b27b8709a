import FIXSession
import Market

/// How a condition comes to the place where its scenario begins.
extension CandidateRun {
  /// Brings the session to where the scenario begins, and takes the lines away that are done by it.
  mutating func open(_ scenario: Scenario, _ lines: inout [Scenario.Line]) throws {
    let setup = scenario.setup
    let out = Int(setup.nextInbound.rawValue)
    let inbound = Int(setup.nextOutbound.rawValue)
    logon = nil
    if setup.side == .initiator {
      _ = try logOn()
      line.close()
      try connect()
      return numbers.align(out: out, in: inbound)
    }
    let isPlain = Self.isPlainLogon(lines, out: out, in: inbound)
    let logonNumber = try logOn()
    if isPlain {
      numbers.align(out: out + 1, in: inbound + 1)
      numbers.note(inbound, as: logonNumber)
      lines.removeFirst(2)
      return
    }
    try logOut()
    try connect()
    numbers.align(out: out, in: inbound)
  }

  /// Whether the scenario begins with nothing but the usual exchange of Logon(A).
  private static func isPlainLogon(_ lines: [Scenario.Line], out: Int, in inbound: Int) -> Bool {
    guard lines.count > 2 else { return false }
    let plain: Set<String> = [out, inbound].map { "35=A|34=\($0)|98=0|108=30|" }.reduce(into: []) {
      $0.insert($1)
    }
    return lines.prefix(2).allSatisfy { line in
      switch line.step {
      case .send(let text), .expect(let text): plain.contains(text)
      default: false
      }
    }
  }

  mutating func connect() throws {
    waiting = nil
    try line.connect(until: line.now.adding(nanoseconds: patience))
  }

  /// An initiator comes when it likes; an acceptor is there.
  private var patience: Int64 {
    settings.role == .initiator ? max(60_000_000_000, settings.answerNanos) : settings.answerNanos
  }

  /// Connects, exchanges Logon(A), and makes sure that both sides agree on their numbers. An engine that
  /// still holds an earlier connection for live is asked again. The number of its Logon(A).
  mutating func logOn() throws -> Int {
    let until = line.now.adding(nanoseconds: patience)
    while true {
      try connect()
      do {
        let number = try exchangeLogon()
        try agree()
        return number
      } catch let deviation as CandidateDeviation {
        guard deviation.came == CandidateDeviation.closed, line.now < until else { throw deviation }
        numbers.goBeyond()
        waitABit()
      }
    }
  }

  /// A tenth of a second.
  private mutating func waitABit() {
    line.close()
    line.pause(until: line.now.adding(nanoseconds: 100_000_000))
  }

  private mutating func exchangeLogon() throws -> Int {
    if settings.role == .initiator {
      let theirs = try logonOfCandidate()
      takeUp(theirs)
      write(completed("35=A|34=\(numbers.nextOut)|98=0|108=30|"))
      return theirs.number ?? 1
    }
    if settings.resets { numbers.reset() }
    let flag = settings.resets ? "141=Y|" : ""
    write(
      completed("35=A|34=\(numbers.nextOut)|98=0|108=\(settings.heartBtInt)|\(flag)"))
    let reply = try logonOfCandidate()
    numbers.nextIn = (reply.number ?? 0) + 1
    return reply.number ?? 1
  }

  private mutating func logonOfCandidate() throws -> CandidateMessage {
    let expected = "MsgType(35)=A Logon"
    let arrival = take(until: line.now.adding(nanoseconds: settings.answerNanos))
    guard case .message(let bytes) = arrival else { throw deviation(0, expected, arrival) }
    let message = CandidateMessage(bytes)
    guard message.msgType == "A", message.number != nil else {
      throw deviation(0, expected, arrival)
    }
    return message
  }

  /// An initiator's Logon(A) says where its numbers stand, and may begin both anew.
  private mutating func takeUp(_ theirs: CandidateMessage) {
    logon = theirs
    if theirs["141"] == "Y" { numbers.reset() }
    numbers.nextIn = (theirs.number ?? 1) + 1
  }

  /// The same in the middle of a scenario: its numbers begin where the initiator's are.
  mutating func align(_ theirs: CandidateMessage, _ text: String) {
    let out = numbers.nextInScenario
    takeUp(theirs)
    numbers.nextIn -= 1
    let inbound = CandidateText.value("34", of: ScenarioText.fields(text)).flatMap { Int($0) } ?? 1
    numbers.align(out: out, in: inbound)
  }

  /// A TestRequest(1) and its answer; what the engine asks for meanwhile is filled, and the TestRequest(1)
  /// with it, so that there is another one.
  private mutating func agree() throws {
    var id = "AGREED"
    write("35=1|34=\(numbers.nextOut)|112=\(id)|")
    let until = line.now.adding(nanoseconds: settings.answerNanos)
    while true {
      let arrival = take(until: until)
      let expected = "MsgType(35)=0 Heartbeat|TestReqID(112)=\(id)"
      guard case .message(let bytes) = arrival else { throw deviation(0, expected, arrival) }
      let message = CandidateMessage(bytes)
      if !message.isRepeat, let number = message.number { numbers.nextIn = number + 1 }
      switch message.msgType {
      case "0" where message["112"] == id: return
      case "1": answer(message)
      case "2":
        let begin = message.number("7") ?? 1
        write("35=4|34=\(begin)|43=Y|122=<TIME>|123=Y|36=\(numbers.nextOut)|")
        id += "+"
        write("35=1|34=\(numbers.nextOut)|112=\(id)|")
      case "4": numbers.nextIn = message.number("36") ?? numbers.nextIn
      case "3", "5": throw deviation(0, expected, arrival)
      default: continue
      }
    }
  }

  /// Ends the session in good order.
  private mutating func logOut() throws {
    write("35=5|34=\(numbers.nextOut)|")
    let until = line.now.adding(nanoseconds: settings.answerNanos)
    while true {
      let arrival = take(until: until)
      guard case .message(let bytes) = arrival else {
        if arrival == .closed { return }
        throw deviation(0, "MsgType(35)=5 Logout", arrival)
      }
      let message = CandidateMessage(bytes)
      if !message.isRepeat { numbers.nextIn += 1 }
      if message.msgType == "5" { return line.close() }
    }
  }
}
