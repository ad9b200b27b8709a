import Foundation
import Market
import MarketCore
import Memory
import Records
import Storage
import Testing

@testable import Recorder

/// The market data of a log as messages of its days.
@Suite struct MarketStreamTests {
  /// A log, and what it comes to.
  struct Bench: ~Copyable {
    let place: TemporaryDirectory
    var log: SampleLog

    init() throws {
      let place = try TemporaryDirectory()
      var log = try SampleLog(in: StorageDirectory.open(place.path))
      try log.begin()
      self.place = place
      self.log = log
    }

    /// `11-23 34=1 35=W|55=CU-BW-A|...`: the day, the number, the type and what is behind MDReqID(262).
    func messages() throws -> [String] {
      try all().map { message in
        let fields = String(decoding: message.bytes, as: UTF8.self).split(separator: "\u{1}")
        let body = fields.drop { !$0.hasPrefix("262=") }.dropFirst().dropLast()
        let head = ["34=", "35="].compactMap { tag in fields.first { $0.hasPrefix(tag) } }
        return "\("\(message.day)".suffix(5)) \((head + body).joined(separator: "|"))"
      }
    }

    func all() throws -> [FeedMessage] {
      var stream = MarketStream(
        venue: CompID(text16("CANGDAN")), zone: try MarketZone("+08:00"), .small)
      var cursor = try LogCursor(
        directory: place.path, behind: RecordedProgress(logID: 42, coreVersion: 1))
      var messages: [FeedMessage] = []
      while true {
        switch try cursor.next() {
        case .end: return messages
        case .command: stream.learn(cursor.command)
        case .event: try stream.take(cursor.event, at: cursor.eventPosition, into: &messages)
        }
      }
    }

    static func change(
      _ seq: UInt64, _ order: UInt64, lots: UInt32, _ action: MDUpdateAction = .new,
      of instrument: InstrumentID = SampleMarket.copper
    ) -> BookChanged {
      var body = BookChanged()
      body.instrument = instrument
      body.mdSeq = seq
      body.orderID = OrderID(rawValue: order)
      body.price = Price(tenThousandths: 684_000_000)
      body.tick = 68_400
      body.sideCode = Side.buy.rawValue
      body.actionCode = action.rawValue
      body.lots = action == .delete ? 0 : lots
      body.levelLots = body.lots
      body.levelOrders = body.lots > 0 ? 1 : 0
      return body
    }

    /// A command that makes these changes.
    mutating func write(_ changes: BookChanged...) throws {
      try log.write(.newOrder, NewOrder()) { events in
        for change in changes { events.tell(.bookChanged, change) }
      }
    }

    /// An event that is none of the market's.
    mutating func writeOther() throws {
      try log.write(.newOrder, NewOrder()) {
        $0.tell(.executionReport, SampleMarket.report(900, .new, .new))
      }
    }
  }

  /// The reference prices.
  private static let copper = "269=3|270=68400"
  private static let nickel = "269=3|270=106000"

