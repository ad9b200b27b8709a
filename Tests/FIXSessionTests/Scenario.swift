import FIXSession
import Foundation
import Market

/// A text scenario: what comes in, what must go out, with virtual time in between.
///
/// ```
/// S acceptor in=5 out=8        position and settings, first line but comments
/// I 35=A|34=5|...|             a message in; 8, 9, 49, 56, 52, 10 are added where they are missing
/// E 35=A|34=8|98=0|108=30|     the next message out, without 8, 9, 49, 56, 52 and 10
/// O ORDER1                     an application message of ours with this ClOrdID(11)
/// D 6                          application messages delivered since the last such line
/// T 30                         seconds pass, or fewer if something is sent before
/// X                            the connection is lost, and there again
/// E close                      the session closes the connection
/// ```
/// `<TIME>` is the time in whole seconds, `<TIME-130>` 130 s before; `|` stands for the delimiter.
struct Scenario {
  enum Failure: Error { case syntax(String), wrong(line: Int, expected: String, got: String) }

  private let endpoint: Endpoint
  private var seconds = 0.0
  private var seen: [UInt64] = []

  static var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Scenarios/session")
  }

  static func run(_ text: String) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var scenario: Scenario?
    for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      if line.hasPrefix("S ") {
        scenario = Scenario(Setup(String(line.dropFirst(2))))
      } else if scenario == nil {
        throw Failure.syntax("line \(index + 1): the first line is S")
      } else {
        try scenario?.perform(line, index + 1)
      }
    }
    try scenario?.expectSilence(lines.count)
  }

  private init(_ setup: Setup) {
    endpoint = Endpoint(setup.session)
    endpoint.connect(now: at(0))
  }

  private mutating func perform(_ line: String, _ number: Int) throws {
    let rest = String(line.dropFirst(2))
    switch line.first {
    case "E": try expect(rest, number)
    case "D":
      let numbers = endpoint.deliveredNumbers[seen.count...].map { String($0) }
      seen = endpoint.deliveredNumbers
      try compare(number, rest, numbers.joined(separator: " "))
    case "I":
      try expectSilence(number)
      endpoint.receive(WireLine(rest, seconds).bytes, now: at(seconds))
      endpoint.tick(now: at(seconds))
    case "O":
      try expectSilence(number)
      endpoint.send(rest, now: at(seconds))
    case "T":
      try expectSilence(number)
      pass(Double(rest) ?? 0)
    case "X":
      try expectSilence(number)
      _ = endpoint.disconnected()
      endpoint.connect(now: at(seconds))
    default: throw Failure.syntax("line \(number): \(line)")
    }
  }

  private mutating func pass(_ duration: Double) {
    let end = seconds + duration
    while endpoint.session.deadline <= at(end) && endpoint.output.isEmpty
      && endpoint.closeReason == nil
    {
      let deadline = endpoint.session.deadline
      seconds = Double(deadline.nanoseconds - at(0).nanoseconds) / 1e9
      endpoint.tick(now: deadline)
      if endpoint.output.isEmpty && endpoint.closeReason == nil { continue }
      return
    }
    seconds = end
  }

  private func expect(_ expected: String, _ number: Int) throws {
    if expected == "close" && endpoint.output.isEmpty {
      try compare(number, "close", endpoint.closeReason == nil ? "open" : "close")
      return
    }
    guard !endpoint.output.isEmpty else { return try compare(number, expected, "nothing") }
    let line = WireLine.short(endpoint.output.removeFirst())
    try compare(number, WireLine.filled(expected, seconds), line)
  }

  private func expectSilence(_ number: Int) throws {
    if let first = endpoint.output.first {
      try compare(number, "nothing", WireLine.short(first))
    }
  }

  private func compare(_ line: Int, _ expected: String, _ got: String) throws {
    if expected != got { throw Failure.wrong(line: line, expected: expected, got: got) }
  }
}

/// The line `S side in=... out=...` with settings by name.
private struct Setup {
  var session: SessionState

  init(_ line: String) {
    let words = line.split(separator: " ").map(String.init)
    var values: [String: UInt64] = [:]
    for word in words.dropFirst() {
      let parts = word.split(separator: "=")
      values[String(parts[0])] = UInt64(parts[1])
    }
    let settings = settings {
      $0.usesNextExpectedMsgSeqNum = values["789"] == 1
      $0.isTest = values["464"] == 1
      $0.heartBtInt = UInt32(values["108"] ?? 30)
    }
    session = SessionState(
      side: words[0] == "acceptor" ? .acceptor : .initiator, identity: venueIdentity,
      settings: settings,
      numbers: SessionNumbers(
        epoch: Epoch(rawValue: 1), nextInbound: seq(values["in"] ?? 1),
        nextOutbound: seq(values["out"] ?? 1)))
  }
}
