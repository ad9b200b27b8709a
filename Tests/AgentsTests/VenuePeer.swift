import Conformance
import FIXSession
import Market

@testable import Agents

/// A whole venue in one thread on a clock of the scenario's own: doorkeeper, gateway, engine, commits
/// and session store. What is in play takes no time; time passes where the scenario lets it pass.
struct VenuePeer: ScenarioPeer {
  /// How the bytes come to the doorkeeper.
  enum Line: CaseIterable {
    /// A pair of sockets, handed to it.
    case memory
    /// A connection through the listener.
    case loopback

    /// Duty cycles without a byte after which nothing more will come before time passes.
    var quietCycles: Int {
      switch self {
      case .memory: 4
      case .loopback: 25
      }
    }
  }

  static let parties = ScenarioParties(venue: "VENUE", counterparty: "BUYER")
  /// How much time one duty cycle takes while time passes.
  static let stepNanos: Int64 = 100_000_000

  private let folder = TemporaryFolder()
  private let venue: TestVenue
  private let line: Line
  private var client: TestClient?
  private var taken = 0
  /// The connection that is not in use, and what of it has been taken.
  private var other: (client: TestClient?, taken: Int) = (nil, 0)
  private var isSecond = false

  init(_ setup: ScenarioSetup, over line: Line, role: SessionRole = .dealer) throws {
    self.line = line
    venue = try TestVenue(folder.path) { _, _ in
    } setup: { name, session in
      guard name == Self.parties.counterparty else { return }
      session.role = role
      session.settings = setup.settings
      session.cancelOnDisconnect = setup.cancelOnDisconnect
      session.throttle = setup.throttle
      session.ownTags = setup.ownTags
      session.rejectsUnknownTags = !setup.ignoresUnknownTags
      session.numbers.nextInbound = setup.nextInbound
      session.numbers.nextOutbound = setup.nextOutbound
    }
    let fraction = venue.now.nanoseconds % 1_000_000_000
    venue.cycle(nanoseconds: 1_000_000_000 - fraction)
  }

  var now: Instant { venue.now }

  mutating func connect() throws {
    let name = Self.parties.counterparty
    switch line {
    case .memory: client = TestClient(name, inMemory: venue)
    case .loopback: client = try TestClient(name, venue)
    }
    taken = 0
    settle()
  }

  mutating func use(second: Bool) throws {
    guard second != isSecond else { return }
    isSecond = second
    let parked = (client, taken)
    (client, taken) = other
    other = parked
    if client == nil { try connect() }
  }

  mutating func loseLine() {
    client?.disconnect()
    settle()
  }

  mutating func send(_ bytes: [UInt8]) { client?.sendRaw(bytes) }

  mutating func next() -> [UInt8]? {
    if !hasMessage { settle() }
    guard let client, hasMessage else { return nil }
    taken += 1
    return client.frames[taken - 1]
  }

  mutating func isClosed() -> Bool {
    settle()
    return client?.isClosed ?? true
  }

  mutating func pass(until end: Instant) {
    settle()
    while venue.now < end && !hasMessage && client?.isClosed == false {
      let left = end.nanoseconds - venue.now.nanoseconds
      venue.cycle(nanoseconds: min(Self.stepNanos, left))
      client?.receive()
    }
  }

  /// Another firm takes the order.
  mutating func report(_ clOrdID: String) throws {
    let seller = try TestClient("SELLER", venue)
    seller.send("35=A|98=0|108=30|141=Y|")
    seller.send(
      "35=D|11=FOR \(clOrdID)|55=CU|54=2|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|")
    let fill = venue.expect(seller, "150=F", cycles: 20_000, cycleNanos: 0)
    precondition(fill != nil, "the oldest order rests at that price")
    seller.disconnect()
    settle()
  }

  mutating func logOut() { venue.beginShutdown() }

  private var hasMessage: Bool { taken < client?.frames.count ?? 0 }

  /// Runs duty cycles until there is a message or nothing moves any more.
  private func settle() {
    var quiet = 0
    while quiet < line.quietCycles && !hasMessage {
      client?.flush()
      other.client?.flush()
      venue.cycle(nanoseconds: 0)
      client?.receive()
      quiet += 1
    }
  }
}
