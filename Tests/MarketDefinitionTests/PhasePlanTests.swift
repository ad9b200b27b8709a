import Foundation
import Market
import MarketCore
import MarketDefinition
import Testing

/// The calendar of a small definition: Monday to Friday, not on 2026-11-25; an opening call at 08:55,
/// trading from 09:00 to 11:30 and from 13:30, a closing call at 14:57, closed at 15:00.
@Suite struct PhasePlanTests {
  /// `2026-11-23 08:55:00` by the market's clock, eight hours ahead of UTC.
  static func instant(_ text: String) -> Instant {
    let words = text.split(separator: " ")
    let time = words[1].split(separator: ":").compactMap { Int($0) }
    guard let date = CivilDate(words[0]), time.count == 3 else {
      preconditionFailure("\(text) is a time")
    }
    let seconds = time[0] * 3_600 + time[1] * 60 + time[2]
    return date.instant(secondsOfDay: seconds, utcOffsetSeconds: 8 * 3_600)
  }

  struct Start: Sendable, CustomTestStringConvertible {
    let at: String
    let phase: String
    let entered: [String]
    var testDescription: String { at }
  }

  @Test(
    "a venue that begins at any time is in the phase of that time",
    arguments: [
      Start(at: "2026-11-23 00:00:00", phase: "closed", entered: []),
      Start(at: "2026-11-23 08:54:59", phase: "closed", entered: []),
      Start(at: "2026-11-23 08:55:00", phase: "openingCall", entered: ["openingCall"]),
      Start(at: "2026-11-23 08:59:59", phase: "openingCall", entered: ["openingCall"]),
      Start(at: "2026-11-23 09:00:00", phase: "open", entered: ["open"]),
      Start(at: "2026-11-23 11:29:59", phase: "open", entered: ["open"]),
      Start(at: "2026-11-23 11:30:00", phase: "pause", entered: ["pause"]),
      Start(at: "2026-11-23 13:30:00", phase: "open", entered: ["open"]),
      Start(at: "2026-11-23 14:57:00", phase: "closingCall", entered: ["closingCall"]),
      Start(at: "2026-11-23 15:00:00", phase: "closed", entered: []),
      Start(at: "2026-11-24 23:59:59", phase: "closed", entered: []),
      // A holiday, and a Saturday.
      Start(at: "2026-11-25 10:00:00", phase: "closed", entered: []),
      Start(at: "2026-11-28 10:00:00", phase: "closed", entered: []),
    ])
  func begins(_ row: Start) throws {
    var venue = CalendarVenue(try DefinitionFolder.definition())
    venue.look(at: Self.instant(row.at))
    let phase = venue.phase
    let entered = venue.entered
    #expect(phase == row.phase)
    #expect(entered == row.entered)
  }

