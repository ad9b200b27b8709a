import Market
import Records
import Testing

@testable import MarketData

/// What a board makes of trades, busts and phases: the figures of Art. 33.
@Suite struct MarketBoardTests {
  static func board(trades: Int = 8) -> MarketBoard {
    MarketBoard(orders: 8, levelPages: 8, instruments: 2, firms: 4, trades: trades)
  }

  static let instrument = InstrumentID(rawValue: 1)

  /// Gives the board rows: `trade 1 100 25` is trade 1 at 100 over 25 units, with `N` or `E` another mode, `bust
  /// 1`, `open` and `closed` phases of the calendar, `halted` and `shut` the operator's.
  static func play(_ rows: [String], on board: inout MarketBoard) throws {
    for row in rows {
      let words = row.split(separator: " ").map(String.init)
      var record = RecordBuffer(capacity: 1_024)
      var head = RecordHead()
      switch words[0] {
      case "trade":
        var body = TradeMatched()
        body.tradeID = TradeID(rawValue: UInt64(words[1]) ?? 0)
        body.instrument = instrument
        body.lastPx = Price(tenThousandths: (Int64(words[2]) ?? 0) * 10_000)
        body.lastQty = Quantity(thousandths: 25_000)
        body.weight = Quantity(thousandths: (Int64(words[3]) ?? 0) * 1_000)
        let mode: TradingMode =
          words.last == "N" ? .negotiated : words.last == "E" ? .auctionAscending : .continuous
        body.modeCode = mode.rawValue
        head.typeCode = EventType.tradeMatched.rawValue
        record.append(head, body: body)
      case "bust":
        var body = TradeChanged()
        body.tradeID = TradeID(rawValue: UInt64(words[1]) ?? 0)
        body.instrument = instrument
        body.stateCode = TradeState.bust.rawValue
        body.sideCode = words.last == "told" ? 1 : 0
        head.typeCode = EventType.tradeChanged.rawValue
        record.append(head, body: body)
      default:
        var body = PhaseChanged()
        body.instrument = instrument
        let phase: TradingPhase =
          words[0] == "open" ? .open : words[0] == "halted" ? .halted : .closed
        body.phaseCode = phase.rawValue
        body.cause = ["shut", "halted"].contains(words[0]) ? 2 : 1
        head.typeCode = EventType.phaseChanged.rawValue
        record.append(head, body: body)
      }
      try board.take(record.bytes)
    }
  }

  /// `open last high low average quantity, change, seq`.
  static func text(_ sheet: InstrumentSheet) -> String {
    func number(_ price: Price?) -> String {
      guard let price else { return "-" }
      let (whole, rest) = price.tenThousandths.quotientAndRemainder(dividingBy: 10_000)
      return rest == 0 ? "\(whole)" : "\(whole).\(rest)"
    }
    let figures = sheet.figures
    let traded = figures.trades > 0
    let prices = [figures.open, figures.last, figures.high, figures.low]
    return prices.map { number(traded ? $0 : nil) }.joined(separator: " ")
      + " \(number(figures.average)) \(figures.quantity.thousandths / 1_000)"
      + ", \(number(sheet.change)), \(sheet.mdSeq)"
  }

  static let rows: [(String, [String], String)] = [
    ("nothing has traded", [], "- - - - - 0, -, 0"),
    ("one trade", ["trade 1 100 25"], "100 100 100 100 100 25, -, 1"),
    (
      "the average is price times weight by weight, half up",
      ["trade 1 100 25", "trade 2 110 26", "trade 3 90 24"], "100 90 110 90 100.2667 75, -, 3"
    ),
    (
      "agreed and auctioned prices move nothing",
      ["trade 1 100 25", "trade 2 150 25 N", "trade 3 50 25 E"], "100 100 100 100 100 25, -, 3"
    ),
    (
      "a bust trade counts no more, from the first to the last",
      ["trade 1 100 25", "trade 2 120 25", "trade 3 110 25", "bust 3", "bust 1"],
      "120 120 120 120 120 25, -, 5"
    ),
    (
      "what parties are told of a bust counts no second time",
      ["trade 1 100 25", "bust 1", "bust 1 told"], "- - - - - 0, -, 2"
    ),
    (
      "the figures of a day stand until the next one begins",
      ["open", "trade 1 100 25", "closed"], "100 100 100 100 100 25, -, 3"
    ),
    (
      "the change is against the close before",
      ["open", "trade 1 100 25", "closed", "open", "trade 2 103 25"],
      "103 103 103 103 103 25, 3, 5"
    ),
    (
      "a day without trades keeps the close before",
      ["open", "trade 1 100 25", "closed", "open", "closed", "open", "trade 2 97 25"],
      "97 97 97 97 97 25, -3, 7"
    ),
    (
      "the operator ends no day", ["open", "trade 1 100 25", "shut", "open", "halted", "open"],
      "100 100 100 100 100 25, -, 6"
    ),
    (
      "a trade of an earlier day that is bust moves nothing",
      ["open", "trade 1 100 25", "closed", "open", "trade 2 103 25", "bust 1"],
      "103 103 103 103 103 25, 3, 6"
    ),
  ]

  @Test("figures, change and MDSeq", arguments: rows)
  func figures(_ row: (name: String, events: [String], sheet: String)) throws {
    var board = Self.board()
    try Self.play(row.events, on: &board)
    #expect(Self.text(board[Self.instrument]) == row.sheet)
    #expect(board[InstrumentID(rawValue: 2)].mdSeq == 0)
  }

  @Test("at its limit a trade counts, and stays when it is bust", arguments: [2, 3, 4])
  func limit(trades: Int) throws {
    var board = Self.board(trades: trades)
    let rows = (1...3).map { "trade \($0) \(100 * $0) 25" }
    try Self.play(rows + ["bust 3"], on: &board)
    let last = board[Self.instrument].figures.last.tenThousandths / 10_000
    #expect(last == (trades < 3 ? 300 : 200))
  }
}
