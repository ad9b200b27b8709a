import Market
import OrderEntry
import Records
import Testing

/// Applications, deposits and bids as records: SecurityDefinitionRequest(c), CollateralAssignment(AY),
/// NewOrderSingle(D).
@Suite struct AuctionsTests {
  static let application =
    "35=c|320=A-1|321=1|55=CU-BW-A|15=CNY|336=AUC|1=DLR001-P|60=20261123-01:30:00.000|38=50|44=69000|"
    + "342=20261124-01:00:00.000|344=20261124-03:00:00.000|7761=E|7763=S|7764=68000|7765=100|"

  @Test("an application has its variant, terms and times; the documents trail it")
  func application() {
    let line = Self.application.replacing(
      "|336=", with: "|\(OrderLines.documents(["R1", "R2"]))336=")
    let decoded = Decoded(line)
    let (result, head) = (decoded.result, decoded.head)
    #expect(result == .appended(.applyAuction))
    #expect(head.bodyLength == 160 + 64)
    let body = decoded.body(ApplyAuction.self)
    #expect(
      fields(of: body)
        == "reference=A-1 symbol=CU-BW-A account=DLR001-P startPrice=680000000 priceStep=1000000 "
        + "limitPrice=690000000 quantity=50000 opensAt=1795482000000000000 "
        + "closesAt=1795489200000000000 transactTime=1795397400000000000 documentCount=2 "
        + "sideCode=50 modeCode=69")
    let documents = decoded.documents(behind: ApplyAuction.self, count: body.documentCount)
    #expect(documents == ["R1", "R2"])
  }

  @Test(
    "a lot that is bought is one of AuctionSide(7763) B, by guarantee where CashMargin(544) says so"
  )
  func bought() {
    let line = Self.application.replacing("7763=S|", with: "7763=B|544=2|")
      .replacing("7761=E", with: "7761=D").replacing("344=20261124-03:00:00.000|", with: "")
    let decoded = Decoded(line)
    let body = decoded.body(ApplyAuction.self)
    #expect(body.sideCode == Side.buy.rawValue)
    #expect(body.modeCode == TradingMode.auctionDescending.rawValue)
    #expect(body.cashMarginCode == CashMargin.performanceGuarantee.rawValue)
    #expect(body.closesAt == .none)
  }

  private static func without(_ field: String) -> String {
    application.replacing("|\(field)|", with: "|")
  }

  static let refusedApplications: [(line: String, summary: String)] = [
    (without("320=A-1"), "reject requiredTagMissing 320"),
    (without("321=1"), "reject requiredTagMissing 321"),
    (without("55=CU-BW-A"), "refused conditionallyRequiredFieldMissing 55"),
    (without("38=50"), "refused conditionallyRequiredFieldMissing 38"),
    (without("342=20261124-01:00:00.000"), "refused conditionallyRequiredFieldMissing 342"),
    (without("7761=E"), "refused conditionallyRequiredFieldMissing 7761"),
    (without("7763=S"), "refused conditionallyRequiredFieldMissing 7763"),
    (without("7764=68000"), "refused conditionallyRequiredFieldMissing 7764"),
    (without("7765=100"), "refused conditionallyRequiredFieldMissing 7765"),
    (application.replacing("15=CNY", with: "15=USD"), "refused codeNotOffered 15"),
    (application.replacing("336=AUC", with: "336=DAY"), "refused codeNotOffered 336"),
    (application.replacing("7761=E", with: "7761=L"), "refused codeNotOffered 7761"),
    (application.replacing("7763=S", with: "7763=X"), "refused codeNotOffered 7763"),
    (application + "544=3|", "refused codeNotOffered 544"),
    (application.replacing("7765=100", with: "7765=1.00001"), "refused valueNotRepresentable 7765"),
    (
      application.replacing("320=A-1", with: "320=123456789012345678901234567890123"),
      "refused valueNotRepresentable 320"
    ),
    (
      application.replacing("342=20261124-01:00:00.000", with: "342=9:00"),
      "reject incorrectDataFormat 342"
    ),
  ]

  static let deposit = "35=AY|902=D-1|895=0|903=0|60=20261123-01:30:00.000|7762=7|"

  @Test("a deposit names its lot; the sum may stand there")
  func deposit() {
    let decoded = Decoded(Self.deposit + "15=CNY|900=170000|")
    let (result, body) = (decoded.result, decoded.body(DepositAuction.self))
    #expect(result == .appended(.depositAuction))
    #expect(fields(of: body) == "reference=D-1 amount=17000000 auction=7")
    let release = Decoded(Self.deposit.replacing("903=0", with: "903=3"))
    #expect(
      fields(of: release.body(DepositAuction.self)) == "reference=D-1 auction=7 transTypeCode=3")
  }

  static let refusedDeposits: [(line: String, summary: String)] = [
    (deposit.replacing("902=D-1|", with: ""), "reject requiredTagMissing 902"),
    (deposit.replacing("903=0|", with: ""), "reject requiredTagMissing 903"),
    (deposit.replacing("895=0", with: "895=3"), "refused codeNotOffered 895"),
    (deposit.replacing("903=0", with: "903=1"), "refused codeNotOffered 903"),
    (deposit.replacing("7762=7", with: "7762=0"), "refused valueNotRepresentable 7762"),
    (deposit.replacing("7762=7", with: "7762=4294967296"), "refused valueNotRepresentable 7762"),
    (deposit + "15=USD|", "refused codeNotOffered 15"),
    (deposit + "900=0|", "refused valueNotRepresentable 900"),
  ]

  static let bid =
    "35=D|11=B-1|55=CU-BW-A|54=1|60=20261123-01:30:00.000|38=25|40=2|44=68100|59=0|7761=E|7762=7|"

  @Test("a bid is an order that names its lot, in session AUC where it says one")
  func bid() {
    let plain = Decoded(Self.bid)
    let (result, body) = (plain.result, plain.body(NewOrder.self))
    #expect(result == .appended(.newOrder))
    #expect(body.auction == 7 && body.modeCode == TradingMode.auctionAscending.rawValue)
    let session = Decoded(Self.bid.replacing("|55=", with: "|386=1|336=AUC|55="))
    #expect(session.body(NewOrder.self).auction == 7)
    let acceptance = Decoded(
      Self.bid.replacing("59=0|7761=E", with: "59=4|7761=D").replacing(
        "7762=7", with: "7762=4294967295"))
    #expect(acceptance.body(NewOrder.self).auction == 4_294_967_295)
  }

  static let refusedBids: [(line: String, summary: String)] = [
    (bid.replacing("7762=7|", with: ""), "refused conditionallyRequiredFieldMissing 7762"),
    (bid.replacing("7761=E|", with: ""), "refused conditionallyRequiredFieldMissing 7761"),
    (bid.replacing("7761=E", with: "7761=L"), "refused codeNotOffered 7761"),
    (bid.replacing("7762=7", with: "7762=0"), "refused valueNotRepresentable 7762"),
    (bid.replacing("|55=", with: "|386=1|336=DAY|55="), "refused codeNotOffered 336"),
    (
      bid.replacing("|55=", with: "|386=2|336=AUC|336=DAY|55="), "refused valueNotRepresentable 386"
    ),
    (
      bid.replacing("7761=E|7762=7|", with: "").replacing("|55=", with: "|386=1|336=AUC|55="),
      "refused valueNotRepresentable 386"
    ),
  ]

  @Test(
    "what is missing, not offered or can't be held is refused by its field",
    arguments: refusedApplications + refusedDeposits + refusedBids)
  func refuses(_ row: (line: String, summary: String)) {
    let summary = Decoded(row.line).summary
    #expect(summary == row.summary)
  }

  @Test("who trades applies, deposits and bids, and nobody else", arguments: SessionRole.allCases)
  func permitted(_ role: SessionRole) {
    for line in [Self.application, Self.deposit, Self.bid] {
      let decoded = Decoded(line, context: OrderLines.context(role))
      let summary = decoded.summary
      #expect((summary == "refused notAuthorised 0") == !role.mayTrade, "\(summary)")
    }
  }
}
