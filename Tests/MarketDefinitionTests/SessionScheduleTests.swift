import Foundation
import Market
import Testing

@testable import MarketDefinition

/// Schedules as people write them, and what they say at an instant. All instants are UTC.
@Suite struct SessionScheduleTests {
  /// `2026-11-23 08:55:00`; nil for a dash.
  static func instant(_ text: String) -> Instant? {
    if text == "-" { return nil }
    let words = text.split(separator: " ")
    guard let date = CivilDate(words[0]), let seconds = TimeOfDay.seconds(words[1]) else {
      preconditionFailure("\(text) is a time")
    }
    return date.instant(secondsOfDay: seconds, utcOffsetSeconds: 0)
  }

  static func schedule(_ lines: String) throws -> SessionSchedule {
    let folder = try DefinitionFolder()
    let indented = lines.split(separator: ";").map { "    \($0)" }.joined(separator: "\n")
    try folder.edit("sessions.yaml", "sessions:", "schedules:\n  s:\n\(indented)\nsessions:")
    return try #require(try Definition(folder: folder.path).schedules["s"])
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let lines: String
    let at: String
    let isOpen: Bool
    let until: String
    var testDescription: String { "\(name): \(at)" }

    init(_ name: String, _ lines: String, _ at: String, _ isOpen: Bool, until: String) {
      self.name = name
      self.lines = lines
      self.at = at
      self.isOpen = isOpen
      self.until = until
    }
  }

  static let day = "timeZone: \"+08:00\";hours: 07:00-19:00"
  static let night = "timeZone: UTC;hours: 22:00-05:00"
  static let york = "timeZone: America/New_York;hours: Sun 18:00-Fri 17:00"
  static let weekdays = "timeZone: UTC;hours: 22:00-05:00;days: [Mon, Fri]"

