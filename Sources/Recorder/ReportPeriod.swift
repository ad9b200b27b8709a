import FIXWire
import LogText
import Market

/// Why a report can't be made. The text is for whoever has asked.
public enum ReportError: Error, Equatable, Sendable, CustomStringConvertible {
  case notADay(String)
  case notAMonth(String)
  case notAYear(String)
  case notAnOffset(String)
  /// Nothing is recorded of that time.
  case outside(period: String, first: String, last: String)
  case nothingRecorded
  case unknownTrade(UInt64)
  /// The log does not have what the books say of it.
  case logDiffers(position: UInt64)

  public var description: String {
    switch self {
    case .notADay(let text): "\(text) is no day: write it as 2026-11-23"
    case .notAMonth(let text): "\(text) is no month: write it as 2026-11"
    case .notAYear(let text): "\(text) is no year: write it as 2026"
    case .notAnOffset(let text): "\(text) is no offset from UTC: write it as +08:00"
    case .outside(let period, let first, let last):
      "nothing is recorded of \(period): the books go from \(first) to \(last)"
    case .nothingRecorded: "nothing is recorded yet: `cangdan record` takes the log into the books"
    case .unknownTrade(let number): "the books have no trade \(number)"
    case .logDiffers(let position):
      "the event log has another record at position \(position) than the books: it is another log"
    }
  }
}

/// Where the market's days begin and end: a fixed offset from UTC, as its calendar has it.
public struct MarketZone: Equatable, Sendable {
  /// East of UTC.
  public let utcOffsetSeconds: Int

  /// An offset such as `+08:00`, less than a day.
  public init(_ text: String) throws(ReportError) {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      bytes[3] == UInt8(ascii: ":"), let hours = digits(text.dropFirst().prefix(2)),
      let minutes = digits(text.suffix(2)), hours < 24, minutes < 60
    else { throw .notAnOffset(text) }
    let seconds = hours * 3_600 + minutes * 60
    utcOffsetSeconds = bytes[0] == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// The instant at which a day begins.
  func start(of day: CivilDate) -> Instant {
    day.instant(secondsOfDay: 0, utcOffsetSeconds: utcOffsetSeconds)
  }

  /// The day of an instant.
  func day(of instant: Instant) -> CivilDate {
    CivilDate(instant, utcOffsetSeconds: utcOffsetSeconds)
  }

  /// `2026-11-23 09:30:00`, at the market's place.
  func text(_ instant: Instant) -> String {
    let shifted = instant.adding(nanoseconds: Int64(utcOffsetSeconds) * 1_000_000_000)
    let text = TextForm.timestamp(shifted).prefix(19)
    return text.prefix(10) + " " + text.suffix(8)
  }
}

/// A day, a month or a year of the market.
public struct ReportPeriod: Equatable, Sendable {
  /// `2026-11-23`, `2026-11` or `2026`.
  public let name: String
  let first: CivilDate
  /// The day behind its last one.
  let end: CivilDate
  let zone: MarketZone

  /// A day such as `2026-11-23`.
  public static func day(_ text: String, in zone: MarketZone) throws(ReportError) -> ReportPeriod {
    let parts = numbers(text, lengths: [4, 2, 2])
    guard parts.count == 3, let day = CivilDate(year: parts[0], month: parts[1], day: parts[2])
    else { throw .notADay(text) }
    return ReportPeriod(name: text, first: day, end: day.adding(1), zone: zone)
  }

  /// A month such as `2026-11`.
  public static func month(_ text: String, in zone: MarketZone) throws(ReportError) -> ReportPeriod
  {
    let parts = numbers(text, lengths: [4, 2])
    guard parts.count == 2, let first = CivilDate(year: parts[0], month: parts[1], day: 1)
    else { throw .notAMonth(text) }
    return month(of: first, in: zone)
  }

  /// A year such as `2026`.
  public static func year(_ text: String, in zone: MarketZone) throws(ReportError) -> ReportPeriod {
    let parts = numbers(text, lengths: [4])
    guard parts.count == 1, let first = CivilDate(year: parts[0], month: 1, day: 1),
      let end = CivilDate(year: parts[0] + 1, month: 1, day: 1)
    else { throw .notAYear(text) }
    return ReportPeriod(name: text, first: first, end: end, zone: zone)
  }

  /// The month that a day is in.
  static func month(of day: CivilDate, in zone: MarketZone) -> ReportPeriod {
    let (_, _, dayOfMonth) = day.yearMonthDay
    let first = day.adding(1 - dayOfMonth)
    let next = first.adding(31)
    let end = next.adding(1 - next.yearMonthDay.day)
    return ReportPeriod(name: String("\(first)".prefix(7)), first: first, end: end, zone: zone)
  }

  /// The months that it has days of.
  var months: [ReportPeriod] {
    var months: [ReportPeriod] = []
    var day = first
    while day < end {
      months.append(.month(of: day, in: zone))
      day = months[months.count - 1].end
    }
    return months
  }

  var from: Int64 { zone.start(of: first).nanoseconds }
  /// The first instant behind it.
  var to: Int64 { zone.start(of: end).nanoseconds }

  /// The numbers of a text such as `2026-11-23`, each of its length; none of anything else.
  private static func numbers(_ text: String, lengths: [Int]) -> [Int] {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let values = parts.compactMap { digits($0) }
    return parts.map(\.utf8.count) == lengths && values.count == parts.count ? values : []
  }
}

/// A number of decimal digits only; nil for anything else.
private func digits(_ text: some StringProtocol) -> Int? {
  text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(text) : nil
}
