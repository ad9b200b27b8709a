import Market
import MarketCore
import Memory
import Records
import Storage

@testable import Agents

/// The log of a test venue.
extension TestVenue {
  /// A venue that has applied nothing.
  static func emptyVenue(orders: Int = VenueLimits.small.orders) -> Venue {
    var limits = VenueLimits.small
    limits.orders = orders
    (limits.subscriptions, limits.subscribedInstruments) = (64, 64)
    return Venue(limits: limits, seed: HashSeed(rawValue: 5))
  }

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
