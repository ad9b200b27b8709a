public import Market
import Memory
import Records

/// What the market publishes of its instruments, made from the events of the log and from nothing else: the
/// books, the phase, the figures of the trading day.
///
/// Each event that changes what is published of an instrument counts one further in its MDSeq(7830), from
/// 1 at the begin of the log: who reads the same log has the same numbers. All memory is allocated and
/// touched at the start. Owner: whoever reads the events.
public struct MarketBoard: ~Copyable {
  var view: BookView
  /// By the instrument's number less one.
  private var sheets: Slab<InstrumentSheet>
  private var trades: DayTrades
  /// Codes of firms, by number.
  private var codes: Slab<CompID>

  /// An empty board of instruments and firms numbered from 1, with room for so many trades of a day.
  public init(
    orders: Int, levelPages: Int, instruments: Int, firms: Int, trades: Int = tradesMost
  ) {
    view = BookView(orders: orders, levelPages: levelPages, instruments: instruments)
    sheets = Slab(capacity: instruments, repeating: InstrumentSheet())
    self.trades = DayTrades(capacity: trades)
    codes = Slab(capacity: firms + 1, repeating: CompID())
  }

  /// Trades of a day, of all instruments, that can still be taken out of its figures.
  public static var tradesMost: Int { 131_072 }

  /// How many instruments have a place.
  public var capacity: Int { sheets.capacity }

  /// What a lot of an instrument is: its books are in lots.
  public mutating func define(
    _ instrument: InstrumentID, _ symbol: Symbol, lot: Quantity, brand: Text32 = Text32()
  ) {
    guard has(instrument) else { preconditionFailure("the board has room for the instrument") }
    sheets[instrument.rawValue - 1].symbol = symbol
    sheets[instrument.rawValue - 1].lot = lot
    sheets[instrument.rawValue - 1].brand = brand
  }

  /// The tick of an instrument, and the price around which its day's price band lies.
  public mutating func define(_ instrument: InstrumentID, tick: Price, reference: Price) {
    guard has(instrument) else { preconditionFailure("the board has room for the instrument") }
    sheets[instrument.rawValue - 1].tick = tick
    sheets[instrument.rawValue - 1].reference = reference
  }

  /// What its book would trade now, where it is in a call and crosses: as far as the book shows it.
  func indication(of instrument: InstrumentID) -> Indication? {
    let sheet = self[instrument]
    guard let phase = sheet.phase, phase.isCall, sheet.tick > .zero else { return nil }
    let nearest = (sheet.lastPrice ?? sheet.reference).tenThousandths / sheet.tick.tenThousandths
    guard let uncross = view.uncross(of: instrument, nearestTo: Int32(clamping: nearest)) else {
      return nil
    }
    return Indication(
      price: Price(tenThousandths: Int64(uncross.tick) * sheet.tick.tenThousandths),
      surplus: Quantity(thousandths: uncross.surplus * sheet.lot.thousandths))
  }

  /// The instrument of a symbol; nil where none has it.
  public func instrument(_ symbol: Symbol) -> InstrumentID? {
    for place in 0..<UInt32(sheets.capacity) where sheets[place].symbol == symbol {
      return InstrumentID(rawValue: place + 1)
    }
    return nil
  }

  /// The code of a firm, where it is told whose a trade was.
  public mutating func define(_ firm: FirmID, _ code: CompID) {
    guard firm.rawValue < codes.capacity else {
      preconditionFailure("the board has room for the firm")
    }
    codes[firm.rawValue] = code
  }

  func code(of firm: FirmID) -> CompID {
    firm.rawValue < codes.capacity ? codes[firm.rawValue] : CompID()
  }

  /// Whether an instrument has its place here.
  public func has(_ instrument: InstrumentID) -> Bool {
    instrument.rawValue > 0 && Int(instrument.rawValue) <= sheets.capacity
  }

  /// What is published of an instrument beside its book.
  public subscript(_ instrument: InstrumentID) -> InstrumentSheet {
    sheets[instrument.rawValue - 1]
  }

  /// Takes the next event of the log; the instrument of which it changes what is published, if it does.
  @discardableResult
  public mutating func take(_ event: RawSpan) throws(BookViewError) -> InstrumentID? {
    let head = event.loadHead()
    switch EventType(rawValue: head.typeCode) {
    case .bookChanged:
      let change = event.loadBody(BookChanged.self)
      try view.apply(change)
      return count(change.instrument)
    case .tradeMatched: return take(event.loadBody(TradeMatched.self), at: head.time)
    case .tradeChanged: return take(event.loadBody(TradeChanged.self))
    case .phaseChanged: return take(event.loadBody(PhaseChanged.self))
    default: return nil
    }
  }

  /// Whether an event may change what is published.
  static func concerns(_ event: RawSpan) -> Bool { instrument(of: event) != nil }

