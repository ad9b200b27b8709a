import Market
import MarketCore
import Memory
import Records
import Testing

@testable import MarketDefinition

/// Schedules on a clock of the test's own: what a venue journals, and what the core makes of it.
@Suite struct SessionPlanTests {
  private static let lines =
    "timeZone: America/New_York;hours: Sun 18:00-Fri 17:00;reset: daily 05:00"

  private func instant(_ text: String) throws -> Instant {
    try #require(SessionScheduleTests.instant(text))
  }

  @Test("a week: each change at its instant, a reset each day, none twice")
  func week() throws {
    var venue = try ScheduledVenue(Self.lines)
    var now = try instant("2026-11-27 12:00:00")
    venue.look(at: now)
    let end = try instant("2026-12-01 00:00:00")
    var lines: [String] = []
    while now < end {
      now = venue.nextLook
      for line in venue.look(at: now.adding(nanoseconds: -1)) { lines.append("early \(line)") }
      for line in venue.look(at: now) { lines.append("\(Self.text(now)) \(line)") }
      #expect(venue.look(at: now).isEmpty)
    }
    #expect(
      lines == [
        "2026-11-27 22:00:00 closed", "2026-11-28 10:00:00 closed epoch=2",
        "2026-11-29 10:00:00 closed epoch=3", "2026-11-29 23:00:00 open",
        "2026-11-30 10:00:00 open epoch=4",
      ])
  }

  @Test("a venue that was away over moments of a reset does it at its start, once")
  func missed() throws {
    var venue = try ScheduledVenue(Self.lines)
    venue.look(at: try instant("2026-11-23 12:00:00"))
    venue.restart()
    #expect(venue.look(at: try instant("2026-11-26 11:00:00")) == ["open epoch=2"])
    venue.restart()
    #expect(venue.look(at: try instant("2026-11-26 12:00:00")).isEmpty)
  }

  @Test("the first start of a log, or of a schedule, resets nothing; without one nothing is said")
  func first() throws {
    var venue = try ScheduledVenue(Self.lines)
    #expect(venue.look(at: try instant("2026-11-23 12:00:00")) == ["open"])
    try venue.define("timeZone: UTC")
    #expect(venue.look(at: try instant("2026-11-24 12:00:00")) == ["open"])
    #expect(venue.look(at: try instant("2026-11-25 12:00:00")).isEmpty)
    try venue.define(Self.lines)
    #expect(venue.look(at: try instant("2026-11-26 12:00:00")) == ["open"])
    try venue.define(nil)
    #expect(venue.look(at: try instant("2026-11-26 12:00:01")) == ["open"])
    #expect(venue.look(at: try instant("2027-11-26 12:00:01")).isEmpty)
  }

  private static func text(_ instant: Instant) -> String {
    let seconds = Int(instant.nanoseconds / 1_000_000_000 % 86_400)
    return "\(CivilDate(instant, utcOffsetSeconds: 0)) "
      + [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      .joined(separator: ":")
  }
}

/// A core whose session SELLER has a schedule, and what its log says of that.
private struct ScheduledVenue: ~Copyable {
  private var venue = Venue(limits: .small, seed: HashSeed(rawValue: 1))
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  private var command = RecordBuffer(capacity: Limits.recordBytes)
  private var index = ReferenceIndex()
  private var plan: SessionPlan?
  private var said: [SessionID: ScheduleSession] = [:]
  private(set) var nextLook = Instant.none
  private let session = SessionID(rawValue: 1)

  init(_ lines: String?) throws { try define(lines) }

  /// Begins with another definition, and what the log holds.
  mutating func define(_ lines: String?) throws {
    let folder = try DefinitionFolder()
    if let lines {
      let indented = lines.split(separator: ";").map { "    \($0)" }.joined(separator: "\n")
      try folder.edit("sessions.yaml", "sessions:", "schedules:\n  s:\n\(indented)\nsessions:")
      try folder.edit("sessions.yaml", "role: dealer", "role: dealer\n    schedule: s")
    }
    let definition = try Definition(folder: folder.path)
    var changes = ReferenceChanges(since: index)
    var records = RecordBuffer(capacity: 65_536)
    changes.apply(definition) { records.append(record: $0) }
    index = changes.updatedIndex
    var offset = 0
    while offset < records.count {
      let end = offset + Int(records.bytes.loadHead(at: offset).length)
      events.removeAll()
      venue.apply(records.bytes.extracting(offset..<end), into: &events)
      offset = end
    }
    plan = SessionPlan(definition: definition, index: index)
    restart()
  }

  /// What the log says is all that is left.
  mutating func restart() {
    guard let view = venue.session(session) else { preconditionFailure("SELLER is defined") }
    var body = ScheduleSession()
    body.isOpen = view.isOutsideHours ? 0 : 1
    body.changesAt = view.hoursChangeAt
    body.resetAt = view.resetAt
    said = [session: body]
  }

  /// What comes of looking at the schedule: of the events, whether it is open, and the epoch demanded.
  @discardableResult
  mutating func look(at now: Instant) -> [String] {
    guard let plan else { return [] }
    let steps = plan.steps(now: now, since: said)
    nextLook = steps.nextLook
    var lines: [String] = []
    for change in steps.changes {
      said[change.session] = change.body
      var head = RecordHead()
      head.typeCode = CommandType.scheduleSession.rawValue
      head.session = change.session
      head.time = now
      command.removeAll()
      command.append(head, body: change.body)
      events.removeAll()
      Self.apply(command, to: &venue, into: &events)
      let body = events.bytes.loadBody(SessionScheduled.self)
      let epoch = body.epoch.rawValue > 0 ? " epoch=\(body.epoch.rawValue)" : ""
      lines.append("\(body.isOpen == 1 ? "open" : "closed")\(epoch)")
    }
    return lines
  }

  private static func apply(
    _ command: borrowing RecordBuffer, to venue: inout Venue, into events: inout RecordBuffer
  ) {
    venue.apply(command.bytes, into: &events)
  }
}
