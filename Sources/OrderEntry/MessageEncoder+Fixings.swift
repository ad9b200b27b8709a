import FIX44
import FIXWire
import Market
import Records

/// The body of MarketDataSnapshotFullRefresh(W) that says what a currency is worth.
extension MessageEncoder {
  mutating func writeFixingChanged(_ event: RawSpan, _ options: ReportOptions) {
    let body = event.loadBody(FixingChanged.self)
    symbol(Symbol(paired: body.currency))
    field(.noMDEntries, 1 as UInt64)
    char(.mdEntryType, CodeSet.MDEntryType.settlementPrice.rawValue)
    fixing(.mdEntryPx, body.tenMillionths)
    if options.ownTags { field(.fixingRef, body.reference) }
  }

  /// CNY for a unit of a currency.
  mutating func fixing(_ tag: Tag, _ tenMillionths: Int64) {
    decimal(tag, tenMillionths, scale: SetFixing.scale)
  }
}
