public import Market

/// Plays conditions of the standard to another engine, and judges what the standard demands.
///
/// A Heartbeat(0) may come at any time, a TestRequest(1) is answered, an application message that belongs
/// to no expectation is passed over where there are orders. Numbers are the engine's own. What the
/// scenario does not expect otherwise, a number out of order among it, is a deviation.
public struct CandidateRun<Line: CandidateLine> {
  let settings: CandidateSettings
  var parties: ScenarioParties
  var line: Line
  var numbers = CandidateNumbers()
  /// What has come and was not taken yet.
  var waiting: CandidateArrival?
  /// HeartBtInt(108) and ResetSeqNumFlag(141) of an initiator's Logon(A).
  var logon: CandidateMessage?
  private var text: CandidateText
  private var played = 0
  /// Whether the condition has made a second connection.
  private var hasSecond = false
  private var isSecond = false
  private var waitingElsewhere: CandidateArrival?
  /// What may come at any time from here on.
  private var allowed: [Allowance] = []
  /// Seconds of the scenario for each real one: its HeartBtInt(108) is 30.
  private var timeScale: Double = 1
  /// What went over the line in the present condition.
  public internal(set) var records: [CandidateRecord] = []

  private struct Allowance {
    let expectation: CandidateExpectation
    let endsSession: Bool
  }

  public init(_ settings: CandidateSettings, on line: Line) {
    self.settings = settings
    self.line = line
    parties = settings.parties
    text = CandidateText(settings, ScenarioCondition(), played: 0)
    numbers.nextOut = settings.firstNumber
  }

  /// What time it is on the line.
  public var now: Instant { line.now }

  /// Plays one condition, from a connection of its own to that connection's end.
  public mutating func play(_ scenario: Scenario) throws {
    let condition = scenario.condition ?? ScenarioCondition()
    text = CandidateText(settings, condition, played: played)
    played += 1
    timeScale = condition.isSlow ? 1 : Double(settings.heartBtInt) / 30
    allowed = []
    (hasSecond, isSecond) = (false, false)
    records = []
    (waiting, waitingElsewhere) = (nil, nil)
    defer {
      line.close()
      numbers.goBeyond()
    }
    var lines = settings.role == .initiator ? Self.mirrored(scenario.lines) : scenario.lines
    try open(scenario, &lines)
    for line in lines {
      if try !perform(line) { return }
    }
  }

  /// Of an initiator the Logon(A) comes first: the exchange of a scenario in which it is the other way.
  private static func mirrored(_ lines: [Scenario.Line]) -> [Scenario.Line] {
    var lines = lines
    for index in lines.indices.dropLast() {
      guard case .send(let ours) = lines[index].step, ours.hasPrefix("35=A|"),
        case .expect(let theirs) = lines[index + 1].step, theirs.hasPrefix("35=A|")
      else { continue }
      lines[index].step = .expect(theirs)
      lines[index + 1].step = .send(ours)
    }
    return lines
  }

  /// False where the engine has ended the session as it may: then nothing more is demanded.
  private mutating func perform(_ line: Scenario.Line) throws -> Bool {
    switch line.step {
    case .send(let text): send(text)
    case .expect(let text): return try expect(text, line.number)
    case .expectOfUs(let text), .allow(let text):
      let expectation = self.text.expectation(text, numbers)
      var isEnd = false
      if case .allow = line.step { isEnd = expectation.msgType == "5" }
      allowed.append(Allowance(expectation: expectation, endsSession: isEnd))
    case .expectClose: try expectClose(line.number)
    case .pass(let nanoseconds): pass(Int64(Double(nanoseconds) * timeScale))
    case .loseLine: self.line.close()
    case .use(let second): try use(second)
    case .connect: try connect()
    case .report, .logOut: preconditionFailure("the suite has no condition with O or L")
    }
    return true
  }

  /// What has come on a connection and was not taken waits there.
  private mutating func use(_ second: Bool) throws {
    guard second != isSecond else { return }
    isSecond = second
    swap(&waiting, &waitingElsewhere)
    line.use(second: second)
    guard second, !hasSecond else { return }
    hasSecond = true
    try line.connect(until: line.now.adding(nanoseconds: settings.answerNanos))
  }

  private mutating func send(_ text: String) {
    if settings.role == .acceptor, text.hasPrefix("35=A|"), text.contains("|141=Y|") {
      numbers.reset()
      numbers.align(out: 1, in: 1)
    }
    var filled = self.text.outbound(text, numbers)
    let isLogon = filled.hasPrefix("35=A|")
    if isLogon { filled = completed(filled) }
    write(filled)
  }

  /// Our Logon(A): what the settings add, and as an acceptor what the initiator has said.
  func completed(_ text: String) -> String {
    var fields = ScenarioText.fields(text)
    if let logon {
      fields = fields.map { $0.hasPrefix("108=") ? "108=\(logon["108"] ?? "30")" : $0 }
      if logon["141"] == "Y" { fields.append("141=Y") }
    }
    return fields.map { $0 + "|" }.joined() + settings.logonFields
  }