  @Test("phases begin at their instants, to the nanosecond, over holidays and weekends")
  func follows() throws {
    var venue = CalendarVenue(try DefinitionFolder.definition())
    var now = Self.instant("2026-11-24 10:15:30")
    venue.look(at: now)
    var lines: [String] = ["2026-11-24 10:15:30 \(venue.phase)"]
    let end = Self.instant("2026-12-01 00:00:00")
    while let next = venue.nextTimer, next < end {
      venue.tick(at: next.adding(nanoseconds: -1))
      let before = venue.phase
      now = next
      venue.look(at: now)
      let phase = venue.phase
      #expect(before != phase)
      lines.append("\(Self.text(now)) \(phase)")
    }
    let days = ["2026-11-26", "2026-11-27", "2026-11-30"].flatMap { day in
      [
        "08:55:00 openingCall", "09:00:00 open", "11:30:00 pause", "13:30:00 open",
        "14:57:00 closingCall", "15:00:00 closed",
      ].map { "\(day) \($0)" }
    }
    #expect(
      lines == [
        "2026-11-24 10:15:30 open", "2026-11-24 11:30:00 pause", "2026-11-24 13:30:00 open",
        "2026-11-24 14:57:00 closingCall", "2026-11-24 15:00:00 closed",
      ] + days)
    let entered = venue.entered
    #expect(entered.count == lines.count)
  }

  private static func text(_ instant: Instant) -> String {
    let local = instant.nanoseconds / 1_000_000_000 + 8 * 3_600
    let seconds = Int(local % 86_400)
    let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
    let date = CivilDate(instant, utcOffsetSeconds: 8 * 3_600)
    return "\(date) " + time.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  @Test("what the log holds is not journaled again; each day brings the fifth one")
  func again() throws {
    var venue = CalendarVenue(try DefinitionFolder.definition())
    let first = venue.look(at: Self.instant("2026-11-23 10:00:00"))
    // Five of the present day, and six each of Tuesday, Thursday and Friday.
    #expect(first.count == 5 + 3 * 6)
    #expect(first.first?.at == Self.instant("2026-11-23 09:00:00"))
    let second = venue.look(at: Self.instant("2026-11-23 23:59:59"))
    #expect(second.isEmpty)
    let saturday = venue.look(at: Self.instant("2026-11-24 00:00:00"))
    #expect(saturday.isEmpty)
    let monday = venue.look(at: Self.instant("2026-11-26 00:00:00"))
    #expect(monday.map(\.at).first == Self.instant("2026-11-30 08:55:00"))
    #expect(monday.count == 6)
  }

  @Test("hours of deals are journaled beside those of the book, and only what they open and close")
  func deals() throws {
    let folder = try DefinitionFolder()
    try folder.edit(
      "venue.yaml", "      - 15:00 closed",
      "      - 15:00 closed\n    deals: [09:30 open, 15:30 closed]")
    try folder.edit(
      "instruments.yaml", "listingMode: [listing, continuous]",
      "listingMode: [listing, continuous, negotiated]\n    negotiatedHours: deals")
    var venue = CalendarVenue(try Definition(folder: folder.path))
    let steps = venue.look(at: Self.instant("2026-11-23 15:10:00")).filter { $0.isOfDeals == 1 }
    // The present phase, its end, and two each of Tuesday, Thursday and Friday.
    #expect(steps.count == 2 + 3 * 2)
    #expect(
      steps.map(\.at).prefix(2) == [
        Self.instant("2026-11-23 09:30:00"), Self.instant("2026-11-23 15:30:00"),
      ])
    #expect(
      steps.map(\.phaseCode).prefix(2) == [
        TradingPhase.open.rawValue, TradingPhase.closed.rawValue,
      ])
    let again = venue.look(at: Self.instant("2026-11-23 23:00:00"))
    #expect(again.isEmpty)
  }

  @Test("hours of deals leave no gap between them and those of the book, in which both are closed")
  func gap() throws {
    for (hours, isRefused) in [
      ("08:00 open, 08:55 closed", false), ("08:00 open, 08:54 closed", true),
    ] {
      let folder = try DefinitionFolder()
      try folder.edit(
        "venue.yaml", "      - 15:00 closed", "      - 15:00 closed\n    deals: [\(hours)]")
      try folder.edit(
        "instruments.yaml", "listingMode: [listing, continuous]",
        "listingMode: [listing, continuous, negotiated]\n    negotiatedHours: deals")
      do {
        _ = try Definition(folder: folder.path)
        #expect(!isRefused, "\(hours)")
      } catch {
        #expect(
          isRefused && "\(error)".contains("a trading day would end twice"), "\(error)")
      }
    }
  }

  @Test("after a long absence the phases that were journaled come first, then that of the time")
  func absent() throws {
    var venue = CalendarVenue(try DefinitionFolder.definition())
    venue.look(at: Self.instant("2026-11-23 10:00:00"))
    venue.look(at: Self.instant("2026-12-03 14:58:00"))
    let phase = venue.phase
    let entered = venue.entered
    #expect(phase == "closingCall")
    #expect(entered.count == 5 + 3 * 6 + 1)
    #expect(entered.suffix(2) == ["closed", "closingCall"])
  }

  @Test(
    "an instrument without a book has phases where it is negotiated or auctioned",
    arguments: [
      ("[negotiated]", false),
      ("[auction-ascending]\n    auction: {notice: 1 d, depositPercent: 5}", false), ("[]", true),
    ])
  func withoutBook(_ modes: String, isEmpty: Bool) throws {
    let folder = try DefinitionFolder()
    try folder.edit(
      "instruments.yaml", "listingMode: [listing, continuous]", "listingMode: \(modes)")
    var venue = CalendarVenue(try Definition(folder: folder.path))
    let steps = venue.look(at: Self.instant("2026-11-23 10:00:00"))
    #expect(steps.isEmpty == isEmpty)
  }
}
