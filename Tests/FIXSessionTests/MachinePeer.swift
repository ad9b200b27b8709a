import Conformance
import FIXSession
import FIXWire
import Market

/// The bare machine with its decoder and encoder, as a scenario's counterparty sees it.
struct MachinePeer: ScenarioPeer {
  private let endpoint: Endpoint
  private(set) var now = at(0)

  static let parties = ScenarioParties(venue: "CANGDAN", counterparty: "DLR001")

  init(_ setup: ScenarioSetup) {
    endpoint = Endpoint(
      SessionState(
        side: setup.side, identity: venueIdentity, settings: setup.settings,
        numbers: SessionNumbers(
          epoch: Epoch(rawValue: 1), nextInbound: setup.nextInbound,
          nextOutbound: setup.nextOutbound)))
    endpoint.validates = true
    endpoint.answersOrders = setup.side == .acceptor
    endpoint.unknownUserTags = setup.ignoresUnknownTags ? .ignore : .reject
  }

  mutating func connect() {
    if endpoint.closeReason != nil { _ = endpoint.disconnected() }
    endpoint.connect(now: now)
  }

  mutating func use(second: Bool) {
    preconditionFailure("a bare machine has one line: the scenario says venue")
  }

  mutating func loseLine() { _ = endpoint.disconnected() }

  mutating func send(_ bytes: [UInt8]) {
    endpoint.receive(bytes, now: now)
    endpoint.tick(now: now)
  }

  mutating func next() -> [UInt8]? {
    endpoint.output.isEmpty ? nil : endpoint.output.removeFirst()
  }

  mutating func isClosed() -> Bool { endpoint.closeReason != nil }

  mutating func pass(until end: Instant) {
    while endpoint.output.isEmpty && endpoint.closeReason == nil && now < end {
      now = min(end, max(now, endpoint.session.deadline))
      endpoint.tick(now: now)
    }
  }

  mutating func logOut() { endpoint.requestLogout(.shutdown, .shutdown, now: now) }

  mutating func report(_ clOrdID: String) { endpoint.send(clOrdID, now: now) }
}
