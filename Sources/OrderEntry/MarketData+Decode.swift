import FIX44
import FIXWire
import Market

extension MarketDataRequest {
  /// MarketDataRequest(V), without its symbols: those are read by `SymbolList`.
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    mdReqID = try present(try index.text32(.mdReqID, message), .mdReqID)
    subscriptionType = try present(
      try index.char(.subscriptionRequestType, message), .subscriptionRequestType)
    // What is below zero is no depth either.
    do {
      depth = UInt16(clamping: try index.number(.marketDepth, message) ?? 0)
    } catch {
      depth = .max
    }
    updateType = try index.char(.mdUpdateType, message) ?? 0
    if let aggregated = try index.char(.aggregatedBook, message) {
      isByOrder = aggregated == UInt8(ascii: "N") ? 1 : 0
    }
    readEntries(index, message)
  }

  private mutating func readEntries(_ index: borrowing FieldIndex, _ message: RawSpan) {
    guard let counter = index.firstIndex(of: .noMDEntryTypes) else { return }
    var wanted = MarketDataEntries()
    for position in counter + 1..<index.count where index[position].tag == .mdEntryType {
      let value = Span<UInt8>(_bytes: message[index[position]])
      guard value.count == 1 else { continue }
      if let entry = MarketDataEntries(mdEntryType: value[0]) {
        wanted.insert(entry)
      } else if unsupportedEntry == 0 {
        unsupportedEntry = value[0]
      }
    }
    entries = wanted.rawValue
  }
}

extension StatusRequest {
  /// SecurityStatusRequest(e) or TradingSessionStatusRequest(g).
  init(
    _ index: borrowing FieldIndex, _ message: RawSpan, of subject: StatusSubject
  ) throws(DecodeFailure) {
    self.init()
    subjectCode = subject.rawValue
    let (name, place): (Tag, Tag) =
      subject == .instrument ? (.securityStatusReqID, .symbol) : (.tradSesReqID, .tradingSessionID)
    reqID = try present(try index.text32(name, message), name)
    subscriptionType = try present(
      try index.char(.subscriptionRequestType, message), .subscriptionRequestType)
    symbol = Symbol(try index.text16(place, message) ?? Text16())
  }
}

extension MarketDataEntries {
  /// MDEntryType(269); nil for one that is not offered.
  fileprivate init?(mdEntryType: UInt8) {
    switch CodeSet.MDEntryType(rawValue: mdEntryType) {
    case .bid: self = .bids
    case .offer: self = .offers
    case .trade: self = .trades
    case .openingPrice: self = .opening
    case .closingPrice: self = .closing
    case .tradingSessionHighPrice: self = .high
    case .tradingSessionLowPrice: self = .low
    case .tradingSessionVWAPPrice: self = .average
    case .tradeVolume: self = .volume
    case .indexValue: self = .reference
    case .imbalance: self = .imbalance
    case .settlementPrice, .openInterest, nil: return nil
    }
  }
}

/// The instruments that a request names in its NoRelatedSym(146); used again for the next one.
///
/// At most `Limits.symbolsPerRequest`: more are refused, so the room is taken once.
struct SymbolList: ~Copyable {
  private var symbols = [Symbol](repeating: Symbol(), count: Limits.symbolsPerRequest)
  private(set) var count = 0

  init() {}

  /// The symbols as the trailing part of a record.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { RawSpan(_elements: symbols.span.extracting(first: count)) }
  }

  /// Each entry begins with Symbol(55); an instrument that is named again counts once.
  mutating func read(
    _ index: borrowing FieldIndex, _ message: RawSpan
  ) throws(DecodeFailure) {
    count = 0
    guard let counter = index.firstIndex(of: .noRelatedSym) else { return }
    for position in counter + 1..<index.count where index[position].tag == .symbol {
      guard let symbol = Text16(message[index[position]]) else { throw .notRepresentable(.symbol) }
      if symbols.prefix(count).contains(Symbol(symbol)) { continue }
      guard count < symbols.count else { throw .notRepresentable(.noRelatedSym) }
      symbols[count] = Symbol(symbol)
      count += 1
    }
  }
}
