/// What a session wants of the messages sent to it, and where the market is.
public struct ReportOptions: Sendable, BitwiseCopyable {
  /// Whether own tags and own enumerations stand in its messages. Without them every message validates
  /// against the plain FIX 4.4 dictionary.
  public var ownTags: Bool
  /// East of UTC, seconds: where days of TradeDate(75) begin.
  public var marketUTCOffsetSeconds: Int32

  /// Own tags and Shanghai's time by default.
  public init(ownTags: Bool = true, marketUTCOffsetSeconds: Int32 = 28_800) {
    self.ownTags = ownTags
    self.marketUTCOffsetSeconds = marketUTCOffsetSeconds
  }
}
