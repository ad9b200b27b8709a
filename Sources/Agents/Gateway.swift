import FIXSession
import Linux
public import Market
import Memory
import Records
public import Rings
public import Storage
import Transport

/// The gateway: reads sockets, runs the sessions, publishes commands, makes messages of events.
///
/// One duty cycle is `read` (sockets to commands) and `write` (events to sockets); where gateway and
/// engine share a thread, the engine works between the two, so that an answer leaves in the cycle in
/// which its question came. Owner: the gateway's thread.
public struct Gateway: ~Copyable {
  var tools: GatewayTools
  var poller: Poller
  /// Places of the poller that the last wait has found ready and nobody has looked at.
  private var readyCount = 0
  let parking: Parking
  var handovers: RingConsumer
  var reader: EventReader
  let events: EventLog
  /// By SessionID; nil where the session belongs to somebody else.
  var slots: [SessionSlot?]
  /// Sessions with a connection.
  var connected: [SessionSlot] = []
  /// Sessions to which the operator has done something that is still to be performed.
  var demanding: [SessionSlot] = []
  /// Those of them whose session another connection claims.
  var challenged: [SessionSlot] = []
  var isShuttingDown = false
  /// When the sessions' clocks are looked at next.
  var nextTimers = Instant.none

  /// The poller's token of the waker; a session's token is its number.
  static var wakerToken: UInt64 { .max }
  /// How often the sessions' clocks are looked at.
  static var timerNanos: Int64 { 10_000_000 }

  public init(
    tools: consuming GatewayTools, sessions: [GatewaySessionSetup], events: EventLog,
    handovers: consuming RingConsumer, parking: Parking
  ) throws(AgentError) {
    let poller = try system { () throws(SystemError) in try Poller(capacity: 512) }
    try system { () throws(SystemError) in
      try poller.add(parking.waker.rawDescriptor, token: Self.wakerToken, interest: .readable)
    }
    let from = sessions.map(\.servedEnd).min() ?? events.committedPosition
    guard let reader = events.makeReader(from: from) else {
      preconditionFailure("the event log has room for its gateway")
    }
    var tools = tools
    for setup in sessions where tools.store.epoch(of: setup.session) < setup.numbers.epoch {
      tools.store.begin(setup.numbers.epoch, of: setup.session)
    }
    let last = sessions.map(\.session.rawValue).max() ?? 0
    slots = Array(repeating: nil, count: Int(last) + 1)
    for setup in sessions {
      let slot = SessionSlot(setup, tools.counters)
      slots[Int(setup.session.rawValue)] = slot
      if setup.demandedEpoch > setup.numbers.epoch { demanding.append(slot) }
    }
    tools.startEnd = events.committedPosition
    self.tools = tools
    self.poller = poller
    self.parking = parking
    self.handovers = handovers
    self.reader = reader
    self.events = events
  }

  /// Sessions that are logged on.
  public var loggedOnCount: Int { connected.count { $0.session.state.isLoggedOn } }

  /// Sessions with a connection.
  public var connectionCount: Int { connected.count }

  /// From the sockets to the command ring. Returns the amount of work.
  public mutating func read(now: Instant) throws(AgentError) -> Int {
    // Who has closed the old line may be back on a new one, and the old one's end is read before.
    let areBack = !handovers.isEmpty
    if readyCount == 0 || areBack { try wait(milliseconds: 0) }
    shareCycle()
    var work = 0
    for slot in connected where slot.hasBacklog { work += slot.read(&tools, now: now) }
    work += readSockets(now: now)
    if areBack {
      closeEnded(now: now)
      work += attachConnections(now: now)
    }
    if now >= nextTimers { work += runTimers(now: now) }
    tools.port.publish()
    return work
  }

  /// From the committed events to the sockets. Returns the amount of work.
  public mutating func write(now: Instant) throws(AgentError) -> Int {
    var work = try serveEvents(now: now)
    work += try catchUp(now: now)
    for slot in connected where slot.session.resend != nil {
      try slot.session.resendSlice(&tools, now: now)
      work += 1
    }
    flush(now: now)
    closeEnded(now: now)
    tools.port.publish()
    return work
  }

  /// Sleeps until a socket, another agent or a session's clock wants something; the next `read` takes
  /// what has come, at the time that it is then.
  ///
  /// The caller has called `parking.prepareToSleep()` and found no work since.
  public mutating func sleep(now: Instant, milliseconds: Int) throws(AgentError) {
    let untilTimer = (nextTimers.nanoseconds - now.nanoseconds) / 1_000_000 + 1
    let hasTimers = !connected.isEmpty || isShuttingDown
    let timeout = hasTimers ? max(0, min(Int(untilTimer), milliseconds)) : milliseconds
    try wait(milliseconds: CInt(timeout))
  }

  /// Asks every session to log out; `connectionCount` falls to zero, at the latest after 10 s.
  public mutating func beginShutdown(now: Instant) {
    isShuttingDown = true
    for slot in connected {
      let actions = slot.session.state.requestLogout(
        .shutdown, text: .closing(.shutdown), now: now)
      slot.session.perform(actions, &tools, now: now)
    }
    flush(now: now)
  }

  private mutating func wait(milliseconds: CInt) throws(AgentError) {
    do throws(SystemError) {
      readyCount = try poller.wait(timeoutMilliseconds: milliseconds)
    } catch { throw .system(error) }
  }

  /// Says how many messages each session may have processed in this duty cycle.
  ///
  /// A session whose socket is ready and that has a backlog counts once: alone, it has the whole cycle
  /// (benchmark wire).
  private func shareCycle() {
    var busy = connected.count { $0.hasBacklog }
    for index in 0..<readyCount {
      if let slot = slot(of: poller.ready(index).token), !slot.hasBacklog { busy += 1 }
    }
    let share = GatewayLimits.allowance(busy: busy)
    for slot in connected { slot.allowance = share }
  }

  /// The session of a token of the poller; nil for the waker's.
  private func slot(of token: UInt64) -> SessionSlot? {
    token == Self.wakerToken ? nil : slots[Int(token)]
  }

  private mutating func readSockets(now: Instant) -> Int {
    var work = 0
    for index in 0..<readyCount {
      guard let slot = slot(of: poller.ready(index).token) else { continue }
      work += 1 + slot.read(&tools, now: now)
    }
    readyCount = 0
    return work
  }

  private mutating func flush(now: Instant) {
    for slot in connected where !slot.session.outbound.isEmpty {
      watch(slot, write: !slot.flush(now: now))
    }
  }

  /// Has the poller report room to write where there was none.
  private mutating func watch(_ slot: SessionSlot, write: Bool) {
    guard slot.watchesWrite != write, let connection = slot.socket.take() else { return }
    let interest: Poller.Interest = write ? [.readable, .writable] : .readable
    let token = UInt64(slot.session.setup.session.rawValue)
    do throws(SystemError) {
      try poller.modify(connection.rawDescriptor, token: token, interest: interest)
      slot.watchesWrite = write
    } catch {
      slot.session.peerHasClosed = true
    }
    slot.socket = consume connection
  }
}
