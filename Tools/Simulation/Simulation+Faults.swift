import Market

/// What goes wrong.
extension Simulation {
  func fault(at step: Int) throws {
    let kinds = FaultKind.allCases.filter {
      plan.faults.contains($0) && (standby != nil || !$0.isOfStandby)
    }
    guard !kinds.isEmpty else { return }
    let kind = random.one(of: kinds)
    // The heavy ones are rarer.
    if [.kill, .powerLoss, .restart, .fullDisk].contains(kind), !random.once(in: 2) { return }
    outcome.faults[kind, default: 0] += 1
    let session = random.one(of: sessions)
    switch kind {
    case .cut: session.line?.cut(keeping: kept(of: session.line))
    case .secondConnection: leave(session)
    case .slowReader:
      slowUntil[random.below(slowUntil.count)] = step + random.within(50...600)
    case .skippedNumber: session.skipNumber()
    case .resendOfAll: session.askForAll()
    case .forgetfulPeer: forget(session)
    case .logout: session.logOut()
    case .repeatedAnswer: random.one(of: institutions).repeatAnswer()
    case .recorderKill: books?.kill()
    case .garbage: rowdy.act(venue)
    case .stalledAgent:
      stalledUntil[random.below(stalledUntil.count)] = step + random.within(20...300)
    case .clockJump: clock.jump(nanos: Int64(random.within(-5_000...5_000)) * 1_000_000)
    case .timeLeap: clock.advance(nanos: Int64(random.within(1...90)) * 1_000_000_000)
    case .fullDisk:
      disk.isFull = true
      roomFrom = step + random.within(20...200)
    case .restart: try restart(at: step)
    case .kill: stop(losingPower: false, at: step)
    case .powerLoss: stop(losingPower: true, at: step)
    case .linkCut: standby?.cutLink()
    case .followerKill: standby?.killFollower(losingPower: false, at: step)
    case .followerPowerLoss: standby?.killFollower(losingPower: true, at: step)
    case .promotion: try promote(at: step)
    }
    if step >= roomFrom { disk.isFull = false }
  }

  private func kept(of line: VirtualLine?) -> Int {
    random.within(0...max(0, line?.inbound.count ?? 0))
  }

  /// The counterparty is gone from its line, and the venue does not know.
  private func leave(_ session: SimulatedSession) {
    guard session.isActive, let line = session.abandon() else { return }
    abandoned.append(line)
    connect(session)
  }

  private func forget(_ session: SimulatedSession) {
    if session is SimulatedTrader { session.forget(random.within(1...20)) }
  }

  /// Stops the process, or the machine: now, or within one of the next calls about files.
  private func stop(losingPower: Bool, at step: Int) {
    stopIsPowerLoss = losingPower
    if venue == nil || random.once(in: 2) {
      disk.callsUntilStop = random.within(0...40)
    } else {
      freezeLines()
      endProcess(losingPower: losingPower, at: step)
    }
  }

  /// What the venue has sent until now is all that it has sent.
  func freezeLines() {
    for session in sessions where session.line?.isOfOldVenue == false { session.line?.freeze() }
  }

  /// The process is gone, or the machine is.
  func endProcess(losingPower: Bool, at step: Int) {
    venue = nil
    disk.processEnded()
    if losingPower {
      books?.kill()
      disk.losePower(random.one(of: VirtualDisk.Loss.allCases), &random)
    }
    for session in sessions where session.line?.isOfOldVenue == false {
      session.line?.cut(keeping: kept(of: session.line))
    }
    abandoned = []
    rowdy.disconnected()
    stalledUntil = stalledUntil.map { _ in 0 }
    clock.advance(nanos: Int64(random.within(1...5_000)) * 1_000_000)
    startsAt = step + random.within(1...60)
  }

  /// The end in order, and a start.
  private func restart(at step: Int) throws {
    guard venue != nil else { return }
    try shutDown()
    startsAt = step + random.within(1...60)
  }

  /// Ends the venue in order: everybody is logged out, everything is on the disk.
  func shutDown() throws {
    venue?.beginShutdown()
    for _ in 0..<2_000 {
      guard let venue, venue.connectionCount > 0 || venue.hasWork else { break }
      try cycle()
    }
    guard let ended = venue else { return }
    // With a full disk commands may wait for room that nobody makes, and for a follower while the other machine still
    // takes itself for the venue: then it is killed.
    let isDone = ended.connectionCount == 0 && !ended.hasWork
    let mayWait = disk.isFull || standby?.old != nil
    if !isDone && !mayWait { throw Violation("the venue does not end") }
    do {
      endDigest = ended.digest()
      if isDone { try disk.watch { try ended.end() } }
    } catch {
      if !disk.isStopped && !disk.isFull { throw Violation("no end in order: \(error)") }
    }
    freezeLines()
    endProcess(losingPower: disk.isStopped && stopIsPowerLoss, at: outcome.steps)
  }

  /// A duty cycle of everybody, with all bytes on their way.
  func cycle() throws {
    clock.advance(nanos: 10_000_000)
    for agent in Agent.allCases + [.engine, .committer, .gatewayWrite, .publisherWrite] {
      guard let venue else { return }
      do {
        _ = try disk.watch { try venue.step(agent, maySyncInline: false) }
      } catch {
        if !disk.isStopped { throw Violation("\(agent) ends the process: \(error)") }
      }
      if disk.isStopped { return endProcess(losingPower: stopIsPowerLoss, at: outcome.steps) }
    }
    try runWholeStandby()
    for session in sessions {
      guard let line = session.line else { continue }
      _ = line.deliver(8_192)
      line.collect()
      receive(session, line, most: 65_536)
    }
    for session in sessions { session.tick() }
    try look()
  }
}
