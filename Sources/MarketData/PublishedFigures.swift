import Market

/// The figures of an instrument's day as they are told, each a price or a quantity, nil where there is none.
struct PublishedFigures: Equatable, BitwiseCopyable {
  private var opening: Int64?
  private var closing: Int64?
  private var high: Int64?
  private var low: Int64?
  private var average: Int64?
  private var volume: Int64?

  /// Those of which nothing is known.
  init() {}

  /// Those of `entries` that there are.
  init(_ sheet: InstrumentSheet, _ entries: MarketDataEntries) {
    let figures = sheet.figures
    guard figures.trades > 0 else { return }
    if entries.contains(.opening) { opening = figures.open.tenThousandths }
    if entries.contains(.closing), sheet.isDayOver { closing = figures.last.tenThousandths }
    if entries.contains(.high) { high = figures.high.tenThousandths }
    if entries.contains(.low) { low = figures.low.tenThousandths }
    if entries.contains(.average) { average = figures.average?.tenThousandths }
    if entries.contains(.volume) { volume = figures.quantity.thousandths }
  }

  /// MDEntryType(269) of the figures, in the order in which they are told.
  static var kinds: [6 of UInt8] { [0x34, 0x35, 0x37, 0x38, 0x39, volumeKind] }
  static var volumeKind: UInt8 { 0x42 }

  subscript(_ kind: UInt8) -> Int64? {
    switch kind {
    case 0x34: opening
    case 0x35: closing
    case 0x37: high
    case 0x38: low
    case 0x39: average
    default: volume
    }
  }
}
