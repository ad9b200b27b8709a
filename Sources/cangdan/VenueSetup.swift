import Agents
import FIX44
import FIXSession
import FIXWire
import Glibc
import Linux
import Market
import MarketCore
import MarketData
import MarketDefinition
import Memory
import Operations
import OrderEntry
import Rings
import Storage
import Transport

/// From the definition and the logs to what gateway and doorkeeper are told.
struct VenueSetup {
  let definition: Definition
  let index: ReferenceIndex

  /// When its instruments change their phases, and its sessions their hours.
  var phasePlan: PhasePlan { PhasePlan(definition: definition, index: index) }
  var sessionPlan: SessionPlan { SessionPlan(definition: definition, index: index) }

  /// What has phases change when it is time.
  func calendar(_ settings: ServeSettings, scheduled: ScheduledPhases) -> CalendarWatch {
    CalendarWatch(
      phasePlan, of: definition.venue, isFollowed: settings.followsCalendar, scheduled: scheduled)
  }

  /// Every session, where it left off.
  func sessions(_ start: borrowing VenueStart) -> [GatewaySessionSetup] {
    var setups: [GatewaySessionSetup] = []
    for session in definition.sessions {
      guard let id = index.session(session.key), let view = start.engine.venue.session(id) else {
        continue
      }
      var setup = setup(session, view, start.place(of: view))
      setup.entitlements = start.engine.venue.entitlements(of: id)
      setup.trades = start.engine.venue.tradeRequest(of: id)
      setups.append(setup)
    }
    return setups
  }

  /// Where the messages come from that drop copies show: every session that the log has.
  func origins(_ start: borrowing VenueStart) -> Origins {
    let count = start.engine.venue.sessionCount
    var origins = Origins(capacity: Int(count))
    for number in 1..<(count + 1) {
      let id = SessionID(rawValue: number)
      guard let view = start.engine.venue.session(id) else { continue }
      origins.set(
        Origins.Origin(compID: view.compID, firm: view.firm, role: view.role), of: id)
    }
    return origins
  }

  private func setup(
    _ session: SessionDefinition, _ view: SessionView, _ place: SessionPlace
  ) -> GatewaySessionSetup {
    let identity = SessionIdentity(
      compID: definition.venue.compID, peerCompID: session.compID, peerSubID: session.subID)
    var setup = GatewaySessionSetup(view, identity: identity, place: place)
    let policies = session.policies
    setup.settings.leastHeartBtInt = UInt32(policies.heartBtInt.lowerBound)
    setup.settings.mostHeartBtInt = UInt32(policies.heartBtInt.upperBound)
    setup.settings.allowsReset = policies.allowsReset
    setup.settings.usesNextExpectedMsgSeqNum = policies.usesNextExpectedMsgSeqNum
    setup.settings.sendsLastMsgSeqNumProcessed = policies.sendsLastMsgSeqNumProcessed
    setup.ownTags = policies.sendsOwnTags
    setup.rejectsUnknownTags = policies.rejectsUnknownTags
    setup.throttle = policies.throttle
    setup.cancelOnDisconnect = policies.cancelOnDisconnect
    setup.precision = policies.precision
    setup.takeOver = policies.takeOver
    return setup
  }

  /// What is published of the market; nil where none of `sessions` takes market data.
  func board(
    _ start: borrowing VenueStart, for sessions: [GatewaySessionSetup]
  ) -> MarketBoard? {
    guard sessions.contains(where: { $0.role.takesMarketData }) else { return nil }
    // A brand that no FIX field has room for is not told.
    let brands = Dictionary(
      definition.instruments.map { ($0.code.text, Text32($0.brand)) }, uniquingKeysWith: { $1 })
    return MarketBoard(start.engine.venue, firms: index.firmCodes) {
      brands[$0.text] ?? nil
    }
  }

  /// Gateway or publisher, with its own of all `sessions`.
  func gateway(
    _ sessions: [GatewaySessionSetup], _ port: consuming CommandPort,
    _ store: consuming SessionStore, _ ends: consuming GatewayEnds,
    _ context: consuming GatewayContext, board: consuming MarketBoard? = nil
  ) throws(AgentError) -> Gateway {
    var tools = GatewayTools(
      serving: context.host, dictionary: FIX44Dictionary.make(), port: port,
      passwords: ends.doors.passwords, store: store, notices: NoticeWriter(ends.notices),
      firmCodes: firmCodes(),
      marketUTCOffsetSeconds: Int32(definition.venue.calendar.utcOffsetSeconds),
      counters: context.counters, intake: context.intake)
    tools.origins = context.origins
    let host = context.host
    return try Gateway(
      tools: tools, sessions: sessions.filter { $0.role.host == host },
      events: context.events, handovers: ends.doors.handovers, parking: context.parking,
      resends: context.resends, board: board)
  }

