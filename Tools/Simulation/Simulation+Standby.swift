import Agents
import Market
import Storage

/// The venue's second machine: who follows, what becomes of it, and who is the venue.
extension Simulation {
  /// Some of what the second machine does.
  func runStandby(at step: Int) throws {
    guard let standby else { return }
    standby.follower.link.move(random.within(1...random.one(of: [100, 4_000, 64_000])))
    if random.once(in: 2) { try runFollower(at: step) }
    if random.once(in: 2) { try run(.standby, at: step) }
    if standby.old != nil, random.once(in: 3) { try runOldVenue(at: step) }
  }

  /// All that it has to do.
  func runWholeStandby() throws {
    guard let standby else { return }
    for _ in 0..<3 {
      standby.follower.link.move(1 << 20)
      standby.startsAt = 0
      try runFollower(at: outcome.steps)
      standby.follower.link.move(1 << 20)
      for agent in [Agent.standby, .committer] {
        guard let venue else { return }
        _ = try disk.watch { try venue.step(agent, maySyncInline: false) }
        if disk.isStopped { return endProcess(losingPower: stopIsPowerLoss, at: outcome.steps) }
      }
    }
  }

  private func runFollower(at step: Int) throws {
    guard let standby, standby.old == nil, step >= standby.startsAt else { return }
    let follower = standby.follower
    do {
      if !follower.isRunning { try standby.startFollower() }
      _ = try follower.disk.watch {
        try follower.step { connection in
          guard let venue = self.venue else { return false }
          try venue.admit(follower: connection)
          return true
        }
      }
    } catch let violation as Violation {
      throw violation
    } catch {
      if !follower.disk.isStopped { throw Violation("the follower ends: \(error)") }
    }
    if follower.disk.isStopped {
      if let kind = follower.disk.stopKind { outcome.stops["\(kind)", default: 0] += 1 }
      standby.endFollower(losingPower: standby.stopIsPowerLoss, at: step)
    }
  }

  /// The follower is made the venue: the one that there is may be gone, or go on without knowing.
  func promote(at step: Int) throws {
    guard let standby, standby.old == nil, try standby.mayPromote() else { return }
    standby.follower.stop()
    standby.follower.disk.callsUntilStop = nil
    let lives = venue != nil && random.once(in: 2)
    if !lives, venue != nil {
      freezeLines()
      endProcess(losingPower: random.once(in: 2), at: step)
    }
    try standby.promote()
    let (former, next) = (disk, standby.follower.disk)
    disk = next
    disk.stopped = { [weak self] in self?.freezeLines() }
    if lives, let venue {
      former.stopped = { [weak self] in self?.freezeOldLines() }
      former.callsUntilStop = nil
      standby.old = .init(
        venue: venue, disk: former, committed: venue.committedPosition,
        endsAt: step + random.within(10...600))
      for session in sessions { session.line?.isOfOldVenue = true }
      if random.once(in: 2) { try misfollow() }
    }
    venue = nil
    startsAt = step + random.within(1...60)
    stalledUntil = stalledUntil.map { _ in 0 }
    if !lives { standby.follow(on: former, at: step) }
  }

  /// The promoted directory is started as a follower of the old venue, by mistake: it is refused, and the old venue
  /// learns that it is the venue no more.
  private func misfollow() throws {
    guard let standby, let old = standby.old else { return }
    let follower = standby.follower
    do {
      for _ in 0..<200 {
        if !follower.isRunning { try standby.startFollower() }
        clock.advance(nanos: 10_000_000)
        let turn = try follower.disk.watch {
          try follower.step { connection in
            try old.venue.admit(follower: connection)
            return true
          }
        }
        if case .refused = turn {
          follower.stop()
          return
        }
        follower.link.move(1 << 20)
        for agent in [Agent.standby, .committer] {
          _ = try old.disk.watch { try old.venue.step(agent, maySyncInline: false) }
        }
        follower.link.move(1 << 20)
        try standby.look(nil)
      }
    } catch let violation as Violation {
      throw violation
    } catch { throw Violation("a promoted directory does not follow: \(error)") }
    throw Violation("the old venue takes the promoted directory for its follower")
  }

  private func runOldVenue(at step: Int) throws {
    guard let standby, let old = standby.old else { return }
    if old.venue.gate.supersededBy != nil || step >= old.endsAt { return endOldVenue() }
    do {
      _ = try old.disk.watch {
        try old.venue.step(random.one(of: Agent.allCases), maySyncInline: false)
      }
    } catch { throw Violation("the old venue ends: \(error)") }
  }

  /// The old venue's process ends, and its machine follows the new one.
  func endOldVenue() {
    guard let standby, let old = standby.old else { return }
    standby.old = nil
    for session in sessions where session.line?.isOfOldVenue == true {
      session.line?.cut(keeping: 0)
    }
    old.disk.processEnded()
    standby.follow(on: old.disk, at: outcome.steps)
  }

  private func freezeOldLines() {
    for session in sessions where session.line?.isOfOldVenue == true { session.line?.freeze() }
  }

  /// When all has come to rest both machines have the same log.
  func compareLogs() throws {
    guard let standby else { return }
    standby.follower.stop()
    let (own, other) = (try LogEnd(disk.root), try LogEnd(standby.follower.disk.root))
    if own.last != other.last || own.crc != other.crc {
      throw Violation("the log ends with \(own.last), and the follower's with \(other.last)")
    }
  }
}
