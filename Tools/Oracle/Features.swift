/// What a stream may make use of, beside limit orders, cancels and replaces.
public enum Feature: String, CaseIterable, Sendable {
  case market, immediate, phases, days, crossFirm, marketToLimit, stops, icebergs, postOnly, minQty
  case allOrNone, selfMatch, goodTillDate, calls, atTheEnds, redefinition, dynamicBand, manyLots,
    noBand, calendar, bursts, massCancels, massStatuses, disconnects,
    intervals, listings, crosses, reports, quotes, auctions, premiums

  /// The features that streams use unless they are told otherwise.
  public static let standard: Set<Feature> = [
    .market, .immediate, .phases, .days, .crossFirm, .manyLots, .noBand, .calendar, .marketToLimit,
    .minQty, .selfMatch, .goodTillDate, .postOnly, .icebergs, .stops, .bursts, .allOrNone, .calls,
    .atTheEnds, .redefinition, .massCancels, .massStatuses,
    .dynamicBand, .disconnects, .intervals, .listings, .crosses, .reports, .quotes, .auctions,
    .premiums,
  ]
}
