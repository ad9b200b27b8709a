import FIXSession
import Linux
public import Market
public import MarketData
import Memory
import Records
public import Rings
public import Storage
import Transport

/// The gateway: reads sockets, runs the sessions, publishes commands, makes messages of events.
///
/// One duty cycle is `read` (sockets to commands) and `write` (events to sockets); where gateway and
/// engine share a thread, the engine works between the two, so that an answer leaves in the cycle in
/// which its question came. The publisher is a second one, with the sessions that look on (`SessionHost`).
/// Owner: the gateway's thread, or the publisher's.
public struct Gateway: ~Copyable {
  var tools: GatewayTools
  var poller: Poller
  /// Places of the poller that the last wait has found ready and nobody has looked at.
  private var readyCount = 0
  let parking: Parking
  var handovers: RingConsumer
  var reader: EventReader
  /// Reads for sessions that are late what they have missed.
  var late: EventReader
  let events: EventLog
  /// By SessionID; nil where the session belongs to somebody else.
  var slots: [SessionSlot?]
  /// Which of them have work.
  var turns: SessionTurns
  /// The sessions with drop copies, by number.
  let feeds: [UInt32]
  /// Sessions that had something to catch up with in the last duty cycle: each has its share of the next one.
  var lateCount = 0
  /// Sessions that were told of past trades in it: the same.
  var askingCount = 0
  /// Connections that have ended, and wait for their peers.
  var lingering = LingeringLines()
  /// Sessions that are logged on.
  public internal(set) var loggedOnCount = 0
  /// Sessions with a connection.
  public internal(set) var connectionCount = 0
  var isShuttingDown = false
  /// When the sessions' clocks are looked at next.
  var nextTimers = Instant.none
  let resends: ResendSetup
  /// Market data; nil where none of the sessions takes any.
  let market: MarketDesk?
  var budget = ResendBudget()
  /// When the duty cycle began, and whether it has read anything.
  private(set) var cycleStart = Instant.none
  private var hasRead = false

  /// The poller's token of the waker; a session's token is its number.
  static var wakerToken: UInt64 { .max }
  /// How often the sessions' clocks are looked at, and how long somebody waits at most for what no event
  /// tells of.
  static var timerNanos: Int64 { 10_000_000 }

  public init(
    tools: consuming GatewayTools, sessions: [GatewaySessionSetup], events: EventLog,
    handovers: consuming RingConsumer, parking: Parking, resends: ResendSetup,
    board: consuming MarketBoard? = nil
  ) throws(AgentError) {
    let poller = try system { () throws(SystemError) in try Poller(capacity: 512) }
    try system { () throws(SystemError) in
      try poller.add(parking.waker.rawDescriptor, token: Self.wakerToken, interest: .readable)
    }
    let from = sessions.map(\.servedEnd).min() ?? events.committedPosition
    guard let reader = events.makeReader(from: from), let late = events.makeReader(from: from)
    else {
      preconditionFailure("the event log has room for its gateway")
    }
    var tools = tools
    do throws(StorageError) { try tools.store.begin() } catch { throw .storage(error) }
    for setup in sessions where tools.store.epoch(of: setup.session) < setup.numbers.epoch {
      tools.store.begin(setup.numbers.epoch, of: setup.session)
    }
    let last = sessions.map(\.session.rawValue).max() ?? 0
    let market = try MarketDesk.make(board, sessions: Int(last), events, to: from)
    slots = Array(repeating: nil, count: Int(last) + 1)
    turns = SessionTurns(capacity: slots.count)
    feeds = sessions.filter(\.role.getsCopies).map(\.session.rawValue)
    for setup in sessions {
      let slot = SessionSlot(setup, tools.counters)
      slots[Int(slot.number)] = slot
      slot.isDemanding = setup.demandedEpoch > setup.numbers.epoch
      if slot.isDemanding { turns.touched.append(slot.number) }
      slot.session.goOn(from: setup, events, &tools)
    }
    tools.note(events)
    self.market = market
    self.tools = tools
    self.poller = poller
    self.parking = parking
    self.resends = resends
    self.handovers = handovers
    self.reader = reader
    self.late = late
    self.events = events
  }

