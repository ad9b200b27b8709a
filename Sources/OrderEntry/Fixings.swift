import FIX44
import FIXWire
import Market

/// What a unit of a currency is worth, as MarketDataSnapshotFullRefresh(W) says it: the settlement price of a
/// symbol like USD/CNY.
extension SetFixing {
  /// One entry with MDEntryType(269) 6, of clearing.
  init(_ index: borrowing FieldIndex, _ message: RawSpan) throws(DecodeFailure) {
    self.init()
    let symbol = Symbol(try present(try index.text16(.symbol, message), .symbol))
    guard let code = symbol.pairedCurrency else { throw .refuse(.unknownSymbol, .symbol) }
    currency = code
    guard try present(try index.number(.noMDEntries, message), .noMDEntries) == 1 else {
      throw .notRepresentable(.noMDEntries)
    }
    let entryType = try present(try index.char(.mdEntryType, message), .mdEntryType)
    guard entryType == CodeSet.MDEntryType.settlementPrice.rawValue else {
      throw .refuse(.codeNotOffered, .mdEntryType)
    }
    guard let price = try index.fixing(.mdEntryPx, message) else { throw .conditional(.mdEntryPx) }
    tenMillionths = price
    let isNamed = index.first(.fixingRef) != nil
    reference = try index.text32(isNamed ? .fixingRef : .mdReqID, message) ?? Text32()
  }
}

extension Symbol {
  /// A currency against CNY, such as USD/CNY.
  init(paired currency: UInt32) {
    self.init()
    text.word0 = UInt64(currency) | UInt64(0x2f) << 24 | UInt64(Currency.cny) << 32
  }

  /// The currency of such a symbol; nil where it is another.
  var pairedCurrency: UInt32? {
    let code = UInt32(text.word0 & 0xff_ffff)
    return Currency.isCode(code) && Symbol(paired: code) == self ? code : nil
  }
}
