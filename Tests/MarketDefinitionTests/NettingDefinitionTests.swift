import Market
import MarketDefinition
import Testing

/// The net run of a day (rule book Art. 12).
@Suite struct NettingDefinitionTests {
  private func definition(_ netting: String) throws -> Definition {
    let folder = try DefinitionFolder()
    try folder.edit("venue.yaml", "settlement: {", "netting: {\(netting)}\nsettlement: {")
    try folder.edit("instruments.yaml", "fees:", "clearing: net\n    fees:")
    return try withExtendedLifetime(folder) { try Definition(folder: folder.path) }
  }

  @Test("times and rounds, and what they are unless said")
  func keys() throws {
    let short = try definition("at: 16:00, payWithin: 30 min")
    #expect(short.instruments.first?.clearing == .net)
    #expect(short.venue.netting?.secondsOfDay == 57_600)
    let command = try #require(short.venue.netting?.command)
    #expect(command.paySeconds == 1_800 && command.cureSeconds == 1_800 && command.rounds == 2)
    let whole = try definition("at: 16:00, payWithin: 30 min, cureWithin: 15 min, rounds: 9")
    let own = try #require(whole.venue.netting?.command)
    #expect(own.cureSeconds == 900 && own.rounds == 9 && own.day == 0)
  }

  static let spoiled = [
    "at: 16:00", "payWithin: 30 min", "at: 25:00, payWithin: 30 min",
    "at: 16:00, payWithin: 30", "at: 16:00, payWithin: 30 min, rounds: 0",
    "at: 16:00, payWithin: 30 min, rounds: 10", "at: 16:00, payWithin: 30 min, cure: 5 min",
  ]

  @Test("what is no net run is refused", arguments: spoiled)
  func wrong(_ netting: String) throws {
    #expect(throws: InvalidDefinition.self) { try definition(netting) }
  }

  @Test("the day's run is due from its time on, on trading days alone")
  func due() throws {
    let venue = try definition("at: 16:00, payWithin: 30 min").venue
    let offset = venue.calendar.utcOffsetSeconds
    func at(_ day: String, _ seconds: Int) throws -> Instant {
      try #require(CivilDate(day)).instant(secondsOfDay: seconds, utcOffsetSeconds: offset)
    }
    let monday = try #require(CivilDate("2026-11-23"))
    #expect(venue.netRun(at: try at("2026-11-23", 57_599)) == nil)
    let first = venue.netRun(at: try at("2026-11-23", 57_600))
    #expect(first?.day == UInt32(monday.daysSince1970))
    #expect(first?.paySeconds == 1_800)
    #expect(venue.netRun(at: try at("2026-11-23", 86_399))?.day == UInt32(monday.daysSince1970))
    #expect(venue.netRun(at: try at("2026-11-22", 57_600)) == nil)
  }
}
