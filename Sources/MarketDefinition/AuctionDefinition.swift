import Market

/// How lots of an instrument are auctioned (rule book Art. 7(2), 49(7)).
public struct AuctionDefinition: Equatable, Sendable {
  /// The least time between a lot's announcement and its opening.
  public var noticeSeconds: UInt32 = 0
  /// What a bidder deposits before the lot opens, 1/100 of a percent of the lot at its start price.
  public var depositBasisPoints: UInt16 = 0
  /// A bid in the last so many seconds puts the close off by as many; zero for never.
  public var extensionSeconds: UInt32 = 60
  /// As often at most.
  public var extensions: UInt16 = 10
  /// How long each price of a lot by clock lasts.
  public var stepSeconds: UInt32 = 60
  public init() {}
}

extension AuctionDefinition {
  static let keys = ["notice", "depositPercent", "extension", "extensions", "step"]

  /// Of an instrument that has auctions.
  init(_ node: ConfigurationNode) {
    self.init()
    node.expectKeys(Self.keys)
    noticeSeconds = node.required("notice")?.durationSeconds ?? 0
    depositBasisPoints = UInt16(node.required("depositPercent")?.basisPoints ?? 0)
    extensionSeconds = node.child("extension")?.durationSeconds ?? extensionSeconds
    if let count = node.child("extensions")?.integer(in: 0...1_000) { extensions = UInt16(count) }
    stepSeconds = node.child("step")?.durationSeconds ?? stepSeconds
    if extensions == 0 { extensionSeconds = 0 }
  }
}

extension InstrumentDefinition {
  /// What holds for auctions alone.
  mutating func readAuction(_ node: ConfigurationNode) {
    let child = node.child("auction")
    guard isAuctioned else {
      auction.extensionSeconds = 0
      auction.extensions = 0
      auction.stepSeconds = 0
      child?.complain("'auction' means nothing where 'listingMode' has no auction")
      return
    }
    if let child { return auction = AuctionDefinition(child) }
    node.child("listingMode")?.complain(
      "'listingMode' has auctions but 'auction' is missing: it says 'notice', from a lot's announcement to "
        + "its opening, and 'depositPercent', what bidders put down")
  }
}