  /// The instrument of an event that may change what is published.
  static func instrument(of event: RawSpan) -> InstrumentID? {
    switch EventType(rawValue: event.loadHead().typeCode) {
    case .bookChanged: event.loadBody(BookChanged.self).instrument
    case .tradeMatched: event.loadBody(TradeMatched.self).instrument
    case .tradeChanged: event.loadBody(TradeChanged.self).instrument
    case .phaseChanged: event.loadBody(PhaseChanged.self).instrument
    default: nil
    }
  }

  /// Whether trades of a mode are made in the book: prices beside it are published apart and move no figure.
  static func isBook(_ mode: TradingMode) -> Bool {
    switch mode {
    case .listing, .continuous: true
    case .negotiated, .auctionAscending, .auctionDescending: false
    }
  }

  private mutating func count(_ instrument: InstrumentID) -> InstrumentID? {
    guard has(instrument) else { return nil }
    sheets[instrument.rawValue - 1].mdSeq += 1
    return instrument
  }

  private mutating func take(_ body: TradeMatched, at time: Instant) -> InstrumentID? {
    guard let instrument = count(body.instrument) else { return nil }
    guard body.isOfBook else { return instrument }
    let trade = DayTrade(body, at: time)
    let place = instrument.rawValue - 1
    sheets[place].figures.add(trade)
    sheets[place].lastTrade = trade
    sheets[place].lastPrice = trade.price
    trades.append(trade, to: &sheets[place].trades)
    return instrument
  }

  /// A trade of the day that is bust counts in no figure of it; what an earlier day has published stands.
  private mutating func take(_ body: TradeChanged) -> InstrumentID? {
    guard body.isBust, let instrument = count(body.instrument) else { return nil }
    let place = instrument.rawValue - 1
    if trades.remove(body.tradeID, from: &sheets[place].trades) {
      (sheets[place].figures, sheets[place].lastTrade) = trades.figures(of: sheets[place].trades)
    }
    return instrument
  }

  /// A day ends where the calendar closes the instrument; its figures stand until the next one begins.
  private mutating func take(_ body: PhaseChanged) -> InstrumentID? {
    guard let instrument = count(body.instrument) else { return nil }
    let place = instrument.rawValue - 1
    sheets[place].phaseCode = body.phaseCode
    if body.phaseCode == TradingPhase.closed.rawValue {
      sheets[place].isDayOver = sheets[place].isDayOver || body.cause == 1
    } else if sheets[place].isDayOver {
      sheets[place].beginDay()
      trades.removeAll(of: &sheets[place].trades)
    }
    return instrument
  }
}

/// What a book in a call would trade.
struct Indication: Equatable, BitwiseCopyable {
  var price = Price.zero
  /// What would be left over at that price: bought above zero, sold below.
  var surplus = Quantity.zero
}

/// What is published of an instrument beside its book.
public struct InstrumentSheet: BitwiseCopyable {
  /// MDSeq(7830): counts the events that have changed what is published of it.
  public fileprivate(set) var mdSeq: UInt64 = 0
  public fileprivate(set) var symbol = Symbol()
  /// What one lot is.
  public fileprivate(set) var lot = Quantity.zero
  fileprivate var tick = Price.zero
  /// The price around which its day's price band lies.
  public fileprivate(set) var reference = Price.zero
  /// Of the last trade in its book on whatever day; nil before there was one.
  fileprivate var lastPrice: Price?
  /// Brand(7721) of its goods.
  public fileprivate(set) var brand = Text32()
  /// The trades of the trading day, those that are bust left out.
  public fileprivate(set) var figures = DayFigures()
  /// The last of them; without a number where there is none.
  public fileprivate(set) var lastTrade = DayTrade()
  /// The last price of the last day that has traded; nil before there was one.
  public fileprivate(set) var previousClose: Price?
  /// The calendar has closed it: the figures are those of a whole day.
  public fileprivate(set) var isDayOver = false
  fileprivate var phaseCode: UInt8 = 0
  fileprivate var trades = DayTrades.List()

  /// Its phase; nil before the log has told it.
  public var phase: TradingPhase? { TradingPhase(rawValue: phaseCode) }

  /// NetChgPrevDay(451): the last price less the close before; nil where either is not there.
  public var change: Price? {
    guard figures.trades > 0, let previousClose else { return nil }
    return Price(tenThousandths: figures.last.tenThousandths - previousClose.tenThousandths)
  }

  fileprivate mutating func beginDay() {
    if figures.trades > 0 { previousClose = figures.last }
    figures = DayFigures()
    lastTrade = DayTrade()
    isDayOver = false
  }
}

extension TradeMatched {
  /// Whether it was made in the book.
  var isOfBook: Bool { TradingMode(rawValue: modeCode).map(MarketBoard.isBook) ?? false }
}

extension TradeChanged {
  /// Whether the venue's own record says that the trade is bust.
  var isBust: Bool { sideCode == 0 && stateCode == TradeState.bust.rawValue }
}
