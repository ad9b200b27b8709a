import Market
import MarketCore
import Testing

/// A title document as the venue shows it.
@Suite struct TitleViewTests {
  private static func market(_ rows: [String]) -> ScenarioMarket {
    let market = ScenarioMarket()
    let start = [
      "market", "firm WHS001", "firm BNK001", "session WH WHS001 warehouse",
      "warehouse ZZW01 grade=A firm=WHS001",
      "doc R1 DLR001 weight=25.1 warehouse=ZZW01 position=A-1 version=3 until=1000 paid=900",
      "doc R2 DLR001 status=7 warehouse=ZZW01 position=A-2 pledgee=BNK001",
      "doc S1 DLR001 status=3 warehouse=ZZW01 version=1 digest=S1 position=B-1 flags=splittable+bonded",
    ]
    for row in start + rows { VenueTests.perform(row, market) }
    return market
  }

  private static func view(_ id: String, of market: ScenarioMarket) -> TitleView? {
    market.tester.applier.venue.title(TitleDocID(text32(id)))
  }

  @Test("whose it is, where its goods are, and until when it is sold")
  func particulars() {
    let market = Self.market([])
    let view = Self.view("R1", of: market)
    #expect(view?.status == .active && view?.version == 3)
    #expect(view?.holder.text == text16("DLR001") && view?.issuer.text == text16("WHS001"))
    #expect(view?.warehouse.text == text16("ZZW01") && view?.symbol.text == text16("CU-BW-A"))
    #expect(view?.position == TitlePosition(storage: text16("A-1")))
    #expect(view?.netWeight == Quantity(thousandths: 25_100))
    #expect(view?.soldUntil == view?.feePaidTo && view?.soldUntil != view?.storedUntil)
    #expect(view?.pledgee == CompID() && view?.endorsements == 0)
    #expect(Self.view("R2", of: market)?.pledgee.text == text16("BNK001"))
    #expect(Self.view("R9", of: market) == nil)
  }

  @Test("the order that it backs, then the trade that it settles in")
  func claims() {
    let market = Self.market(["new D1 A1 sell 1 68450 docs=R1"])
    #expect(Self.view("R1", of: market)?.order == OrderID(rawValue: 1))
    VenueTests.perform("new D2 B1 buy 1 68450", market)
    let view = Self.view("R1", of: market)
    #expect(view?.order == OrderID.none && view?.trade == TradeID(rawValue: 1))
  }

  @Test("what a split has made of it, and what its parts have come from")
  func family() {
    let market = Self.market([
      "firm ZZREG", "session RG ZZREG registry",
      "title RG split S1 version=1 parts=S1a:12.5:C-1,S1b:12.5:C-2",
    ])
    let whole = Self.view("S1", of: market)
    let part = Self.view("S1b", of: market)
    #expect(whole?.status == .void && whole?.endorsements == 1 && whole?.head != Digest256.none)
    #expect(whole?.successor.text == text32("S1a") && whole?.parent == TitleDocID())
    #expect(part?.parent.text == text32("S1") && part?.status == .draft)
  }
}