  /// Sends a message whose numbers are those of the wire.
  mutating func write(_ text: String) {
    let bytes = ScenarioText.message(text, from: parties, now: line.now)
    record("I", bytes)
    let fields = ScenarioText.fields(text)
    let isGarbled = fields.contains { $0.hasPrefix("10=") || $0.hasPrefix("9=") }
    let isCounted = !isGarbled && fields.first?.hasPrefix("35=") == true
    let number = CandidateText.value("34", of: fields).flatMap { Int($0) }
    if let number { numbers.said(number) }
    if isCounted, let number {
      let newSeqNo = fields.first == "35=4" ? CandidateText.value("36", of: fields) : nil
      numbers.sent(
        number, newSeqNo: newSeqNo.flatMap { Int($0) }, isReset: !fields.contains("123=Y"))
    }
    line.send(bytes)
  }

  /// Waits until something comes, or for `nanoseconds`.
  private mutating func pass(_ nanoseconds: Int64) {
    guard waiting == nil else { return }
    let arrival = receive(until: line.now.adding(nanoseconds: nanoseconds))
    if arrival != .nothing { waiting = arrival }
  }

  private mutating func expect(_ text: String, _ number: Int) throws -> Bool {
    var expectation = self.text.expectation(text, numbers)
    let until = line.now.adding(nanoseconds: settings.answerNanos)
    while true {
      let arrival = take(until: until)
      guard case .message(let bytes) = arrival else {
        throw deviation(number, expectation.text, arrival)
      }
      let message = CandidateMessage(bytes)
      if message.msgType == "A", settings.role == .initiator { align(message, text) }
      try checkNumber(message, number, expectation.text)
      if expectation.means(message) {
        if expectation.isPart(message) {
          expectation = expectation.rest(behind: message)
          continue
        }
        if expectation.differs(message) {
          throw CandidateDeviation(line: number, expected: expectation.text, came: message.text)
        }
        if message.msgType == "1" { parties.testReqID = message["112"] ?? "" }
        taken(message, as: expectation.number)
        return true
      }
      switch try passOver(message, number, expectation.text) {
      case .goOn: continue
      case .sessionEnded: return false
      }
    }
  }

  /// What becomes of a message that is not the one expected.
  private enum Passing {
    case goOn
    case sessionEnded
  }

  private mutating func passOver(
    _ message: CandidateMessage, _ number: Int, _ expected: String
  ) throws -> Passing {
    if let index = allowed.firstIndex(where: { $0.expectation.means(message) }) {
      let allowance = allowed.remove(at: index)
      if allowance.expectation.differs(message) {
        throw CandidateDeviation(
          line: number, expected: allowance.expectation.text, came: message.text)
      }
      if message.msgType == "1" { parties.testReqID = message["112"] ?? "" }
      taken(message, as: allowance.expectation.number)
      return allowance.endsSession ? .sessionEnded : .goOn
    }
    guard isHarmless(message) else {
      throw CandidateDeviation(line: number, expected: expected, came: message.text)
    }
    if !message.isRepeat { numbers.nextIn += 1 }
    if message.msgType == "1" { answer(message) }
    return .goOn
  }

  /// Whether a message may come at any time.
  private func isHarmless(_ message: CandidateMessage) -> Bool {
    switch message.msgType {
    case "0": message["112"] == nil
    case "1": true
    case "4": message.isRepeat && message["123"] == "Y"
    default: settings.hasOrder && !message.isAdmin && message.msgType != "j"
    }
  }

  mutating func answer(_ testRequest: CandidateMessage) {
    let number = numbers.insert()
    write("35=0|34=\(number)|112=\(testRequest["112"] ?? "")|")
  }

  private mutating func taken(_ message: CandidateMessage, as number: Int?) {
    guard !message.isRepeat else { return }
    if let number { numbers.take(number) } else { numbers.nextIn += 1 }
  }

  /// A message that is no repetition has the next number; behind an end that nobody saw a Logon(A) may
  /// have a higher one.
  private mutating func checkNumber(_ message: CandidateMessage, _ line: Int, _ expected: String)
    throws
  {
    guard !message.isRepeat, message.number != numbers.nextIn else { return }
    if message.msgType == "A", let number = message.number, number > numbers.nextIn {
      numbers.nextIn = number
      return
    }
    throw CandidateDeviation(
      line: line, expected: expected + "|MsgSeqNum(34)=\(numbers.nextIn)", came: message.text)
  }

  private mutating func expectClose(_ number: Int) throws {
    let until = line.now.adding(nanoseconds: settings.answerNanos)
    while true {
      let arrival = take(
        until: isSecond ? min(until, line.now.adding(nanoseconds: 50_000_000)) : until)
      switch arrival {
      case .closed: return
      case .message(let bytes):
        if try passOver(CandidateMessage(bytes), number, "the connection is closed")
          == .sessionEnded
        {
          allowed = []
        }
      case .nothing where isSecond && line.now < until: try staysAlive(number)
      case .garbage, .nothing: throw deviation(number, "the connection is closed", arrival)
      }
    }
  }

  /// Answers on the first connection, while something is awaited on the second, what asks whether it lives.
  private mutating func staysAlive(_ number: Int) throws {
    try use(false)
    let arrival = take(until: line.now)
    if case .message(let bytes) = arrival, case let message = CandidateMessage(bytes),
      message.msgType == "1"
    {
      let isExpected = allowed.contains { $0.expectation.means(message) }
      _ = try passOver(message, number, "nothing")
      if isExpected { answer(message) }
    } else if arrival != .nothing {
      waiting = arrival
    }
    try use(true)
  }
}
