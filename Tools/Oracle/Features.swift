/// What a stream may make use of, beside limit orders, cancels, replaces and the phases closed, open,
/// pause and halted.
public enum Feature: String, CaseIterable, Sendable {
  case market, immediate, days, crossFirm, marketToLimit, stops, icebergs, postOnly, minQty
  case allOrNone, selfMatch, goodTillDate, calls, manyLots, noBand, calendar

  /// The features that streams use unless they are told otherwise.
  public static let standard: Set<Feature> = [
    .market, .immediate, .days, .crossFirm, .manyLots, .noBand, .calendar,
  ]
}