  static let rows: [Row] = [
    Row("daily", day, "2026-11-23 06:59:00", true, until: "2026-11-23 11:00:00"),
    Row("daily, over", day, "2026-11-23 11:00:00", false, until: "2026-11-23 23:00:00"),
    Row("daily, a second before", day, "2026-11-23 22:59:59", false, until: "2026-11-23 23:00:00"),
    Row("daily, opens", day, "2026-11-23 23:00:00", true, until: "2026-11-24 11:00:00"),
    Row("across midnight", night, "2026-11-23 23:59:59", true, until: "2026-11-24 05:00:00"),
    Row("across midnight, later", night, "2026-11-24 04:59:59", true, until: "2026-11-24 05:00:00"),
    Row("across midnight, over", night, "2026-11-24 05:00:00", false, until: "2026-11-24 22:00:00"),
    // A night belongs to the day on which it begins; 2026-11-27 is a Friday.
    Row("a Friday's night", weekdays, "2026-11-28 04:00:00", true, until: "2026-11-28 05:00:00"),
    Row("behind it", weekdays, "2026-11-28 05:00:00", false, until: "2026-11-30 22:00:00"),
    Row(
      "until midnight", "timeZone: UTC;hours: 08:00-24:00", "2026-11-23 23:59:59", true,
      until: "2026-11-24 00:00:00"),
    Row(
      "days without an end", "timeZone: UTC;hours: 00:00-24:00", "2026-11-23 12:00:00", true,
      until: "-"),
    // A week of New York: UTC-5 in winter.
    Row("weekly, before", york, "2026-11-22 22:59:59", false, until: "2026-11-22 23:00:00"),
    Row("weekly", york, "2026-11-22 23:00:00", true, until: "2026-11-27 22:00:00"),
    Row("weekend", york, "2026-11-27 22:00:00", false, until: "2026-11-29 23:00:00"),
    Row(
      "weekly, the other way round", "timeZone: UTC;hours: Fri 17:00-Sun 18:00",
      "2026-11-28 12:00:00", true, until: "2026-11-29 18:00:00"),
    Row(
      "one moment a week closed", "timeZone: UTC;hours: Sun 18:00-Sun 17:00",
      "2026-11-29 17:30:00", false, until: "2026-11-29 18:00:00"),
    // The week in which the clock goes back: 2026-11-01 06:00 UTC.
    Row(
      "autumn, UTC-4 at its begin", york, "2026-10-25 22:00:00", true,
      until: "2026-10-30 21:00:00"),
    Row(
      "autumn, UTC-5 behind it", york, "2026-10-31 12:00:00", false,
      until: "2026-11-01 23:00:00"),
    // 2027-03-14 07:00 UTC: 02:00 becomes 03:00, so 02:30 is the moment of the change.
    Row(
      "spring, a time that is left out", "timeZone: America/New_York;hours: 02:30-20:00",
      "2027-03-14 06:59:59", false, until: "2027-03-14 07:00:00"),
    Row(
      "spring, the day after", "timeZone: America/New_York;hours: 02:30-20:00",
      "2027-03-15 06:29:59", false, until: "2027-03-15 06:30:00"),
    Row(
      "spring, hours that are left out", "timeZone: America/New_York;hours: 02:10-02:50",
      "2027-03-14 06:00:00", false, until: "2027-03-15 06:10:00"),
    // 2026-11-01: 01:30 comes at 05:30 and again at 06:30 UTC; it is the first.
    Row(
      "autumn, a time that comes twice", "timeZone: America/New_York;hours: 01:30-20:00",
      "2026-11-01 05:29:59", false, until: "2026-11-01 05:30:00"),
    Row(
      "autumn, an end that comes twice", "timeZone: America/New_York;hours: 20:00-01:30",
      "2026-11-01 05:30:00", false, until: "2026-11-02 01:00:00"),
    // The market of the definition does not trade on 2026-11-25, a Wednesday, nor at weekends.
    Row(
      "a holiday of the market", day + ";days: market", "2026-11-24 11:00:00", false,
      until: "2026-11-25 23:00:00"),
    Row(
      "its weekend", day + ";days: market", "2026-11-27 11:00:00", false,
      until: "2026-11-29 23:00:00"),
    Row(
      "a holiday of its own", day + ";holidays: [2026-11-24]", "2026-11-23 11:00:00", false,
      until: "2026-11-24 23:00:00"),
    Row(
      "an extra day", day + ";days: market;extraDays: [2026-11-28]", "2026-11-27 11:00:00", false,
      until: "2026-11-27 23:00:00"),
    Row(
      "a holiday within a week", york + ";days: market", "2026-11-24 12:00:00", true,
      until: "2026-11-25 05:00:00"),
    Row(
      "behind it", york + ";days: market", "2026-11-25 05:00:00", false,
      until: "2026-11-26 05:00:00"),
    Row(
      "an extra day beside a week", york + ";extraDays: [2026-11-28]", "2026-11-28 04:59:59",
      false, until: "2026-11-28 05:00:00"),
    Row("always", "reset: daily 05:00", "2026-11-23 12:00:00", true, until: "-"),
  ]

  @Test("whether a session is within its hours, and until when", arguments: rows)
  func hours(_ row: Row) throws {
    let at = try #require(Self.instant(row.at))
    let state = try Self.schedule(row.lines).state(at: at)
    #expect(state.isOpen == row.isOpen)
    #expect(state.changesAt == Self.instant(row.until))
  }

  /// Last and next moment at which numbers begin again.
  struct Reset: Sendable, CustomTestStringConvertible {
    let lines: String
    let at: String
    let last: String
    let next: String
    var testDescription: String { "\(lines) \(at)" }

    init(_ lines: String, _ at: String, last: String, next: String) {
      self.lines = lines
      self.at = at
      self.last = last
      self.next = next
    }
  }

