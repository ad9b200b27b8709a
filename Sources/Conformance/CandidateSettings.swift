/// How an engine is tested.
public struct CandidateSettings: Sendable {
  /// Which side of the session the engine has.
  public enum Role: String, Sendable, CaseIterable {
    case acceptor
    case initiator
  }

  public var role = Role.acceptor
  /// CompIDs, and the order where there is one.
  public var parties: ScenarioParties
  /// Whether orders may be sent: `parties.order` is one that the engine accepts.
  public var hasOrder = false
  /// HeartBtInt(108) of our Logon(A), seconds; times of conditions follow it.
  public var heartBtInt = 5
  /// Whether sessions begin with ResetSeqNumFlag(141)=Y. Otherwise numbers go on.
  public var resets = true
  /// The MsgSeqNum(34) of our first message, where numbers go on.
  public var firstNumber = 1
  /// Fields of their own on our Logon(A), `553=USER|554=SECRET|`.
  public var logonFields = ""
  /// How long each expectation waits, nanoseconds.
  public var answerNanos: Int64 = 5_000_000_000
  /// The beginning of each ClOrdID(11); what follows differs within a run.
  public var orderPrefix = ""

  public init(_ parties: ScenarioParties) { self.parties = parties }
}
