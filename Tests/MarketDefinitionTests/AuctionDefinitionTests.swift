import Market
import Testing

@testable import MarketDefinition

@Suite struct AuctionDefinitionTests {
  /// The definition whose instrument is auctioned, with `auction` as it says.
  private func folder(_ auction: String, modes: String = "auction-ascending") throws
    -> DefinitionFolder
  {
    let folder = try DefinitionFolder()
    try folder.edit(
      "instruments.yaml", "listingMode: [listing, continuous]",
      "listingMode: [listing, \(modes)]\(auction.isEmpty ? "" : "\n    auction: \(auction)")")
    return folder
  }

  @Test(
    "what is not said is as in the market rules: 60 s before the close, 10 times, steps of 60 s")
  func defaults() throws {
    let folder = try folder("{notice: 1 d, depositPercent: 5}")
    let copper = try #require(try Definition(folder: folder.path).instruments.first)
    var expected = AuctionDefinition()
    expected.noticeSeconds = 86_400
    expected.depositBasisPoints = 500
    #expect(copper.auction == expected)
    #expect(copper.isAuctioned && copper.trades)
    let body = DefineInstrument(copper)
    #expect(body.modes == 9)
    #expect(body.auctionNoticeSeconds == 86_400 && body.auctionDepositBasisPoints == 500)
    #expect(body.auctionExtensionSeconds == 60 && body.auctionExtensions == 10)
    #expect(body.auctionStepSeconds == 60)
  }

  @Test("all of it is said; no extension at all is one of zero seconds")
  func said() throws {
    let folder = try folder(
      "{notice: 2 h, depositPercent: 12.5, extension: 30 s, extensions: 0, step: 5 min}",
      modes: "auction-descending")
    let copper = try #require(try Definition(folder: folder.path).instruments.first)
    let body = DefineInstrument(copper)
    #expect(body.modes == 17)
    #expect(body.auctionNoticeSeconds == 7_200 && body.auctionDepositBasisPoints == 1_250)
    #expect(body.auctionExtensionSeconds == 0 && body.auctionExtensions == 0)
    #expect(body.auctionStepSeconds == 300)
  }

  @Test("an instrument without auctions has none of it")
  func none() throws {
    let body = DefineInstrument(try #require(try DefinitionFolder.definition().instruments.first))
    #expect(body.auctionNoticeSeconds == 0 && body.auctionDepositBasisPoints == 0)
    #expect(body.auctionExtensionSeconds == 0 && body.auctionExtensions == 0)
    #expect(body.auctionStepSeconds == 0)
  }

  static let refused: [(auction: String, modes: String, told: String)] = [
    ("", "auction-ascending", "'listingMode' has auctions but 'auction' is missing"),
    ("{depositPercent: 5}", "auction-ascending", "'notice' is missing"),
    ("{notice: 1 d}", "auction-ascending", "'depositPercent' is missing"),
    ("{notice: 1, depositPercent: 5}", "auction-ascending", "a time like 60 s"),
    ("{notice: 1 d, depositPercent: 100.01}", "auction-ascending", "more than 100"),
    ("{notice: 1 d, depositPercent: 5, extensions: 1001}", "auction-ascending", "1000"),
    ("{notice: 1 d, depositPercent: 5, setp: 1 s}", "auction-ascending", "did you mean 'step'?"),
    ("{notice: 1 d, depositPercent: 5}", "negotiated", "means nothing where 'listingMode' has no"),
  ]

  @Test("what is missing or wrong is named", arguments: refused)
  func refuses(_ row: (auction: String, modes: String, told: String)) throws {
    let folder = try folder(row.auction, modes: row.modes)
    let error = #expect(throws: InvalidDefinition.self) { try Definition(folder: folder.path) }
    #expect(error?.description.contains(row.told) == true, "\(error?.description ?? "")")
  }
}
