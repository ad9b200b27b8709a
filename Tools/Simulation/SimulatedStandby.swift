import Agents
import Market
import Storage

/// The second machine of a venue with durability `standby`: its follower, or, behind a promotion, the old venue.
final class SimulatedStandby {
  /// A venue of which the other machine is the successor, and which does not know.
  struct OldVenue {
    let venue: SimulatedVenue
    let disk: VirtualDisk
    /// Where the events ended that it had committed when the other machine took over: of what its start has committed
    /// nobody is told before the follower has it.
    let committed: UInt64
    /// When it ends, whatever it knows.
    let endsAt: Int
  }

  let terms: VenueTerms
  let clock: SimulatedClock
  let mutation: Mutation?
  var random: SeededRandom
  private let folder = ScratchFolder()
  var follower: SimulatedFollower
  var old: OldVenue?
  /// From which step on the follower runs.
  var startsAt = 0
  /// What follows where its disk stops.
  private(set) var stopIsPowerLoss = false
  /// How many directories have followed.
  private var count: UInt64 = 1
  /// Where the events end that anybody may have been told of, by the venue that is the venue.
  private var told: UInt64 = 0
  /// Where those end that the last promotion has found.
  private var inherited: UInt64 = 0
  /// The venue's.
  private var term: UInt64 = 0
  /// What the venue takes for being on both disks.
  private var secured: UInt64 = 0

  init(
    _ terms: VenueTerms, _ clock: SimulatedClock, _ mutation: Mutation?, _ random: SeededRandom
  ) {
    (self.terms, self.clock, self.mutation, self.random) = (terms, clock, mutation, random)
    let disk = VirtualDisk(folder.path)
    disk.mistakes = terms.mistakes
    follower = SimulatedFollower(count, on: disk, terms, clock, mutation)
  }

  /// Whether the operator would make the follower the venue: the venue was one already, and the follower has its term.
  func mayPromote() throws -> Bool {
    guard follower.isRunning, told > 0 else { return false }
    return try LogEnd(follower.disk.root).term == term
  }

  /// What the venue says now; nothing may be told that the follower has not.
  func look(_ venue: SimulatedVenue?) throws {
    if let term = venue?.gate.supersededBy {
      throw Violation("the venue hears of term \(term), and there is none that high")
    }
    if let venue, venue.isOpen {
      told = max(told, venue.committedPosition)
      secured = max(secured, venue.securedSequence)
    }
    if let old, old.venue.committedPosition > max(inherited, old.committed) {
      throw Violation(
        "the old venue commits \(old.venue.committedPosition) behind the new term's \(inherited)")
    }
  }

  func startFollower() throws {
    try follower.disk.watch { try follower.start(secured: secured) }
  }

  func cutLink() { follower.link.cut() }

  /// Stops the follower's process, or machine: now, or within one of its next calls about files. While an old venue
  /// lives nobody follows.
  func killFollower(losingPower: Bool, at step: Int) {
    guard old == nil else { return }
    stopIsPowerLoss = losingPower
    if random.once(in: 2) {
      follower.disk.callsUntilStop = random.within(0...40)
    } else {
      endFollower(losingPower: losingPower, at: step)
    }
  }

  /// The follower's process is gone, or its machine is.
  func endFollower(losingPower: Bool, at step: Int) {
    follower.stop()
    if losingPower {
      follower.disk.losePower(random.one(of: VirtualDisk.Loss.allCases), &random)
    }
    startsAt = step + random.within(1...100)
  }

  /// Opens the next term at the follower, which has ended.
  func promote() throws {
    let end = try follower.disk.watch { try follower.promote() }
    if end < told {
      throw Violation("\(told) was told, and the promoted log's events end at \(end)")
    }
    inherited = end
    term += 1
    secured = 0
  }

  /// The machine that had the venue becomes the follower's.
  func follow(on disk: VirtualDisk, at step: Int) {
    count += 1
    disk.stopped = {}
    (disk.isFull, disk.callsUntilStop) = (false, nil)
    follower = SimulatedFollower(count, on: disk, terms, clock, mutation)
    follower.putStoreAside()
    startsAt = step + random.within(1...100)
  }
}

extension FaultKind {
  /// Whether it takes a second machine.
  var isOfStandby: Bool {
    switch self {
    case .linkCut, .followerKill, .followerPowerLoss, .promotion: true
    case .cut, .secondConnection, .slowReader, .skippedNumber, .resendOfAll, .forgetfulPeer,
      .logout, .repeatedAnswer, .recorderKill, .garbage, .stalledAgent, .clockJump, .timeLeap,
      .fullDisk, .restart, .kill, .powerLoss:
      false
    }
  }
}