  /// From the sockets to the command ring. Returns the amount of work.
  public mutating func read(now: Instant) throws(AgentError) -> Int {
    cycleStart = now
    if readyCount == 0 { try wait(milliseconds: 0) }
    let ready = noteReady()
    var work = readSockets(now: now)
    work += attachConnections(now: now)
    if now >= nextTimers { work += runTimers(now: now) }
    tools.port.publish()
    hasRead = work > 0
    return ready + work
  }

  /// From the committed events to the sockets. Returns the amount of work.
  public mutating func write(now: Instant) throws(AgentError) -> Int {
    var work = try serveEvents(now: now)
    work += try serveTouched(now: now)
    work += serveResends(now: now, isBusy: hasRead || work > 0)
    tools.port.publish()
    return work
  }

  /// Sleeps until a socket, another agent or a session's clock wants something; the next `read` takes
  /// what has come, at the time that it is then.
  ///
  /// The caller has called `parking.prepareToSleep()` and found no work since.
  public mutating func sleep(now: Instant, milliseconds: Int) throws(AgentError) {
    var due = max(nextTimers, turns.timers.first ?? .distantFuture)
    if turns.isWaiting || lingering.count > 0 {
      due = min(due, now.adding(nanoseconds: Self.timerNanos))
    }
    let untilDue = (due.nanoseconds - now.nanoseconds) / 1_000_000 + 1
    try wait(milliseconds: CInt(max(0, min(untilDue, Int64(milliseconds)))))
  }

  /// Asks every session to log out; `connectionCount` falls to zero, at the latest after 10 s.
  public mutating func beginShutdown(now: Instant) {
    isShuttingDown = true
    for case let slot? in slots where slot.session.isConnected {
      let actions = slot.session.state.requestLogout(
        .shutdown, text: .closing(.shutdown), now: now)
      slot.session.perform(actions, &tools, now: now)
      slot.relieve(&tools, now: now)
      turns.touched.append(slot.number)
    }
  }

  /// Puts down where all sessions stand: the end in order, with nothing done behind it.
  public mutating func end() throws(AgentError) {
    var numbers: [SessionNumber] = []
    for case let slot? in slots {
      let state = slot.session.state.numbers
      numbers.append(
        SessionNumber(
          session: slot.session.setup.session, epoch: state.epoch,
          nextOutbound: state.nextOutbound))
    }
    do throws(StorageError) { try tools.store.end(with: numbers) } catch { throw .storage(error) }
  }

  private mutating func wait(milliseconds: CInt) throws(AgentError) {
    do throws(SystemError) {
      readyCount = try poller.wait(timeoutMilliseconds: milliseconds)
    } catch { throw .system(error) }
  }

  /// Enrols the sessions whose sockets are ready; how many.
  private mutating func noteReady() -> Int {
    var count = 0
    for index in 0..<readyCount {
      let token = poller.ready(index).token
      if token == Self.wakerToken { continue }
      if token >= Self.lingeringToken {
        turnLingering(token)
        continue
      }
      turns.readable(UInt32(token))
      count += 1
    }
    readyCount = 0
    return count
  }

  /// Gives each session that has something its turn, with its share of this duty cycle; how many messages
  /// were processed.
  private mutating func readSockets(now: Instant) -> Int {
    let share = GatewayLimits.allowance(busy: turns.busyCount)
    let (first, then) = (turns.blocked.count, turns.reading.count)
    var work = 0
    for _ in 0..<first { work += read(turns.blocked.removeFirst(), share, now: now) }
    for _ in 0..<then { work += read(turns.reading.removeFirst(), share, now: now) }
    return work
  }

  /// One session's turn.
  private mutating func read(_ session: UInt32?, _ share: Int, now: Instant) -> Int {
    guard let session, let slot = slots[Int(session)] else { return 0 }
    slot.allowance = share
    let count = slot.read(&tools, now: now)
    turns.touched.append(session)
    if slot.hasBacklog {
      if count > 0 { turns.reading.append(session) } else { turns.blocked.append(session) }
    }
    return count
  }
}
