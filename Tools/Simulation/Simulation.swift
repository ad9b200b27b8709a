import Market

/// A venue with its counterparties, network, disk and clock, in one thread, from one seed.
///
/// Each step is one duty cycle of an agent, some bytes on their way, something that a counterparty does, or time
/// that passes; now and then something goes wrong. After each step nobody may have been told what must not be; at
/// the end, when nothing goes wrong any more and all has come to rest, everybody knows the same.
public final class Simulation {
  let plan: SimulationPlan
  var random: SeededRandom
  let clock = SimulatedClock()
  /// That of the machine which has the venue.
  var disk: VirtualDisk
  var terms: VenueTerms
  var venue: SimulatedVenue?
  let traders: [SimulatedTrader]
  let copies: SimulatedCopies
  let prices: SimulatedPrices
  let institutions: [SimulatedInstitution]
  let rowdy: SimulatedRowdy
  /// Of the seeds that have a recorder.
  let books: SimulatedBooks?
  public internal(set) var outcome = SimulationOutcome()
  /// Lines that their counterparties have left and the venue has not.
  var abandoned: [VirtualLine] = []
  /// Sessions that do not read, agents that do nothing: until which step.
  var slowUntil: [Int]
  var stalledUntil = [Int](repeating: 0, count: Agent.allCases.count)
  var startsAt = 0
  var roomFrom = 0
  /// What follows where the disk stops.
  var stopIsPowerLoss = false
  var falsifier: Falsifier
  /// Of the seeds with durability `standby`.
  var standby: SimulatedStandby?
  /// Of the venue's state when it ended in order.
  var endDigest: UInt64?
  /// What the operator has asked for so far.
  var operatorRequests: UInt32 = 0
  private let folder: ScratchFolder

  var sessions: [SimulatedSession] { traders + [copies, prices] + institutions }

  public init(_ plan: SimulationPlan) {
    var random = SeededRandom(seed: plan.seed)
    var terms = VenueTerms(&random)
    terms.mistakes = plan.mutation.map { [$0] } ?? []
    let (folder, clock) = (ScratchFolder(), clock)
    disk = VirtualDisk(folder.path)
    disk.mistakes = terms.mistakes
    traders = SimulatedMarket.sessions.prefix(plan.traders).map { session in
      SimulatedTrader(session.name, clock, random.branch())
    }
    copies = SimulatedCopies("COPIES", clock)
    prices = SimulatedPrices("PRICES", clock)
    institutions = SimulatedInstitution.roles.map { name, role in
      SimulatedInstitution(name, role, clock, plan.mutation, &random)
    }
    rowdy = SimulatedRowdy(clock, random.branch())
    books = !terms.hasStandby && random.once(in: 4) ? SimulatedBooks(folder.path) : nil
    falsifier = Falsifier(plan.mutation, random.branch())
    slowUntil = [Int](repeating: 0, count: plan.traders + 2 + institutions.count)
    self.random = random
    self.terms = terms
    self.plan = plan
    self.folder = folder
    disk.stopped = { [weak self] in self?.freezeLines() }
    if terms.hasStandby { standby = SimulatedStandby(terms, clock, plan.mutation, random.branch()) }
  }

  /// Runs it to its end, or to the first thing that must not be.
  public func run() -> SimulationOutcome {
    do {
      for step in 0..<plan.steps {
        outcome.steps = step
        try act(at: step)
        if step % 256 == 0 { try audit() }
        try look()
      }
      outcome.steps = plan.steps
      try rest()
    } catch {
      outcome.failure = "\(error)"
    }
    return outcome
  }

  private func act(at step: Int) throws {
    switch random.below(100) {
    case 0..<42: try runAgents(at: step)
    case 42..<72: moveBytes(at: step)
    case 72..<88: actAsPeer(at: step)
    default: letTimePass()
    }
    if random.once(in: 120) { try fault(at: step) }
    try runStandby(at: step)
    if let books, venue != nil, random.once(in: 100) { try books.advance() }
    try revive(at: step)
  }

