/// What can be done to a simulated venue and its counterparties.
public enum FaultKind: String, CaseIterable, Sendable {
  /// A connection breaks; what is on the way is lost.
  case cut
  /// A counterparty is back on a new connection while its old one stands.
  case secondConnection = "second-connection"
  /// A counterparty does not read for a while.
  case slowReader = "slow-reader"
  /// A counterparty leaves a number out.
  case skippedNumber = "skipped-number"
  /// A counterparty asks for all that it was ever sent.
  case resendOfAll = "resend-of-all"
  /// A counterparty begins anew with older numbers of what it was told.
  case forgetfulPeer = "forgetful-peer"
  /// A counterparty logs out.
  case logout
  /// An institution says again what it has answered before.
  case repeatedAnswer = "repeated-answer"
  /// The recorder's process ends, and another one goes on.
  case recorderKill = "recorder-kill"
  /// Somebody sends what is no message, or one that nobody may send.
  case garbage
  /// An agent does nothing for a while.
  case stalledAgent = "stalled-agent"
  /// The wall clock is set.
  case clockJump = "clock-jump"
  /// Time passes in which nobody does anything.
  case timeLeap = "time-leap"
  /// The disk has no room for a while.
  case fullDisk = "full-disk"
  /// The venue ends in order, and is started again.
  case restart
  /// The venue's process is killed between two duty cycles, or in the middle of one.
  case kill
  /// The machine loses its power, between two duty cycles or in the middle of one.
  case powerLoss = "power-loss"
  /// The line to the follower breaks.
  case linkCut = "link-cut"
  /// The follower's process is killed.
  case followerKill = "follower-kill"
  /// The follower's machine loses its power.
  case followerPowerLoss = "follower-power-loss"
  /// The follower is made the venue, while the venue lives or not.
  case promotion
}

/// What is simulated: the same plan, the same run.
public struct SimulationPlan: Sendable {
  public var seed: UInt64
  /// Steps before all comes to rest.
  public var steps: Int
  public var faults: Set<FaultKind>
  /// Firms that trade, 2 to 4.
  public var traders: Int
  /// A mistake that is planted.
  public var mutation: Mutation?

  public init(
    seed: UInt64, steps: Int = 3_000, faults: Set<FaultKind> = Set(FaultKind.allCases),
    traders: Int = 4, mutation: Mutation? = nil
  ) {
    self.seed = seed
    self.steps = steps
    self.faults = faults
    self.traders = traders
    self.mutation = mutation
  }

  /// As it is given to the command.
  public var arguments: String {
    var words = ["--seed \(seed)", "--steps \(steps)"]
    let left = FaultKind.allCases.filter { !faults.contains($0) }
    if !left.isEmpty { words.append("--without \(left.map(\.rawValue).joined(separator: ","))") }
    if traders != 4 { words.append("--traders \(traders)") }
    if let mutation { words.append("--mutation \(mutation.rawValue)") }
    return words.joined(separator: " ")
  }
}

/// What a simulation has come to.
public struct SimulationOutcome: Sendable {
  public var steps = 0
  /// What was done, by kind.
  public var faults: [FaultKind: Int] = [:]
  /// Calls of the system at which a process or machine has stopped, by kind.
  public var stops: [String: Int] = [:]
  public var messages = 0
  public var commands = 0
  /// Trades that were delivered.
  public var delivered = 0
  /// Over all that anybody was sent, and the state at the end.
  public var digest: UInt64 = 0
  /// What the venue has done that it must not, and what was last said to whom; nil where nothing.
  public var failure: String?

  public init() {}

  mutating func mix(_ value: UInt64) { digest = (digest ^ value) &* 0x100_0000_01b3 }
}