  static let resets: [Reset] = [
    Reset("timeZone: UTC", "2026-11-23 12:00:00", last: "-", next: "-"),
    Reset("timeZone: UTC;reset: never", "2026-11-23 12:00:00", last: "-", next: "-"),
    Reset(
      "timeZone: \"+08:00\";reset: daily 05:00", "2026-11-23 20:59:59",
      last: "2026-11-22 21:00:00", next: "2026-11-23 21:00:00"),
    Reset(
      "timeZone: \"+08:00\";reset: daily 05:00", "2026-11-23 21:00:00",
      last: "2026-11-23 21:00:00", next: "2026-11-24 21:00:00"),
    Reset(
      "timeZone: UTC;reset: weekly Sun 18:00", "2026-11-22 17:59:59",
      last: "2026-11-15 18:00:00", next: "2026-11-22 18:00:00"),
    Reset(
      "timeZone: UTC;reset: weekly Sun 18:00", "2026-11-22 18:00:00",
      last: "2026-11-22 18:00:00", next: "2026-11-29 18:00:00"),
    Reset(
      day + ";reset: opening", "2026-11-23 12:00:00", last: "2026-11-22 23:00:00",
      next: "2026-11-23 23:00:00"),
    Reset(
      york + ";reset: opening", "2026-11-25 12:00:00", last: "2026-11-22 23:00:00",
      next: "2026-11-29 23:00:00"),
    Reset(
      york + ";days: market;reset: opening", "2026-11-25 12:00:00",
      last: "2026-11-22 23:00:00", next: "2026-11-26 05:00:00"),
    // Spring: 02:30 is left out. Autumn: 01:30 comes twice, and resets once.
    Reset(
      "timeZone: America/New_York;reset: daily 02:30", "2027-03-14 07:00:00",
      last: "2027-03-14 07:00:00", next: "2027-03-15 06:30:00"),
    Reset(
      "timeZone: America/New_York;reset: daily 01:30", "2026-11-01 06:30:00",
      last: "2026-11-01 05:30:00", next: "2026-11-02 06:30:00"),
  ]

  @Test("the moments at which numbers begin again", arguments: resets)
  func reset(_ row: Reset) throws {
    let at = try #require(Self.instant(row.at))
    let state = try Self.schedule(row.lines).state(at: at)
    #expect(state.resetAt == Self.instant(row.last))
    #expect(state.nextResetAt == Self.instant(row.next))
  }

  static let wrong: [(String, String)] = [
    ("hours: 07:00", "'07:00' is not hours like 07:00-19:00"),
    ("hours: 07:00-07:00", "is not hours like"),
    ("hours: Sun 18:00-17:00", "is not hours like"),
    ("hours: Son 18:00-Fri 17:00", "is not hours like"),
    ("hours: 07:00-25:00", "is not hours like"),
    ("timeZone: America/NewYork", "did you mean 'America/New_York'?"),
    ("timeZone: \"+8\"", "'+8' is no time zone known here"),
    ("timezone: UTC", "sessions.yaml:5: unknown key 'timezone'; did you mean 'timeZone'?"),
    ("reset: daily", "'daily' is not never, opening, daily 05:00 or weekly Sun 18:00"),
    ("reset: weekly 05:00", "is not never, opening"),
    ("reset: opening", "without hours nothing opens"),
    ("hours: Sun 18:00-Fri 17:00;days: [Mon]", "with weekly ones only `days: market`"),
    ("hours: 07:00-19:00;days: [Mo]", "'Mo' is none of Mon"),
    ("hours: 07:00-19:00;holidays: [2026-02-30]", "not a date"),
  ]

  @Test("what is wrong is told with the way out", arguments: wrong)
  func problems(_ row: (String, String)) throws {
    let error = #expect(throws: InvalidDefinition.self) { try Self.schedule(row.0) }
    #expect(error?.description.contains(row.1) == true, "\(error?.description ?? "")")
  }

  @Test("a session names its schedule, also in the defaults; one that is not there is told")
  func named() throws {
    let folder = try DefinitionFolder()
    try folder.edit(
      "sessions.yaml", "defaults:",
      "schedules:\n  day: {hours: 07:00-19:00}\ndefaults:\n  schedule: day")
    try folder.edit("sessions.yaml", "role: dealer", "role: dealer\n    schedule: always")
    let definition = try Definition(folder: folder.path)
    #expect(definition.sessions.map { $0.schedule?.name ?? "none" } == ["none", "day"])
    #expect(
      "\(try #require(definition.sessions[1].schedule))"
        == "day: 07:00-19:00 by the market's clock, reset never")
    try folder.edit("sessions.yaml", "schedule: always", "schedule: dai")
    let error = #expect(throws: InvalidDefinition.self) { try Definition(folder: folder.path) }
    #expect(error?.description.contains("unknown schedule 'dai'") == true)
    #expect(error?.description.contains("did you mean 'day'?") == true)
  }
}
