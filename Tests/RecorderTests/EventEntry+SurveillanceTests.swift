import Market
import Records
import Storage
import Testing

@testable import Recorder

@Suite struct EventEntrySurveillanceTests {
  @Test("what a monitor of rates has found stands in the books with all that was counted")
  func rates() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try log.begin()
    try log.write(.tick, UInt64(0)) { events in
      var rate = RateReported()
      rate.account = AccountCode(Text16("DLR001-A") ?? Text16())
      rate.firm = FirmID(rawValue: 1)
      rate.code = MonitorCode.highRate.rawValue
      rate.windowCount = 300
      rate.secondBefore = 149
      rate.secondCount = 151
      rate.dayCount = 400
      rate.threshold = 300
      events.tell(.rateReported, rate)
    }
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try RecordingTests.record(place, books)
    let counts = "windowCount || ' ' || secondBefore || '+' || secondCount || ' ' || dayCount"
    #expect(
      try books.strings(
        "SELECT monitor || ' ' || account || ' ' || \(counts) || ' ' || threshold FROM rateFindings"
      )
        == ["highRate DLR001-A 300 149+151 400 300"])
  }

  @Test("a registration of a programme and its end stand in the books")
  func programs() throws {
    let place = try TemporaryDirectory()
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try log.begin()
    try log.write(.tick, UInt64(0)) { events in
      var program = ProgramRegistered()
      program.complianceID = Text32("MM-CU") ?? Text32()
      program.firm = FirmID(rawValue: 1)
      program.programRegID = 33
      program.maxRate = 20
      program.strategyCode = StrategyType.marketMaking.rawValue
      program.statusCode = ProgramStatus.inForce.rawValue
      events.tell(.programRegistered, program)
      program.statusCode = ProgramStatus.ended.rawValue
      events.tell(.programRegistered, program)
    }
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try RecordingTests.record(place, books)
    let row = "programRegID || ' ' || name || ' ' || strategy || ' ' || maxRate || ' ' || status"
    #expect(
      try books.strings("SELECT \(row) FROM programs")
        == ["33 MM-CU marketMaking 20 inForce", "33 MM-CU marketMaking 20 ended"])
  }
}
