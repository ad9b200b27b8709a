import Market
import MarketCore
import Memory
import Records
import Storage

@testable import Agents

/// The log of a test venue, applied again.
struct TestReplay: ~Copyable {
  var venue: Venue
  var writer: EventWriter
  private(set) var reservations = ReservationHistory()
  private(set) var lastDigest = EventDigest()
  private(set) var lastTime = Instant.none

  init(_ writer: consuming EventWriter) {
    var limits = VenueLimits.small
    (limits.subscriptions, limits.subscribedInstruments) = (64, 64)
    venue = Venue(limits: limits, seed: HashSeed(rawValue: 5))
    self.writer = writer
  }

  mutating func run(_ directory: String, _ events: EventLog) throws {
    var reader = try CommandLogReader(directory: directory)
    while try reader.next() {
      let head = reader.record.loadHead()
      if head.typeCode == CommandType.batch.rawValue {
        lastDigest = writer.publish()
        continue
      }
      let hasRoom = writer.makeRoom(for: Venue.eventBytesPerApply)
      precondition(hasRoom, "a test's log is small")
      Self.apply(reader, &venue, &writer)
      reservations.note(reader.record)
      lastTime = head.time
    }
    lastDigest = writer.publish()
    events.commit(through: events.appendedPosition)
  }

  private static func apply(
    _ reader: borrowing CommandLogReader, _ venue: inout Venue, _ writer: inout EventWriter
  ) {
    venue.apply(reader.record, into: &writer.records)
  }
}

extension TestVenue {
  /// Who has opened the epochs that the command log holds.
  func epochCauses() throws -> [String] {
    var reader = try CommandLogReader(directory: directory)
    var causes: [String] = []
    while try reader.next() {
      guard reader.record.loadHead().typeCode == CommandType.epochOpened.rawValue else { continue }
      let cause = EpochCause(rawValue: reader.record.loadBody(EpochOpened.self).cause)
      causes.append(cause.map { "\($0)" } ?? "?")
    }
    return causes
  }
}
