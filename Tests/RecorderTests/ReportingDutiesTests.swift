import Funds
import Market
import Records
import Storage
import Testing

@testable import Recorder

@Suite struct ReportingDutiesTests {
  /// Books of a log in which the risk reserve is used and copper is halted by the operator.
  private static func books(_ place: TemporaryDirectory) throws -> Books {
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try log.begin()
    var halt = SetPhase()
    halt.instrument = SampleMarket.copper
    halt.phaseCode = TradingPhase.halted.rawValue
    try log.write(.setPhase, halt)
    try log.write(.tick, UInt64(0)) { events in
      for action in MarketAction.allCases { events.tell(.marketControlled, Self.control(action)) }
    }
    try log.write(.tick, UInt64(0)) { events in
      events.tell(
        .fundsMoved,
        SampleMarket.posting(
          0, .reserveUse, fen: 1_234_505, from: .riskReserve, to: .cash(SampleMarket.seller)))
    }
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try RecordingTests.record(place, books)
    return books
  }

  private static func control(_ action: MarketAction) -> MarketControlled {
    var body = MarketControlled()
    body.actionCode = action.rawValue
    body.scopeCode = MarketScope.commodity.rawValue
    if action == .halt { body.situationCode = AbnormalSituation.deliveryCrisis.rawValue }
    body.subject = Text16("CU") ?? Text16()
    body.reason.front = Text32("fire") ?? Text32()
    return body
  }

  static func duties(_ day: String, _ books: Books) throws -> [String] {
    let report = try ReportingDuties.report(
      on: .day(day, in: MarketZone("+08:00")), from: books)
    return report.table("duties")?.rows.map { row in
      row.prefix(4).map(\.plain).joined(separator: " ")
    } ?? []
  }

  @Test("events within 24 hours, instruments within 15 days, months within 20, years within 90")
  func due() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place)
    #expect(
      try Self.duties("2026-11-23", books).prefix(7) == [
        "2026-11-24 09:30:00 1 Art. 43(5) CU-BW-A halted: ",
        "2026-11-24 09:30:00 1 Art. 43(5) commodity CU halted, deliveryCrisis: fire",
        "2026-11-24 09:30:00 1 Art. 43(6) the risk reserve is used: CNY 12345.05",
        "2026-12-08 23:59:59 15 Art. 42(2) CU-BW-A is listed since 2026-11-23",
        "2026-12-08 23:59:59 15 Art. 42(2) NI-BW-C is listed since 2026-11-23",
        "2026-12-20 23:59:59 27 Art. 42(1) monthly report of 2026-11",
        "2027-01-20 23:59:59 58 Art. 42(1) monthly report of 2026-12",
      ])
    #expect(
      try Self.duties("2027-02-01", books).contains(
        "2027-03-31 23:59:59 58 Art. 42(1) annual report of 2026"))
  }

  @Test("a date is shown from 120 days before to 31 days behind it")
  func window() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place)
    let monthly = "monthly report of 2026-11"
    let isShown = try ["2027-01-20", "2027-01-21", "2027-01-22"].map { day in
      try Self.duties(day, books).contains { $0.contains(monthly) }
    }
    #expect(isShown == [true, false, false])
    let annual = "annual report of 2026"
    let isAhead = try ["2026-11-30", "2026-12-01", "2026-12-02"].map { day in
      try Self.duties(day, books).contains { $0.contains(annual) }
    }
    #expect(isAhead == [false, true, true])
  }
}
