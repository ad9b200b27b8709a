public import FIXSession
public import Market

/// The line S of a scenario: the side that is tested, its numbers, and its settings.
public struct ScenarioSetup: Equatable, Sendable {
  /// Where a scenario can be run.
  public enum Reach: Sendable {
    case everywhere
    /// With the bare session machine only: a venue can't be brought there.
    case machine
    /// With a whole venue only: a bare machine has no doorkeeper and no market behind it.
    case venue
  }

  public var side = SessionSide.acceptor
  public var reach = Reach.everywhere
  /// The MsgSeqNum(34) expected from the counterparty when the scenario begins.
  public var nextInbound = MsgSeqNum(rawValue: 1)
  /// The MsgSeqNum(34) of the next message sent when the scenario begins.
  public var nextOutbound = MsgSeqNum(rawValue: 1)
  public var settings = SessionSettings()
  /// What the operator has agreed on with the session.
  public var cancelOnDisconnect = CancelOnDisconnect()
  public var throttle = ThrottleTerms()
  /// Whether the venue sends its own tags.
  public var ownTags = true
  /// Whether tags of the user's range that nobody has defined are passed over.
  public var ignoresUnknownTags = false

  /// `acceptor in=5 out=8 789=1`: words after the side, in any order.
  init(_ words: String, line: Int) throws(ScenarioError) {
    let words = words.split(separator: " ").map(String.init)
    switch words.first {
    case "acceptor": side = .acceptor
    case "initiator":
      side = .initiator
      reach = .machine
    default: throw .syntax(line: line, "the side is acceptor or initiator")
    }
    for word in words.dropFirst() {
      let parts = word.split(separator: "=").map(String.init)
      let value = parts.count == 2 ? UInt64(parts[1]) : nil
      guard take(parts[0], value) else { throw .syntax(line: line, "'\(word)' is no setting") }
    }
  }

  private mutating func take(_ name: String, _ value: UInt64?) -> Bool {
    switch (name, value) {
    case ("machine", nil): reach = .machine
    case ("venue", nil): reach = .venue
    case ("in", .some(let number)): nextInbound = MsgSeqNum(rawValue: number)
    case ("out", .some(let number)): nextOutbound = MsgSeqNum(rawValue: number)
    case ("108", .some(let seconds)): settings.heartBtInt = UInt32(clamping: seconds)
    case ("141", .some(let number)): settings.allowsReset = number == 1
    case ("369", .some(let number)): settings.sendsLastMsgSeqNumProcessed = number == 1
    case ("464", .some(let number)): settings.isTest = number == 1
    case ("789", .some(let number)): settings.usesNextExpectedMsgSeqNum = number == 1
    case ("7812", .some(let type)):
      guard let type = CancelOnDisconnectType(rawValue: UInt8(clamping: type)) else { return false }
      cancelOnDisconnect.type = type
    case ("7813", .some(let grace)):
      cancelOnDisconnect.graceMilliseconds = UInt32(clamping: grace)
    case ("7815", .some(let limit)): throttle.limit = UInt32(clamping: limit)
    case ("7816", .some(let window)): throttle.windowMilliseconds = UInt32(clamping: window)
    case ("plain", nil): ownTags = false
    case ("5000", .some(let number)): ignoresUnknownTags = number == 0
    default: return false
    }
    return true
  }
}