  // The venue.

  /// A whole duty cycle of those that share a thread, or one agent by itself.
  private func runAgents(at step: Int) throws {
    if random.once(in: 2) {
      for agent in [Agent.gatewayRead, .engine, .gatewayWrite] { try run(agent, at: step) }
    } else {
      try run(random.one(of: Agent.allCases), at: step)
    }
  }

  func run(_ agent: Agent, at step: Int) throws {
    guard let venue, stalledUntil[agent.rawValue] <= step else { return }
    let isInline = random.once(in: 4)
    do {
      _ = try disk.watch { try venue.step(agent, maySyncInline: isInline) }
    } catch {
      if !disk.isStopped { throw Violation("\(agent) ends the process: \(error)") }
    }
    if disk.isStopped { processStopped(at: step) }
  }

  /// Starts the venue where it is time to.
  func revive(at step: Int) throws {
    guard venue == nil, step >= startsAt else { return }
    let (directory, clock) = (disk.root, clock)
    falsifyFiles()
    do {
      venue = try disk.watch { try SimulatedVenue(directory, clock: clock, terms: terms) }
      outcome.commands += venue?.replayedCommands ?? 0
    } catch {
      if !disk.isStopped && !disk.isFull { throw Violation("no start: \(error)") }
    }
    if disk.isStopped { processStopped(at: step) }
    if venue == nil { startsAt = step + 50 }
  }

  /// The disk has stopped in the middle of something: the process, or the machine, is gone.
  private func processStopped(at step: Int) {
    if let kind = disk.stopKind { outcome.stops["\(kind)", default: 0] += 1 }
    endProcess(losingPower: stopIsPowerLoss, at: step)
  }

  // Network and time.

  private func moveBytes(at step: Int) {
    for (place, session) in sessions.enumerated() {
      guard let line = session.line, random.once(in: 2) else { continue }
      _ = line.deliver(random.within(1...900))
      if slowUntil[place] > step { continue }
      line.collect()
      receive(session, line, most: random.within(1...2_000))
    }
    rowdy.move(&random)
  }

  func receive(_ session: SimulatedSession, _ line: VirtualLine, most: Int) {
    let bytes = falsifier.falsify(line.arrive(most), of: session.name)
    if !bytes.isEmpty {
      outcome.messages += 1
      for byte in bytes { outcome.mix(UInt64(byte)) }
      session.receive(bytes)
    }
    if line.isClosedByVenue && line.inbound.isEmpty && session.line === line { session.drop() }
  }

  private func actAsPeer(at step: Int) {
    let session = random.one(of: sessions)
    if session.isDisconnected {
      if random.once(in: 3) { connect(session) }
    } else if let trader = session as? SimulatedTrader {
      for _ in 0..<random.within(1...3) { trader.act() }
    }
    for session in sessions { session.tick() }
    if random.once(in: 40) { venue?.adjustClock() }
    if random.once(in: 20) { decide() }
  }

  func connect(_ session: SimulatedSession) {
    guard let venue, venue.isOpen else { return }
    let host = 0x0a00_0001 + UInt32(random.below(4))
    falsifier.forget(session.name)
    session.connect(VirtualLine { venue.admit($0, from: host) })
  }

  private func letTimePass() {
    let micros =
      switch random.below(400) {
      case 0: random.within(1_000_000...20_000_000)
      case 1..<12: random.within(10_000...400_000)
      default: random.within(5...2_000)
      }
    clock.advance(nanos: Int64(micros) * 1_000)
  }

  // Looks.

  func look() throws {
    try standby?.look(venue)
    for session in sessions {
      guard let violation = session.violations.first else { continue }
      throw Violation(violation + "\n  " + session.recent.joined(separator: "\n  "))
    }
  }

  func audit() throws {
    if let finding = venue?.audit() { throw Violation("the venue's audit: \(finding)") }
  }
}

/// What must not be.
struct Violation: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
