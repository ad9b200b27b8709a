import Foundation
public import Market

/// The clock of a time zone: a fixed offset, or a name of the IANA database with its changes of the clock.
public struct ZoneClock: Sendable, Equatable {
  /// As the definition names it.
  public let name: String
  private let zone: TimeZone?
  private let fixedOffset: Int

  /// A clock that is `seconds` ahead of UTC at any time.
  public init(name: String, utcOffsetSeconds seconds: Int) {
    self.name = name
    zone = nil
    fixedOffset = seconds
  }

  /// The clock of a zone such as America/New_York; nil where the program does not know it.
  public init?(zone name: String) {
    guard Self.names.contains(name), let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
    fixedOffset = 0
  }

  /// The names that the program knows.
  public static var names: [String] { TimeZone.knownTimeZoneIdentifiers }

  /// The day that it shows.
  public func date(at instant: Instant) -> CivilDate {
    CivilDate(instant, utcOffsetSeconds: offset(at: instant.nanoseconds / 1_000_000_000))
  }

  /// The first instant at which it shows this time of `date`, or a later one: a time that a change of the
  /// clock leaves out is the instant of the change, and of one that comes twice it is the first.
  public func instant(_ date: CivilDate, secondsOfDay: Int) -> Instant {
    let local = Int64(date.daysSince1970) * 86_400 + Int64(secondsOfDay)
    // No change of a clock is further away from the time that it shows.
    let early = local - 2 * 86_400
    let before = Int64(offset(at: early))
    let first = local - before
    guard Int64(offset(at: first)) != before else { return instant(atSecond: first) }
    let after = Int64(offset(at: local + 2 * 86_400))
    return instant(atSecond: max(local - after, change(between: early, and: first, from: before)))
  }

  /// The first second whose offset is not `before`: there is one at `later`, and none at `earlier`.
  private func change(between earlier: Int64, and later: Int64, from before: Int64) -> Int64 {
    var low = earlier
    var high = later
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int64(offset(at: middle)) == before { low = middle } else { high = middle }
    }
    return high
  }

  private func instant(atSecond second: Int64) -> Instant {
    Instant(nanoseconds: second * 1_000_000_000)
  }

  private func offset(at second: Int64) -> Int {
    zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))) ?? fixedOffset
  }
}