  @Test("a day begins with all instruments; a command's changes are one message of each instrument")
  func day() throws {
    var bench = try Bench()
    try bench.write(Bench.change(1, 1, lots: 2))
    try bench.write(
      Bench.change(2, 1, lots: 1, .change), Bench.change(1, 2, lots: 4, of: SampleMarket.nickel))
    try bench.writeOther()
    let buy = "269=0|55=CU-BW-A|270=68400|271=25|346=1|290=1"
    #expect(
      try bench.messages() == [
        "11-23 34=1|35=W|55=CU-BW-A|268=1|\(Self.copper)|7830=0",
        "11-23 34=2|35=W|55=NI-BW-C|268=1|\(Self.nickel)|7830=0",
        "11-23 34=3|35=X|268=1|279=0|269=0|55=CU-BW-A|270=68400|271=50|346=1|290=1|7830=1|7832=0",
        "11-23 34=4|35=X|268=1|279=1|\(buy)|7830=2|7832=1",
        "11-23 34=5|35=X|268=1|279=0|269=0|55=NI-BW-C|270=68400|271=100|346=1|290=1|7830=1|7832=0",
      ])
  }

  @Test("the next day begins with what is there")
  func nextDay() throws {
    var bench = try Bench()
    try bench.write(Bench.change(1, 1, lots: 2))
    bench.log.time += nanosPerDay
    try bench.write(Bench.change(2, 1, lots: 2, .delete))
    try bench.writeOther()
    let entry = "55=CU-BW-A|268=2|269=0|270=68400|271=50|346=1|290=1|\(Self.copper)"
    #expect(
      try bench.messages().suffix(4) == [
        "11-23 34=3|35=X|268=1|279=0|269=0|55=CU-BW-A|270=68400|271=50|346=1|290=1|7830=1|7832=0",
        "11-24 34=1|35=W|\(entry)|7830=1",
        "11-24 34=2|35=W|55=NI-BW-C|268=1|\(Self.nickel)|7830=0",
        "11-24 34=3|35=X|268=1|279=2|269=0|55=CU-BW-A|270=68400|7830=2|7832=1",
      ])
  }

  @Test("an instrument that comes later begins with its snapshot")
  func later() throws {
    var bench = try Bench()
    try bench.writeOther()
    try bench.log.write(
      .defineInstrument, SampleMarket.instrument(3, "ZN-BW-A", reference: 240_000_000))
    try bench.writeOther()
    #expect(try bench.messages().last == "11-23 34=3|35=W|55=ZN-BW-A|268=1|269=3|270=24000|7830=0")
  }

  @Test(
    "the last change waits for an event behind it, so that reading earlier or later is the same")
  func lastOne() throws {
    var bench = try Bench()
    try bench.write(Bench.change(1, 1, lots: 2))
    #expect(try bench.all().count == 2)
    try bench.write(Bench.change(2, 1, lots: 1, .change))
    #expect(try bench.all().count == 3)
    try bench.writeOther()
    #expect(try bench.all().count == 4)
  }

  @Test("trades and figures of the day")
  func trades() throws {
    var bench = try Bench()
    try bench.log.match(1, price: 684_100_000, weight: 25_000, document: "R1", mode: .continuous)
    try bench.writeOther()
    let last = try #require(try bench.messages().last)
    #expect(last.contains("|279=0|269=2|278=1|55=CU-BW-A|270=68410|271=25|"))
    #expect(last.contains("|279=0|269=4|55=CU-BW-A|270=68410|"))
    #expect(last.contains("|279=0|269=B|55=CU-BW-A|271=25|"))
  }

  @Test("a change that does not go with the book is said")
  func damaged() throws {
    var bench = try Bench()
    try bench.write(Bench.change(2, 1, lots: 2))
    let error = #expect(throws: RecorderError.self) { try bench.all() }
    #expect(error?.description.contains("log --verify") == true)
  }

  @Test("the files have each message once, however often they are gone on with")
  func files() throws {
    var bench = try Bench()
    var written: UInt64 = 0
    for seq in 1...4 as ClosedRange<UInt64> {
      if seq == 3 { bench.log.time += nanosPerDay }
      try bench.write(
        Bench.change(2 * seq - 1, seq, lots: 2), Bench.change(2 * seq, seq, lots: 2, .delete))
      written += try FeedFilesTests.writeBoth(bench.place).market
      let count = try UInt64(bench.all().count)
      #expect(count == written)
    }
    let (first, second) = ("2026-11-23", "2026-11-24")
    let messages = try bench.all()
    for day in [first, second] {
      let path = "\(bench.place.path)/feeds/\(day).market-data.fix.lz4"
      let handle = try #require(FileHandle(forReadingAtPath: path))
      let content = try FeedContent.read(handle, path)
      let own = messages.filter { "\($0.day)" == day }
      #expect(content.count == UInt64(own.count) && content.lastMessage == own.last?.bytes)
    }
  }
}
