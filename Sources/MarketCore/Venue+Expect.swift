import Funds
import Market
import Matching
import Memory
import Records
import Titles

/// What commands look up is fetched from memory before they are applied: a few of them at once, each
/// step behind what the one before has fetched. So the processor waits for many lines at a time, and
/// not for one after the other (benchmarks `load` and `venue`). Those of a kind stand together, so
/// that each step goes through them without asking which they are.
extension Venue {
  /// The most commands that are expected together; the rest are not.
  public static var expectedMost: Int { 16 }

  /// Has what `commands`, whole records one behind the other that are applied soon, will look up fetched
  /// from memory: nothing changes, and it may be left out.
  public func expect(_ commands: RawSpan) {
    var entries = ExpectedList()
    var sales = ExpectedList()
    var changes = ExpectedList()
    var answers = ExpectedList()
    sort(commands, &entries, &changes, &answers)
    expectPlaces(ofEntries: &entries, &sales, commands)
    expectPlaces(ofChanges: &changes, commands)
    for place in 0..<answers.count { expectTrade(of: &answers[place], commands) }
    for place in 0..<entries.count { expectTimes(of: &entries[place]) }
    for place in 0..<sales.count { expectHolding(of: &sales[place]) }
    for place in 0..<changes.count { expectName(of: &changes[place]) }
    for place in 0..<answers.count { expectFound(&answers[place]) }
    for place in 0..<entries.count { expectFoundTimes(of: &entries[place]) }
    for place in 0..<sales.count { expectTree(of: sales[place]) }
    for place in 0..<changes.count { expectOrder(of: &changes[place]) }
    for place in 0..<answers.count { expectDelivery(of: &answers[place]) }
    for place in 0..<entries.count { expectBook(of: entries[place]) }
    for place in 0..<sales.count { expectOldest(of: sales[place]) }
    for place in 0..<changes.count { expectBeside(changes[place].slot) }
    for place in 0..<answers.count { expectHolder(of: &answers[place]) }
    for place in 0..<entries.count { expectSums(of: entries[place]) }
    for place in 0..<changes.count { expectBehind(changes[place].slot) }
    for place in 0..<answers.count { expectTree(of: answers[place]) }
  }

  /// First their sessions; each command goes to those of its kind.
  private func sort(
    _ commands: RawSpan, _ entries: inout ExpectedList, _ changes: inout ExpectedList,
    _ answers: inout ExpectedList
  ) {
    var count = 0
    var offset = 0
    while offset < commands.byteCount, count < Self.expectedMost {
      let head = commands.loadHead(at: offset)
      if reference.knows(head.session) {
        reference.sessions.expect(head.session.rawValue)
        switch head.typeCode {
        case CommandType.newOrder.rawValue: entries.append(offset, head.session)
        case CommandType.cancelOrder.rawValue, CommandType.replaceOrder.rawValue:
          changes.append(offset, head.session)
        case CommandType.answerInstruction.rawValue: answers.append(offset, head.session)
        default: break
        }
      }
      count += 1
      offset += Int(head.length)
    }
  }

}

/// New orders: their names, their firms' last trades, and where they are counted.
extension Venue {
  /// Those in a row are most often for the same instrument.
  private func expectPlaces(
    ofEntries entries: inout ExpectedList, _ sales: inout ExpectedList, _ commands: RawSpan
  ) {
    var symbol = Symbol()
    var instrument = InstrumentID.none
    for place in 0..<entries.count {
      let order = commands.loadBody(NewOrder.self, at: Int(entries[place].offset))
      let firm = reference[entries[place].session].firm
      reference.firms.expect(firm.rawValue)
      orders.expect(firm: firm, order.clOrdID)
      if order.symbol != symbol {
        symbol = order.symbol
        instrument = reference.instrument(symbol) ?? .none
      }
      entries[place].instrument = instrument
      if order.sideCode == Side.sell.rawValue {
        sales.append(hash: titles.expectHolding(of: firm, in: instrument))
      } else {
        money.expect(firm)
      }
    }
  }

  private func expectTimes(of entry: inout ExpectedCommand) {
    let firm = reference[entry.session].firm
    entry.hash = fillTimes.expect(group: reference[firm].controlGroup, entry.instrument)
  }

  private func expectFoundTimes(of entry: inout ExpectedCommand) {
    entry.slot = fillTimes.expectEntry(hash: entry.hash) ?? Order.none
  }

  private func expectBook(of entry: ExpectedCommand) {
    guard entry.slot != Order.none else { return }
    accountBooks.expect(fillTimes[entry.slot].accountBook)
  }

  private func expectSums(of entry: ExpectedCommand) {
    guard entry.slot != Order.none else { return }
    accountBooks.expectSums(of: fillTimes[entry.slot].accountBook)
  }
}

/// Their firms' free documents, and the buyers' among which documents are delivered.
extension Venue {
  private func expectHolding(of sale: inout ExpectedCommand) {
    sale.slot = titles.expectedHolding(hash: sale.hash) ?? Order.none
  }

