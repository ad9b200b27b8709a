import Funds
import Market
import Records
import Storage
import Testing
import Titles

@testable import Recorder

@Suite struct EventEntryTests {
  /// The books of a log that goes on behind its beginning as told.
  static func books(
    _ place: TemporaryDirectory, _ write: (inout SampleLog) throws -> Void
  ) throws -> Books {
    var log = try SampleLog(in: StorageDirectory.open(place.path))
    try log.begin()
    try write(&log)
    let books = try Books.openToWrite(place.path + "/books.sqlite")
    try RecordingTests.record(place, books)
    return books
  }

  private static func breaks(_ books: Books) throws -> [String] {
    try books.strings("SELECT kind || ' ' || subject || ': ' || text FROM breaks ORDER BY position")
  }

  @Test("an entry whose digest is not that of what it says is a break")
  func falseDigest() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      try log.write(.tick, UInt64(0)) { events in
        var body = SampleMarket.transferred("R1", behind: nil, in: 1, at: events.time)
        body.version += 1
        events.tell(.titleChanged, body)
      }
    }
    let breaks = try Self.breaks(books)
    #expect(breaks.count == 1)
    #expect(breaks.first?.hasPrefix("endorsement R1: entry 1 has digest ") == true)
  }

  @Test("an entry that is left out is a break, and the chain goes on behind it")
  func missingEntry() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      var last: TitleChanged?
      for place in 1...4 {
        try log.write(.tick, UInt64(0)) { events in
          let body = SampleMarket.transferred("R1", behind: last, in: 1, at: events.time)
          if place != 2 { events.tell(.titleChanged, body) }
          last = body
        }
      }
    }
    #expect(try Self.breaks(books) == ["endorsement R1: entry 3 does not follow entry 1"])
  }

  @Test("an entry of a document that is unknown, but for the first, is a break")
  func unknownDocument() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      try log.write(.tick, UInt64(0)) { events in
        let first = SampleMarket.transferred("R8", behind: nil, in: 1, at: events.time)
        events.tell(
          .titleChanged, SampleMarket.transferred("R8", behind: first, in: 1, at: events.time))
        events.tell(
          .titleChanged, SampleMarket.transferred("R9", behind: nil, in: 1, at: events.time))
      }
    }
    #expect(try Self.breaks(books) == ["endorsement R8: entry 2 of a document unknown before"])
  }

  @Test("a part's first entry names an entry of its parent")
  func parts() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      try log.write(.tick, UInt64(0)) { events in
        let parent = SampleMarket.transferred("R1", behind: nil, in: 0, at: events.time)
        events.tell(.titleChanged, parent)
        for (id, previous) in [("R1-1", parent.head), ("R1-2", Digest256(of: 7))] {
          var entry = TitleEndorsement()
          entry.document = TitleDocID(text32(id))
          entry.previous = previous
          entry.sequence = 1
          entry.action = .split
          entry.from = SampleMarket.buyer
          entry.to = SampleMarket.buyer
          entry.time = events.time
          var body = SampleMarket.changed(entry)
          body.parent = TitleDocID(text32("R1"))
          events.tell(.titleChanged, body)
        }
      }
    }
    #expect(
      try Self.breaks(books) == ["endorsement R1-2: its first entry names none of its parent R1"])
  }

  @Test("a change of a trade from a state in which it is not, or that may not follow, is a break")
  func tradeStates() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      try log.match(1, price: 684_500_000, weight: 25_000, document: "R1")
      try log.write(.tick, UInt64(0)) { events in
        events.tell(.tradeChanged, SampleMarket.changed(1, .guaranteed, .balanceDue))
        events.tell(.tradeChanged, SampleMarket.changed(1, .balanceDue, .closed))
        events.tell(.tradeChanged, SampleMarket.changed(7, .funded, .titleLocked))
      }
    }
    #expect(
      try Self.breaks(books) == [
        "tradeState 1: it was funded, the change is from guaranteed",
        "tradeState 1: closed can't follow balanceDue",
        "unknownTrade 7: no match of it is recorded",
      ])
  }

  @Test(
    "an event of a type or layout that nobody knows is kept by its place, and the rest recorded")
  func unknown() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      try log.write(.tick, UInt64(0)) { events in
        events.tell(60_000, UInt64(7))
        events.tell(.tradeMatched, UInt64(7))
      }
      try log.match(1, price: 684_500_000, weight: 25_000, document: "R1")
    }
    #expect(
      try books.strings("SELECT type || ' ' || ordinal FROM unknownEvents ORDER BY position")
        == ["60000 0", "9 1"])
    #expect(try books.strings("SELECT COUNT(*) FROM trades") == ["1"])
  }

  @Test("refused notices, phases and kill switches stand in the books by their names")
  func exceptions() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      try log.match(1, price: 684_500_000, weight: 25_000, document: "R1")
      try log.write(.answerInstruction, AnswerInstruction()) { events in
        var notice = NoticeRefused()
        notice.reference = text32("N1")
        notice.tradeID = TradeID(rawValue: 1)
        notice.commandType = CommandType.answerInstruction.rawValue
        notice.reasonCode = NoticeRefusal.late.rawValue
        notice.stateCode = TradeState.dispute.rawValue
        notice.roleCode = SessionRole.clearing.rawValue
        events.tell(.noticeRefused, notice)
        var phase = PhaseChanged()
        phase.instrument = SampleMarket.copper
        phase.phaseCode = TradingPhase.halted.rawValue
        phase.cause = 2
        events.tell(.phaseChanged, phase)
        var kill = KillSwitchChanged()
        kill.scopeCode = KillScope.firm.rawValue
        kill.number = 2
        kill.isOn = 1
        events.tell(.killSwitchChanged, kill)
      }
    }
    #expect(
      try books.strings(
        "SELECT role || ' ' || command || ' ' || refusal || ' ' || tradeState FROM refusedNotices")
        == ["clearing answerInstruction late dispute"])
    #expect(
      try books.strings("SELECT instrument || ' ' || phase || ' ' || cause FROM phases")
        == ["1 halted operator"])
    #expect(
      try books.strings("SELECT scope || ' ' || number || ' ' || isOn FROM killSwitches")
        == ["firm 2 1"])
    #expect(
      try books.strings("SELECT type FROM tradeEvents WHERE tradeID = 1 ORDER BY position")
        == ["tradeMatched", "noticeRefused"])
  }

  @Test("a finding of a reconciliation is kept once, however many are told of it")
  func findings() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      try log.write(.tick, UInt64(0)) { events in
        var body = ReconReported()
        body.finding.number = 3
        body.finding.reconID = 2
        body.finding.statusCode = ReconStatus.broken.rawValue
        body.finding.breakCode = ReconBreakCode.missingFunds.rawValue
        body.finding.sourceCode = SessionRole.clearing.rawValue
        body.finding.tradeID = TradeID(rawValue: 1)
        body.finding.expected = text32("1720422.30")
        body.finding.found = text32("nothing")
        events.tell(.reconReported, body)
        events.tell(.reconReported, body, to: SessionID(rawValue: 5))
      }
    }
    #expect(
      try books.strings(
        """
        SELECT registrySeq || ' ' || reconID || ' ' || status || ' ' || breakCode || ' ' || source
          || ' ' || tradeID || ' ' || expected || ' ' || found FROM reconFindings
        """) == ["3 2 broken missingFunds clearing 1 1720422.30 nothing"])
    #expect(
      try books.strings("SELECT type FROM tradeEvents WHERE tradeID = 1 ORDER BY position").last
        == "reconReported")
  }

  @Test("a warehouse has the grade that it was given last, and the change is kept")
  func grades() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      var warehouse = DefineWarehouse()
      warehouse.warehouse = 1
      warehouse.grade = UInt8(ascii: "A")
      try log.write(.defineWarehouse, warehouse)
      try log.write(.tick, UInt64(0)) { events in
        var body = WarehouseGraded()
        body.warehouse = 1
        body.fromGrade = UInt8(ascii: "A")
        body.grade = UInt8(ascii: "C")
        events.tell(.warehouseGraded, body)
        events.tell(.warehouseGraded, body, to: SessionID(rawValue: 5))
      }
    }
    #expect(
      try books.strings("SELECT warehouse || ' ' || fromGrade || ' ' || grade FROM warehouseGrades")
        == ["1 A C"])
    #expect(
      try books.strings("SELECT grade FROM warehouses WHERE warehouse = 1") == ["C"])
  }

  @Test("a net run and its nets are kept, each net once")
  func netRuns() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      try log.write(.tick, UInt64(0)) { events in
        var net = NetPublished()
        net.run = 1
        net.round = 1
        net.member = FirmID(rawValue: 2)
        net.net = Amount(fen: -500)
        net.toPay = Amount(fen: 500)
        net.sides = 3
        net.instruction = InstructionID(rawValue: 77)
        events.tell(.netPublished, net)
        events.tell(.netPublished, net, to: SessionID(rawValue: 5))
        var run = NetRunChanged()
        run.run = 1
        run.round = 1
        run.stateCode = NetRunState.published.rawValue
        run.tradeCount = 4
        run.payerCount = 1
        events.tell(.netRunChanged, run)
      }
    }
    #expect(
      try books.strings(
        "SELECT run || ' ' || member || ' ' || netFen || ' ' || toPayFen || ' ' || sides FROM nets")
        == ["1 2 -500 500 3"])
    #expect(
      try books.strings("SELECT state || ' ' || tradeCount || ' ' || payerCount FROM netRuns")
        == ["published 4 1"])
  }

  @Test("fixings and what comes in are kept in their currency")
  func money() throws {
    let place = try TemporaryDirectory()
    let books = try Self.books(place) { log in
      try log.write(.tick, UInt64(0)) { events in
        var fixing = FixingChanged()
        fixing.currency = 0x44_5355
        fixing.tenMillionths = 71_050_000
        fixing.reference = text32("FIX-1")
        events.tell(.fixingChanged, fixing)
        var paid = FundsMoved()
        paid.reasonCode = PostingReason.paidIn.rawValue
        paid.fromKind = LedgerAccountKind.bank.rawValue
        paid.toKind = LedgerAccountKind.guarantee.rawValue
        paid.toNumber = 1
        paid.currency = fixing.currency
        paid.amount = Amount(fen: 5_070_559)
        events.tell(.fundsMoved, paid)
      }
    }
    #expect(
      try books.strings("SELECT currency || ' ' || tenMillionths || ' ' || reference FROM fixings")
        == ["USD 71050000 FIX-1"])
    #expect(
      try books.strings(
        """
        SELECT reason || ' ' || fromKind || ' ' || toKind || ' ' || toNumber || ' ' || currency
          || ' ' || amountFen FROM postings WHERE currency = 'USD'
        """) == ["paidIn bank guarantee 1 USD 5070559"])
  }
}

extension Digest256 {
  fileprivate init(of word: UInt64) {
    self.init()
    word0 = word
  }
}
