import FIX44
import Market

/// The figures of an instrument's day as they are told, nil where there is none.
struct PublishedFigures: Equatable, BitwiseCopyable {
  private var reference: Int64?
  private var opening: Int64?
  private var closing: Int64?
  private var high: Int64?
  private var low: Int64?
  private var average: Int64?
  private var volume: Int64?
  private var imbalance: Indication?

  /// Those of which nothing is known.
  init() {}

  /// Those of `entries` that there are.
  init(
    _ sheet: InstrumentSheet, _ entries: MarketDataEntries, _ indication: Indication? = nil
  ) {
    if entries.contains(.reference), sheet.reference > .zero {
      reference = sheet.reference.tenThousandths
    }
    if entries.contains(.imbalance) { imbalance = indication }
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
  static var kinds: [8 of UInt8] {
    [0x33, 0x34, 0x35, 0x37, 0x38, 0x39, imbalanceKind, volumeKind]
  }
  static var imbalanceKind: UInt8 { 0x41 }
  static var volumeKind: UInt8 { 0x42 }

  subscript(_ kind: UInt8) -> PublishedFigure? {
    switch kind {
    case 0x33: reference.map(PublishedFigure.price)
    case 0x34: opening.map(PublishedFigure.price)
    case 0x35: closing.map(PublishedFigure.price)
    case 0x37: high.map(PublishedFigure.price)
    case 0x38: low.map(PublishedFigure.price)
    case 0x39: average.map(PublishedFigure.price)
    case Self.imbalanceKind: imbalance.map(PublishedFigure.imbalance)
    default: volume.map(PublishedFigure.quantity)
    }
  }
}

/// What a figure says.
enum PublishedFigure: Equatable {
  case price(Int64)
  case quantity(Int64)
  case imbalance(Indication)
}
