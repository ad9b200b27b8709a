import Funds
import Market
import Matching
import Memory
import Records
import Titles

/// What commands look up is fetched from memory before they are applied: a few of them at once, each
/// step behind what the one before has fetched. So the processor waits for many lines at a time, and
/// not for one after the other (benchmarks `load` and `venue`).
extension Venue {
  /// The most commands that are expected together; the rest are not.
  public static var expectedMost: Int { 16 }

  /// Has what `commands`, whole records one behind the other that are applied soon, will look up fetched
  /// from memory: nothing changes, and it may be left out.
  public func expect(_ commands: RawSpan) {
    var expected = InlineArray<16, ExpectedCommand>(repeating: ExpectedCommand())
    var count = 0
    var offset = 0
    while offset < commands.byteCount, count < Self.expectedMost {
      begin(&expected[count], commands, at: offset)
      count += 1
      offset += commands.recordLength(at: offset)
    }
    for place in 0..<count { expectPlaces(&expected[place], commands) }
    for place in 0..<count { expectEntries(&expected[place], commands) }
    for place in 0..<count { expectNamed(&expected[place]) }
    for place in 0..<count { expectBeside(&expected[place]) }
    for place in 0..<count { expectBehind(expected[place]) }
  }

  /// First its session.
  private func begin(_ expected: inout ExpectedCommand, _ commands: RawSpan, at offset: Int) {
    let head = commands.loadHead(at: offset)
    guard reference.knows(head.session) else { return }
    expected.offset = offset
    expected.session = head.session
    switch head.typeCode {
    case CommandType.newOrder.rawValue: expected.kind = .entry
    case CommandType.cancelOrder.rawValue: expected.kind = .cancel
    case CommandType.replaceOrder.rawValue: expected.kind = .replace
    case CommandType.answerInstruction.rawValue: expected.kind = .answer
    default: break
    }
    reference.sessions.expect(head.session.rawValue)
  }

  /// Then where its names, its firm's holding or its trade are found.
  private func expectPlaces(_ expected: inout ExpectedCommand, _ commands: RawSpan) {
    switch expected.kind {
    case .entry:
      expectFirm(of: &expected)
      orders.expect(
        firm: expected.firm, commands.loadBody(NewOrder.self, at: expected.offset).clOrdID)
      expected.instrument =
        reference.instrument(
          commands.loadBody(NewOrder.self, at: expected.offset).symbol) ?? .none
      expected.sells = commands.loadBody(NewOrder.self, at: expected.offset).side == .sell
      if expected.sells { titles.expectHolding(of: expected.firm, in: expected.instrument) }
    case .cancel:
      expectFirm(of: &expected)
      orders.expect(
        firm: expected.firm, commands.loadBody(CancelOrder.self, at: expected.offset).clOrdID)
      expected.name = orders.expect(
        firm: expected.firm, commands.loadBody(CancelOrder.self, at: expected.offset).origClOrdID)
    case .replace:
      expectFirm(of: &expected)
      orders.expect(
        firm: expected.firm,
        commands.loadBody(ReplaceOrder.self, at: expected.offset).order.clOrdID)
      expected.name = orders.expect(
        firm: expected.firm, commands.loadBody(ReplaceOrder.self, at: expected.offset).origClOrdID)
    case .answer:
      trades.expect(commands.loadBody(AnswerInstruction.self, at: expected.offset).tradeID)
    case .other: break
    }
  }

  private func expectFirm(of expected: inout ExpectedCommand) {
    expected.firm = reference[expected.session].firm
    reference.firms.expect(expected.firm.rawValue)
    money.expect(expected.firm)
  }

  /// Then the name, the holding or the trade.
  private func expectEntries(_ expected: inout ExpectedCommand, _ commands: RawSpan) {
    switch expected.kind {
    case .entry:
      fillTimes.expect(group: reference[expected.firm].controlGroup, expected.instrument)
      guard expected.sells else { return }
      expected.slot = titles.expectedHolding(of: expected.firm, in: expected.instrument)
    case .cancel, .replace: expected.slot = orders.expectName(hash: expected.name)
    case .answer:
      expected.slot = trades.expectTrade(
        commands.loadBody(AnswerInstruction.self, at: expected.offset).tradeID)
    case .other: break
    }
  }

  /// Then the firm's free documents, the order that is named, or the documents that are delivered.
  private func expectNamed(_ expected: inout ExpectedCommand) {
    if expected.kind == .entry {
      expected.times = fillTimes.expectEntry(
        group: reference[expected.firm].controlGroup, expected.instrument)
    }
    guard let slot = expected.slot else { return }
    switch expected.kind {
    case .entry: titles.expectTree(of: slot)
    case .cancel, .replace: expected.slot = orders.expectOrder(of: slot)
    case .answer:
      titles.expectDelivery(of: trades[slot].documents)
      titles.expectHolding(of: trades[slot].buyer.firm, in: trades[slot].instrument)
    case .other: break
    }
  }

  /// Then what stands beside them, and where orders are counted.
  private func expectBeside(_ expected: inout ExpectedCommand) {
    if let times = expected.times { accountBooks.expect(fillTimes[times].accountBook) }
    guard let slot = expected.slot else { return }
    switch expected.kind {
    case .entry: titles.expectOldest(in: slot)
    case .cancel, .replace:
      accountBooks.expect(orders[slot].accountBook)
      fillTimes.expect(orders[slot].fillTimes)
      orders.expectNeighbours(of: slot)
      titles.expectRelease(of: orders[slot].documents)
      if orders[slot].bookSlot != Order.none {
        books.expect(OrderSlot(rawValue: orders[slot].bookSlot))
      }
    case .answer:
      money.expect(trades[slot].buyer.firm)
      money.expect(trades[slot].seller.firm)
      expected.slot = titles.expectedHolding(
        of: trades[slot].buyer.firm, in: trades[slot].instrument)
    case .other: break
    }
  }

  /// At last what is behind that: sums, neighbours in the book, and where documents come from or go.
  private func expectBehind(_ expected: ExpectedCommand) {
    if let times = expected.times { accountBooks.expectSums(of: fillTimes[times].accountBook) }
    guard let slot = expected.slot else { return }
    switch expected.kind {
    case .cancel, .replace:
      accountBooks.expectSums(of: orders[slot].accountBook)
      titles.expectPlace(of: orders[slot].documents)
      if orders[slot].bookSlot != Order.none {
        books.expectBeside(OrderSlot(rawValue: orders[slot].bookSlot))
      }
    case .answer: titles.expectTree(of: slot)
    case .entry, .other: break
    }
  }
}

/// A command that is applied soon, and what has been found of it.
private struct ExpectedCommand {
  enum Kind {
    case entry
    case cancel
    case replace
    case answer
    case other
  }

  var kind = Kind.other
  /// Where its record begins.
  var offset = 0
  var session = SessionID.venue
  var firm = FirmID.none
  var instrument = InstrumentID.none
  /// Whether it is an order that sells.
  var sells = false
  /// The hash of the name of the order that it is about.
  var name: UInt64 = 0
  /// The last trades of its firm, most likely.
  var times: UInt32?
  /// The holding, name, order or trade that it is about, most likely; of a trade at last the buyer's holding.
  var slot: UInt32?
}