  /// Codes of firms, as reports show them.
  private func firmCodes() -> FirmCodes {
    let firms = index.firmCodes
    var codes = FirmCodes(capacity: Int(firms.map { $0.0.rawValue }.max() ?? 0))
    for (firm, code) in firms { codes.set(code, of: firm) }
    return codes
  }

  /// Who may connect: of `sessions`, those that the log has.
  func directory(
    _ sessions: [SessionDefinition], _ credentials: CredentialsFile
  ) throws -> SessionDirectory {
    var directory = SessionDirectory(venue: definition.venue.compID)
    for session in sessions {
      guard let id = index.session(session.key) else { continue }
      let addresses = try session.policies.addresses.map { text in
        guard let address = SocketAddress(text, port: 0) else {
          throw SetupProblem.notAnAddress(text, "session \(session.name)")
        }
        return address
      }
      var entry = SessionDirectory.Entry(
        session: id, addresses: addresses, isEnabled: session.policies.isEnabled)
      entry.credential = credentials.hash(of: session.name)
      entry.passwordTerms = credentials.terms(of: session.name)
      entry.ownTags = session.policies.sendsOwnTags
      entry.transport = session.policies.transport
      entry.certificate = session.policies.certificate
      directory.add(
        entry, compID: session.compID, subID: session.subID)
    }
    return directory
  }

  /// Who keeps the doors, listening at them.
  func doorkeeper(
    _ settings: ServeSettings, _ directory: CurrentDirectory, _ context: CurrentTLSContext?,
    ends: consuming DoorkeeperEnds, counters: CounterFile, gate: StandbyGate
  ) throws -> Doorkeeper {
    let venue = definition.venue
    let listener = try Listener(try listenAddress(port: settings.port ?? venue.port))
    var door: SecureDoor?
    if let context {
      let address = try listenAddress(port: settings.fixs?.port ?? venue.fixsPort)
      door = SecureDoor(listener: try Listener(address), context: context)
    }
    return try Doorkeeper(
      listener: listener, secureDoor: door, directory: directory, ways: ends.ways,
      notices: NoticeWriter(ends.notices), counters: counters, desk: ends.desk, gate: gate)
  }

  /// How a session's new password is kept; not at all where there is no file of them.
  func passwords(_ settings: ServeSettings) -> PasswordChange {
    guard let path = settings.credentials else { return { _, _, _ in nil } }
    let store = CredentialStore(path: path)
    let names = sessionNames
    return { session, shown, next in
      guard let name = names[session] else { return nil }
      return store.replace(shown, by: next, of: name)
    }
  }

  /// Who answers the operator, listening at its socket.
  func administrator(
    _ settings: ServeSettings, _ counters: CounterFile, _ inbox: OperatorInbox,
    _ questions: VenueQuestions
  ) throws -> Administrator<OperatorDesk> {
    let desk = OperatorDesk(
      sessions: sessionCards, firms: index.firmCodes, netting: definition.venue.netting,
      counters: counters, inbox: inbox, questions: questions,
      utcOffsetSeconds: definition.venue.calendar.utcOffsetSeconds)
    let operators = definition.venue.approvals.operators
    return try Administrator(
      listener: try LocalListener(path: settings.adminPath, isOpen: !operators.isEmpty),
      uids: [UInt32(getuid())] + operators, desk: desk)
  }

  /// Who answers `GET /metrics`, where a port for it is named.
  func metricsDoor(
    _ settings: ServeSettings, _ counters: CounterFile, _ clock: SharedClock
  ) throws -> MetricsDoor<VenueMetrics>? {
    guard let port = settings.metricsPort else { return nil }
    return try MetricsDoor(
      port: port, source: VenueMetrics(sessions: sessionCards, counters: counters),
      clock: { clock.now() })
  }

  /// The sessions by their names.
  private var sessionCards: [SessionCard] {
    definition.sessions.compactMap { session in
      index.session(session.key).map { SessionCard(session: $0, definition: session) }
    }
  }

  private func listenAddress(port: UInt16) throws -> SocketAddress {
    let text = definition.venue.address
    guard let address = SocketAddress(text, port: port) else {
      throw SetupProblem.notAnAddress(text, "listen")
    }
    return address
  }

  /// Names of sessions, by number.
  var sessionNames: [SessionID: String] {
    var names: [SessionID: String] = [:]
    for session in definition.sessions {
      if let id = index.session(session.key) { names[id] = session.name }
    }
    return names
  }
}

enum SetupProblem: Error, CustomStringConvertible {
  case notAnAddress(String, String)

  var description: String {
    switch self {
    case .notAnAddress(let text, let place):
      "\(place): '\(text)' is no numeric address like 127.0.0.1 or ::1"
    }
  }
}

extension SessionDefinition {
  var key: ReferenceIndex.SessionKey {
    ReferenceIndex.SessionKey(compID: compID, subID: subID)
  }
}

extension SessionPolicies {
  var precision: TimestampPrecision {
    switch timestampDigits {
    case 9: .nanoseconds
    case 6: .microseconds
    default: .milliseconds
    }
  }
}
