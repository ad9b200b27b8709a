public import Market

/// The side that a scenario tests, as its counterparty reaches it.
public protocol ScenarioPeer {
  /// What time it is; every message carries it.
  var now: Instant { get }
  /// A new connection stands.
  mutating func connect() throws
  /// The connection breaks, without a word.
  mutating func loseLine() throws
  /// Goes on with the second connection, made the first time, or with the first one again.
  mutating func use(second: Bool) throws
  /// Bytes of the counterparty's go out.
  mutating func send(_ bytes: [UInt8]) throws
  /// The next whole message that has come, nil where none has and none will before time passes.
  mutating func next() throws -> [UInt8]?
  /// Whether the connection has been closed.
  mutating func isClosed() throws -> Bool
  /// Lets time pass until `end`, or until something comes or the connection is closed.
  mutating func pass(until end: Instant) throws
  /// Has the side that is tested send a message about this order, which is the oldest that rests.
  mutating func report(_ clOrdID: String) throws
  /// Has it log out, because its day is over.
  mutating func logOut() throws
}

/// Plays a scenario to its end: sends what it sends, and compares what comes.
public struct ScenarioRun<Peer: ScenarioPeer> {
  private var parties: ScenarioParties
  private var peer: Peer

  /// A message that no line expects is an error, and so is the reverse.
  public static func run(
    _ scenario: Scenario, _ parties: ScenarioParties, on peer: Peer
  ) throws {
    var run = ScenarioRun(parties: parties, peer: peer)
    try run.peer.connect()
    for line in scenario.lines { try run.perform(line) }
    try run.expectSilence((scenario.lines.last?.number ?? 0) + 1)
  }

  private mutating func perform(_ line: Scenario.Line) throws {
    switch line.step {
    case .allow: return
    case .expect(let text), .expectOfUs(let text):
      let message = try peer.next()
      if let id = message.flatMap(ScenarioText.testReqID) { parties.testReqID = id }
      let expected = ScenarioText.filled(text, parties, now: peer.now)
      let got = message.map { ScenarioText.relevant($0, for: expected) }
      return try compare(line.number, expected, got ?? "nothing")
    case .expectClose:
      let got = try peer.next().map(ScenarioText.short)
      return try compare(line.number, "close", try got ?? (peer.isClosed() ? "close" : "open"))
    case .use: break
    case .send, .report, .logOut, .pass, .loseLine, .connect: try expectSilence(line.number)
    }
    switch line.step {
    case .expect, .expectOfUs, .expectClose, .allow: break
    case .send(let text):
      try peer.send(ScenarioText.message(text, from: parties, now: peer.now))
    case .report(let clOrdID): try peer.report(clOrdID)
    case .logOut: try peer.logOut()
    case .pass(let nanoseconds): try peer.pass(until: peer.now.adding(nanoseconds: nanoseconds))
    case .loseLine: try peer.loseLine()
    case .connect: try peer.connect()
    case .use(let second): try peer.use(second: second)
    }
  }

  private mutating func expectSilence(_ line: Int) throws {
    if let first = try peer.next() { try compare(line, "nothing", ScenarioText.short(first)) }
  }

  private func compare(_ line: Int, _ expected: String, _ got: String) throws {
    if expected != got { throw ScenarioError.differs(line: line, expected: expected, got: got) }
  }
}
