import Market
import Testing
import Titles

@Suite struct TitleRegisterExpectTests {
  @Test("what is expected is as it was: free, reserved, settling, held by nobody")
  func nothingChanges() throws {
    var tester = TitleTester()
    let trade = try TitleRegisterTransferTests.sell(in: &tester)
    try tester.admit(TitleTester.draft("D"), .active)
    let before = tester.register.oldestFree(
      of: TitleTester.holder, in: TitleTester.copper, at: TitleTester.now)
    let noPlace = tester.register.expectHolding(of: TitleTester.buyer, in: TitleTester.ore)
    let place = tester.register.expectHolding(of: TitleTester.holder, in: TitleTester.copper)
    let none = tester.register.expectedHolding(hash: noPlace)
    let found = tester.register.expectedHolding(hash: place)
    let holding = try #require(found)
    tester.register.expectTree(of: holding)
    tester.register.expectOldest(in: holding)
    for chain in [trade, DocumentChain()] {
      tester.register.expectNumbers(of: chain)
      tester.register.expectDelivery(of: chain)
      tester.register.expectRelease(of: chain)
      tester.register.expectPlace(of: chain)
    }
    let after = tester.register.oldestFree(
      of: TitleTester.holder, in: TitleTester.copper, at: TitleTester.now)
    let finding = tester.register.audit()
    #expect(before == 3 && after == before && none == nil && finding == nil)
  }
}
