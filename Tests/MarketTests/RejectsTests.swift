import Market
import Testing

@Suite struct RejectsTests {
  @Test("OrdRejReason(103) stays within FIX 4.4", arguments: OrderReject.allCases)
  func ordRejReason(_ reject: OrderReject) {
    #expect(reject.ordRejReason <= 15 || reject.ordRejReason == 99)
  }

  @Test(
    "RejectClause(7799) names an article of the rule book or none", arguments: OrderReject.allCases)
  func rejectClause(_ reject: OrderReject) {
    let article = reject.rejectClause / 100
    #expect(reject.rejectClause == 0 || (1...50).contains(article))
  }

  @Test("BusinessRejectReason(380) stays within 0 to 7", arguments: Refusal.allCases)
  func businessRejectReason(_ refusal: Refusal) {
    #expect(refusal.businessRejectReason <= 7)
  }

  @Test("CxlRejReason(102) stays within FIX 4.4", arguments: CancelReject.allCases)
  func cxlRejReason(_ reject: CancelReject) {
    #expect(reject.cxlRejReason <= 6 || reject.cxlRejReason == 99)
  }
}
