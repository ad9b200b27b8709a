import FIXSession
import Market
import MarketCore
import MarketData
import OrderEntry
import Rings
import Storage

@testable import Agents

/// What a gateway of a test's venue has for itself.
struct GatewayEnds: ~Copyable {
  let commands: RingProducer
  let handovers: RingConsumer
  let passwords: PasswordPort
  let store: SessionStore
  let notices: RingProducer
  let origins: Origins
}

/// What both share.
struct GatewayContext {
  let events: EventLog
  let counters: CounterFile
  let intake: Intake
  let parking: Parking
  let spareBuffers: Int
  let positionBlocks: Int
  let clock: @Sendable () -> Instant
}

/// Gateway and publisher of a test's venue, and where their sessions go on.
extension TestVenue {
  /// Who serves which session: by `roles`, else by the log; a new session is a dealer's.
  static func hosts(
    _ roles: [String: SessionRole], _ venue: borrowing Venue
  ) -> [SessionID: SessionHost] {
    var hosts: [SessionID: SessionHost] = [:]
    for (place, name) in sessions.enumerated() {
      let session = SessionID(rawValue: UInt32(place + 1))
      hosts[session] = (roles[name] ?? venue.session(session)?.role ?? .dealer).host
    }
    return hosts
  }

  static func store(
    _ host: SessionHost, _ lock: borrowing StorageDirectory, _ log: borrowing CommandLog,
    _ hosts: [SessionID: SessionHost], _ venue: borrowing Venue
  ) throws -> SessionStore {
    var store = try SessionStore.open(
      in: lock, of: log, sessions: [],
      options: SessionStoreOptions(part: host == .gateway ? .gateway : .publisher, capacity: 16))
    for session in hosts.keys where hosts[session] == host {
      let latest = venue.session(session).map { max($0.epoch, Epoch(rawValue: 1)) }
      try store.recover([session]) { _ in latest }
    }
    if host == .publisher { try lock.didRecover() }
    return store
  }

  static func setup(
    _ session: SessionID, _ name: String, _ venue: borrowing Venue,
    _ store: borrowing SessionStore, _ evidence: SessionPlace.Evidence
  ) -> GatewaySessionSetup {
    let identity = SessionIdentity(compID: compID("VENUE"), peerCompID: compID(name))
    var setup =
      if let view = venue.session(session) {
        entitled(
          GatewaySessionSetup(
            view, identity: identity, place: SessionPlace(view, store, evidence)), venue)
      } else {
        GatewaySessionSetup(
          session: session, role: .dealer, identity: identity, numbers: .first)
      }
    setup.settings.sendingTimeAccuracy = 0
    return setup
  }

  private static func entitled(
    _ setup: GatewaySessionSetup, _ venue: borrowing Venue
  ) -> GatewaySessionSetup {
    var setup = setup
    setup.entitlements = venue.entitlements(of: setup.session)
    setup.trades = venue.tradeRequest(of: setup.session)
    return setup
  }

  static func gateway(
    _ host: SessionHost, _ sessions: [GatewaySessionSetup], _ ends: consuming GatewayEnds,
    _ shared: GatewayContext, loader: Parking?, board: consuming MarketBoard? = nil
  ) throws -> Gateway {
    var tools = GatewayTools(
      serving: host, dictionary: dictionary,
      port: CommandPort(ends.commands, engine: shared.parking), passwords: ends.passwords,
      store: ends.store, notices: NoticeWriter(ends.notices), firmCodes: firmCodes,
      marketUTCOffsetSeconds: 28_800, counters: shared.counters, intake: shared.intake,
      spareBuffers: shared.spareBuffers, positionBlocks: shared.positionBlocks)
    tools.origins = ends.origins
    return try Gateway(
      tools: tools, sessions: sessions, events: shared.events, handovers: ends.handovers,
      parking: shared.parking, resends: ResendSetup(clock: shared.clock, loader: loader),
      board: board)
  }
}
