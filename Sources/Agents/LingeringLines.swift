import Linux
import Market
import Transport

/// Connections that the venue has ended and whose peers may not have read its last message: nothing is sent on
/// them any more, and what comes is thrown away, until the peer closes too, or a bound is reached. Their
/// sessions are free meanwhile.
///
/// Owner: the gateway's thread.
struct LingeringLines: ~Copyable {
  /// So many at a time; one more is closed at once.
  static var capacity: Int { 64 }
  /// Bytes thrown away for each.
  static var bytesMost: Int { 4 << 20 }
  /// Bytes thrown away at a turn of each.
  static var bytesPerTurn: Int { 1 << 16 }

  /// A class, because move-only parts stand in a list.
  private final class Place {
    var line: Connection?
    var until = Instant.none
    var bytesLeft = 0
  }

  private let places: [Place]
  private(set) var count = 0

  init() { places = (0..<Self.capacity).map { _ in Place() } }

  /// Takes a connection, at a place of which its poller is told; nil where none is free: it is closed.
  mutating func take(_ connection: consuming Connection, until: Instant) -> Int? {
    guard let free = places.firstIndex(where: { $0.until == .none }) else { return nil }
    connection.finishSending()
    let place = places[free]
    place.line = consume connection
    place.until = until
    place.bytesLeft = Self.bytesMost
    count += 1
    return free
  }

  /// The connection at `index` has something, or its end: whether it is over.
  mutating func turn(_ index: Int) -> Bool {
    let place = places[index]
    guard let line = place.line.take() else { return false }
    let outcome = line.discard(Self.bytesPerTurn)
    place.line = consume line
    switch outcome {
    case .moved(let bytes):
      place.bytesLeft -= bytes
      return place.bytesLeft <= 0
    case .wouldBlock: return false
    case .ended: return true
    }
  }

  /// The places whose time has come.
  func due(now: Instant) -> [Int] {
    count == 0 ? [] : places.indices.filter { places[$0].until != .none && places[$0].until <= now }
  }

  /// Lets go of the connection at `index`.
  mutating func remove(_ index: Int) -> Connection? {
    guard let line = places[index].line.take() else { return nil }
    places[index].until = .none
    count -= 1
    return line
  }
}

extension Gateway {
  /// The poller's tokens of lingering lines begin here; those of sessions are below.
  static var lingeringToken: UInt64 { 1 << 32 }

  /// Gives the peer of a connection that the venue ends the time to read its last message.
  mutating func linger(_ connection: consuming Connection, now: Instant) {
    let raw = connection.rawDescriptor
    let until = now.adding(nanoseconds: GatewayLimits.closingNanos)
    guard let index = lingering.take(connection, until: until) else { return }
    do throws(SystemError) {
      try poller.add(raw, token: Self.lingeringToken + UInt64(index), interest: .readable)
    } catch {
      _ = lingering.remove(index)
    }
  }

  /// One of these has something.
  mutating func turnLingering(_ token: UInt64) {
    let index = Int(token - Self.lingeringToken)
    if lingering.turn(index) { endLingering(index) }
  }

  /// Closes those whose time is over.
  mutating func endLingering(now: Instant) {
    for index in lingering.due(now: now) { endLingering(index) }
  }

  private mutating func endLingering(_ index: Int) {
    guard let line = lingering.remove(index) else { return }
    // A descriptor that is closed leaves the poller by itself.
    do throws(SystemError) { try poller.remove(line.rawDescriptor) } catch { return }
  }
}