  private func expectTree(of sale: ExpectedCommand) {
    if sale.slot != Order.none { titles.expectTree(of: sale.slot) }
  }

  private func expectOldest(of sale: ExpectedCommand) {
    if sale.slot != Order.none { titles.expectOldest(in: sale.slot) }
  }
}

/// Cancels and replaces: their names, the orders that are named, and what stands beside these.
extension Venue {
  private func expectPlaces(ofChanges changes: inout ExpectedList, _ commands: RawSpan) {
    for place in 0..<changes.count {
      let offset = Int(changes[place].offset)
      let firm = reference[changes[place].session].firm
      money.expect(firm)
      if commands.loadHead(at: offset).typeCode == CommandType.cancelOrder.rawValue {
        let cancel = commands.loadBody(CancelOrder.self, at: offset)
        orders.expect(firm: firm, cancel.clOrdID)
        changes[place].hash = orders.expect(firm: firm, cancel.origClOrdID)
      } else {
        let replace = commands.loadBody(ReplaceOrder.self, at: offset)
        orders.expect(firm: firm, replace.order.clOrdID)
        changes[place].hash = orders.expect(firm: firm, replace.origClOrdID)
      }
    }
  }

  private func expectName(of change: inout ExpectedCommand) {
    change.slot = orders.expectName(hash: change.hash) ?? Order.none
  }

  private func expectOrder(of change: inout ExpectedCommand) {
    if change.slot != Order.none { change.slot = orders.expectOrder(of: change.slot) }
  }

  /// Neighbours in its lists, its documents, and where it is counted.
  private func expectBeside(_ slot: UInt32) {
    guard slot != Order.none else { return }
    let documents = orders[slot].documents
    let bookSlot = orders[slot].bookSlot
    let fillTimes = orders[slot].fillTimes
    accountBooks.expect(orders[slot].accountBook)
    orders.expectNeighbours(of: slot)
    self.fillTimes.expect(fillTimes)
    titles.expectRelease(of: documents)
    if bookSlot != Order.none { books.expect(OrderSlot(rawValue: bookSlot)) }
  }

  /// Sums, neighbours in the book, and where documents go back to.
  private func expectBehind(_ slot: UInt32) {
    guard slot != Order.none else { return }
    let documents = orders[slot].documents
    let bookSlot = orders[slot].bookSlot
    accountBooks.expectSums(of: orders[slot].accountBook)
    titles.expectPlace(of: documents)
    if bookSlot != Order.none { books.expectBeside(OrderSlot(rawValue: bookSlot)) }
  }
}

/// Answers of clearing and the registry: the trades, and what is paid or delivered.
extension Venue {
  private func expectTrade(of answer: inout ExpectedCommand, _ commands: RawSpan) {
    let body = commands.loadBody(AnswerInstruction.self, at: Int(answer.offset))
    answer.hash = trades.expect(body.tradeID)
  }

  private func expectFound(_ answer: inout ExpectedCommand) {
    answer.slot = trades.expectTrade(hash: answer.hash) ?? Order.none
  }

  /// Clearing's answer looks at the documents' numbers alone; nothing more is expected of it.
  private func expectDelivery(of answer: inout ExpectedCommand) {
    guard answer.slot != Order.none else { return }
    let documents = trades[answer.slot].documents
    guard trades[answer.slot].state == .titleLocked else {
      titles.expectNumbers(of: documents)
      answer.slot = Order.none
      return
    }
    let (buyer, instrument) = (trades[answer.slot].buyer.firm, trades[answer.slot].instrument)
    titles.expectDelivery(of: documents)
    answer.hash = titles.expectHolding(of: buyer, in: instrument)
  }

  /// From here on the answer's slot is the buyer's holding.
  private func expectHolder(of answer: inout ExpectedCommand) {
    guard answer.slot != Order.none else { return }
    let (buyer, seller) = (trades[answer.slot].buyer.firm, trades[answer.slot].seller.firm)
    money.expect(buyer)
    money.expect(seller)
    answer.slot = titles.expectedHolding(hash: answer.hash) ?? Order.none
  }
}

/// Commands of a kind that are applied soon.
private struct ExpectedList {
  private var commands = InlineArray<16, ExpectedCommand>(repeating: ExpectedCommand())
  private(set) var count = 0

  mutating func append(_ offset: Int, _ session: SessionID) {
    commands[count].offset = UInt32(truncatingIfNeeded: offset)
    commands[count].session = session
    count += 1
  }

  mutating func append(hash: UInt64) {
    commands[count].hash = hash
    count += 1
  }

  subscript(_ place: Int) -> ExpectedCommand {
    @inline(__always) _read { yield commands[place] }
    @inline(__always) _modify { yield &commands[place] }
  }
}

/// A command that is applied soon, and what has been found of it.
private struct ExpectedCommand {
  /// By which the next thing is found that it is about.
  var hash: UInt64 = 0
  /// Where its record begins.
  var offset: UInt32 = 0
  var session = SessionID.venue
  var instrument = InstrumentID.none
  /// The last trades, holding, name, order or trade that it is about, most likely; none where none is found.
  var slot: UInt32 = 0
}
