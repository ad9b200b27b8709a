import Market
import Memory
import Negotiation
import Testing

/// Alleged trades by number, by firm and report, and by their end.
@Suite struct AllegedTradesTests {
  static func table(capacity: Int = 8, perFirm: Int = 4) -> AllegedTrades {
    AllegedTrades(
      capacity: capacity, perFirm: perFirm, firms: 3, seed: HashSeed(rawValue: 7))
  }

  static func trade(_ reportID: String, by firm: UInt32, until: Int64 = 100) -> AllegedTrade {
    var trade = AllegedTrade()
    trade.reportID = Text32(reportID) ?? Text32()
    trade.firm = FirmID(rawValue: firm)
    trade.expires = Instant(nanoseconds: until)
    return trade
  }

  @Test("an open one is found by its number and by its firm's TradeReportID(571)")
  func found() throws {
    var table = Self.table()
    let first = try table.open(Self.trade("T1", by: 1))
    let second = try table.open(Self.trade("T1", by: 2))
    let reportID = Self.trade("T1", by: 1).reportID
    let numbers = [table[first].number, table[second].number]
    #expect(numbers == [1, 2])
    let found = [table.slot(of: 2), table.slot(of: 3)]
    #expect(found == [second, nil])
    let named = table.slot(of: reportID, by: FirmID(rawValue: 1))
    #expect(named == first)
    table.close(first)
    let left = [table.slot(of: 1), table.slot(of: reportID, by: FirmID(rawValue: 1))]
    #expect(left == [nil, nil])
    let count = table.count
    #expect(count == 1)
  }

  @Test("numbers are never used again, a TradeReportID(571) is behind its end")
  func numbers() throws {
    var table = Self.table()
    let first = try table.open(Self.trade("T1", by: 1))
    let refusal = Self.refusal(of: "T1", by: 1, in: &table)
    #expect(refusal == .duplicate)
    table.close(first)
    let again = try table.open(Self.trade("T1", by: 1))
    let number = table[again].number
    let given = table.numbersGiven
    #expect(number == 2)
    #expect(given == 2)
  }

  @Test("each firm has its share, all have what there is room for")
  func limits() throws {
    var table = Self.table(capacity: 4, perFirm: 3)
    for number in 1...3 { _ = try table.open(Self.trade("T\(number)", by: 1)) }
    let ofFirm = Self.refusal(of: "T4", by: 1, in: &table)
    #expect(ofFirm == .firmHasTooMany)
    let last = try table.open(Self.trade("T4", by: 2))
    let ofAll = Self.refusal(of: "T5", by: 2, in: &table)
    #expect(ofAll == .full)
    table.close(last)
    let none = Self.refusal(of: "T5", by: 2, in: &table)
    #expect(none == nil)
  }

  @Test("they end in the order of their instants, of one instant in that of their numbers")
  func ends() throws {
    var table = Self.table()
    let late = try table.open(Self.trade("A", by: 1, until: 30))
    let first = try table.open(Self.trade("B", by: 1, until: 10))
    let second = try table.open(Self.trade("C", by: 2, until: 10))
    let next = table.nextEnd
    #expect(next == Instant(nanoseconds: 10))
    var due = [Self.due(9, table), Self.due(10, table)]
    table.close(first)
    due.append(Self.due(10, table))
    table.close(second)
    due += [Self.due(29, table), Self.due(30, table)]
    #expect(due == [nil, first, second, nil, late])
    table.close(late)
    let end = table.nextEnd
    #expect(end == nil)
  }

  @Test("one is looked at when that is said, earlier or later than its end, and leaves with it")
  func wakes() throws {
    var table = Self.table()
    let early = try table.open(Self.trade("A", by: 1, until: 30), waking: Instant(nanoseconds: 5))
    let late = try table.open(Self.trade("B", by: 2, until: 10))
    var due = [Self.due(5, table)]
    table.wake(early, at: Instant(nanoseconds: 40))
    due += [Self.due(9, table), Self.due(10, table)]
    table.wake(late, at: Instant(nanoseconds: 50))
    table.wake(late, at: Instant(nanoseconds: 50))
    due += [Self.due(39, table), Self.due(40, table)]
    #expect(due == [early, nil, late, nil, early])
    let ends = [table[early].expires, table[late].expires]
    #expect(ends == [Instant(nanoseconds: 30), Instant(nanoseconds: 10)])
    table.close(early)
    table.close(late)
    let none = table.nextEnd
    #expect(none == nil)
  }

  @Test("a look comes to each open one once, also where it is called for again on its way")
  func looks() throws {
    var table = Self.table(capacity: 4)
    table.lookAtAll()
    let isIdle = !table.hasMoreToLookAt
    #expect(isIdle)
    let slots = [try table.open(Self.trade("A", by: 1)), try table.open(Self.trade("B", by: 2))]
    table.lookAtAll()
    let once = Self.seen(&table)
    #expect(once == slots.sorted())
    table.lookAtAll()
    _ = table.lookAtNext()
    table.lookAtAll()
    let again = Self.seen(&table)
    #expect(again == slots.sorted())
  }

  private static func due(_ nanoseconds: Int64, _ table: borrowing AllegedTrades) -> UInt32? {
    table.due(at: Instant(nanoseconds: nanoseconds))
  }

  private static func refusal(
    of reportID: String, by firm: UInt32, in table: inout AllegedTrades
  ) -> AllegedTradeRefusal? {
    do throws(AllegedTradeRefusal) {
      _ = try table.open(trade(reportID, by: firm))
      return nil
    } catch {
      return error
    }
  }

  private static func seen(_ table: inout AllegedTrades) -> [UInt32] {
    var seen: [UInt32] = []
    while table.hasMoreToLookAt {
      if let slot = table.lookAtNext() { seen.append(slot) }
    }
    return seen.sorted()
  }
}
