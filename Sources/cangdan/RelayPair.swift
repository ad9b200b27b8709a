import Linux
import Market
import Memory
import Tap
import TradeClient
import Transport

/// An engine and its line to the venue.
struct RelayPair: ~Copyable {
  private static var engineToken: UInt64 { 2 }
  private static var venueToken: UInt64 { 3 }
  /// For an engine that does not take what the venue has said before it went, nanoseconds.
  private static var farewellNanos: Int64 { 5_000_000_000 }

  private let engine: Connection
  private let venue: Connection
  private var relay = Relay()
  private var engineInterest = Poller.Interest.readable
  private var venueInterest = Poller.Interest.readable
  private var isVenueWatched = true
  private var hasEngineEnded = false
  private var hasVenueEnded = false
  /// When the venue has gone: how long its last words are kept for the engine.
  private var endsAt = Instant.distantFuture

  init(
    _ engine: consuming Connection, _ venue: consuming Connection, _ poller: borrowing Poller
  ) throws(SystemError) {
    self.engine = engine
    self.venue = venue
    try poller.add(self.engine.rawDescriptor, token: Self.engineToken, interest: .readable)
    try poller.add(self.venue.rawDescriptor, token: Self.venueToken, interest: .readable)
  }

  /// Nothing more can be handed on.
  var isOver: Bool {
    hasEngineEnded || relay.isDamaged
      || hasVenueEnded && (relay.toEngine.isEmpty || RealTime.now() >= endsAt)
  }

  /// What was wrong with the line to the venue.
  var problem: String? {
    relay.isDamaged
      ? "what the venue has sent is no LZ4 frame, or a damaged one: the engine logs on again" : nil
  }

  var summary: String {
    let side = hasVenueEnded ? "the venue" : "the engine"
    let figures = relay.fromVenue.figures.text
    return relay.isFramed
      ? "\(side) has closed: \(figures)"
      : "\(side) has closed: \(figures), not compressed by the venue"
  }

  /// Moves what can be moved, and waits for the rest.
  mutating func move(_ poller: borrowing Poller) throws(SystemError) {
    var hasMoved = true
    while hasMoved, !relay.isDamaged {
      let isRead = readEngine() || readVenue()
      relay.advance()
      let isWritten = write()
      hasMoved = isRead || isWritten
    }
    try watch(poller)
  }

  func leave(_ poller: borrowing Poller) throws(SystemError) {
    try poller.remove(engine.rawDescriptor)
    if isVenueWatched { try poller.remove(venue.rawDescriptor) }
  }

  private mutating func readEngine() -> Bool {
    guard !hasEngineEnded, relay.fromEngine.freeBytes > 0 else { return false }
    if relay.fromEngine.writableCount == 0 { relay.fromEngine.compact() }
    switch engine.receive(into: &relay.fromEngine) {
    case .moved: return true
    case .wouldBlock: return false
    case .ended:
      hasEngineEnded = true
      return false
    }
  }

  private mutating func readVenue() -> Bool {
    guard !hasVenueEnded, relay.fromVenue.wire.freeBytes > 0 else { return false }
    switch venue.receive(into: &relay.fromVenue) {
    case .moved: return true
    case .wouldBlock: return false
    case .ended:
      hasVenueEnded = true
      endsAt = RealTime.now().adding(nanoseconds: Self.farewellNanos)
      return false
    }
  }

  private mutating func write() -> Bool {
    var hasMoved = false
    while !relay.toVenue.isEmpty, !hasVenueEnded,
      case .moved = venue.send(from: &relay.toVenue)
    { hasMoved = true }
    while !relay.toEngine.isEmpty, !hasEngineEnded {
      switch engine.send(from: &relay.toEngine) {
      case .moved: hasMoved = true
      case .wouldBlock: return hasMoved
      case .ended: hasEngineEnded = true
      }
    }
    return hasMoved
  }

  /// Who is not read since there is no room is not watched for more.
  private mutating func watch(_ poller: borrowing Poller) throws(SystemError) {
    var engineWants: Poller.Interest = []
    if relay.fromEngine.freeBytes > 0 && !hasEngineEnded { engineWants.insert(.readable) }
    if !relay.toEngine.isEmpty { engineWants.insert(.writable) }
    if engineWants != engineInterest {
      engineInterest = engineWants
      try poller.modify(
        engine.rawDescriptor, token: Self.engineToken, interest: engineWants)
    }
    if isVenueWatched, hasVenueEnded {
      isVenueWatched = false
      try poller.remove(venue.rawDescriptor)
    }
    guard isVenueWatched else { return }
    var venueWants: Poller.Interest = []
    if relay.fromVenue.wire.freeBytes > 0 { venueWants.insert(.readable) }
    if !relay.toVenue.isEmpty { venueWants.insert(.writable) }
    if venueWants != venueInterest {
      venueInterest = venueWants
      try poller.modify(venue.rawDescriptor, token: Self.venueToken, interest: venueWants)
    }
  }
}
