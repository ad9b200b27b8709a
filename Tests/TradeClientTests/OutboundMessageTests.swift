import FIX44
import Market
import Testing
import TradeClient

@Suite struct OutboundMessageTests {
  static let now = Instant(nanoseconds: 1_795_000_000_123_000_000)

  static func text(_ message: OutboundMessage?) -> String {
    guard let message else { return "nothing" }
    return "\(message.msgType) "
      + message.fields.map { "\($0.tag)=\($0.value)" }.joined(separator: "|")
  }

  static func request() -> OrderRequest {
    var request = OrderRequest(side: "2", symbol: "CU-BW-A", qty: "50", price: "68450")
    request.hasGuarantee = true
    request.execInst = ["6", "G"]
    request.account = "ACC"
    request.documents = ["R1", "R2"]
    return request
  }

  @Test("an order with everything")
  func order() {
    #expect(
      Self.text(.order(Self.request(), clOrdID: "A1", now: Self.now))
        == "D 11=A1|1=ACC|544=2|18=6 G|55=CU-BW-A|711=2|311=CU|309=R1|305=100|311=CU|309=R2|305=100|"
        + "54=2|60=20261118-11:06:40.123|38=50|40=2|44=68450|15=CNY|59=0")
    let market = OrderRequest(side: "1", symbol: "CU-BW-A", qty: "25", price: nil)
    #expect(
      Self.text(.order(market, clOrdID: "A1", now: Self.now))
        == "D 11=A1|55=CU-BW-A|54=1|60=20261118-11:06:40.123|38=25|40=1|15=CNY|59=0")
  }

  @Test("stop prices, dates, quantities and own orders")
  func qualifiers() {
    var stop = OrderRequest(side: "1", symbol: "CU-BW-A", qty: "25", price: nil)
    stop.stopPx = "68500"
    stop.timeInForce = "6"
    stop.expiry = "20261123"
    stop.selfMatch = "O"
    #expect(
      Self.text(.order(stop, clOrdID: "A1", now: Self.now))
        == "D 11=A1|55=CU-BW-A|54=1|60=20261118-11:06:40.123|38=25|40=3|99=68500|15=CNY|59=6|"
        + "432=20261123|7821=O")
    stop.price = "68510"
    stop.expiry = "20261123-07:00:00"
    stop.minQty = "50"
    stop.maxFloor = "25"
    #expect(
      Self.text(.order(stop, clOrdID: "A1", now: Self.now))
        == "D 11=A1|110=50|111=25|55=CU-BW-A|54=1|60=20261118-11:06:40.123|38=25|40=4|44=68510|"
        + "99=68500|15=CNY|59=6|126=20261123-07:00:00|7821=O")
  }

  @Test("a replace keeps market to limit and gives it a price; an order of another run too")
  func marketToLimit() throws {
    var orders = ClientOrders()
    orders.received(
      MessageTextTests.message(
        "35=8|37=7|11=A1|150=0|39=0|55=CU-BW-A|54=1|38=50|40=K|44=68450|18=6|111=25|59=6|"
          + "126=20261123-07:00:00"))
    let order = try #require(orders.order("A1"))
    let request = ReplaceRequest(name: "A1", qty: "75", price: nil)
    #expect(
      Self.text(.replace(order, by: request, clOrdID: "A2", now: Self.now))
        == "G 41=A1|37=7|11=A2|18=6|111=25|55=CU-BW-A|54=1|60=20261118-11:06:40.123|38=75|40=K|"
        + "44=68450|15=CNY|59=6|126=20261123-07:00:00")
  }

  @Test("what follows an order repeats what it must")
  func following() throws {
    var orders = ClientOrders()
    orders.sent(Self.request(), clOrdID: "A1")
    orders.received(MessageTextTests.message("35=8|37=7|11=A1|150=0|39=0|38=50|44=68450"))
    let order = try #require(orders.order("A1"))
    #expect(
      Self.text(.cancel(order, clOrdID: "A2", now: Self.now))
        == "F 41=A1|37=7|11=A2|55=CU-BW-A|54=2|60=20261118-11:06:40.123|38=50")
    #expect(
      Self.text(
        .replace(
          order, by: ReplaceRequest(name: "A1", qty: "75", price: nil), clOrdID: "A2", now: Self.now
        ))
        == "G 41=A1|37=7|11=A2|1=ACC|544=2|18=6 G|55=CU-BW-A|54=2|60=20261118-11:06:40.123|38=75|40=2|"
        + "44=68450|15=CNY|59=0")
    #expect(Self.text(.status(order)) == "H 37=7|11=A1|55=CU-BW-A|54=2")
  }

  @Test("a mass cancel says which orders")
  func massCancel() {
    var request = MassRequest()
    #expect(
      Self.text(.massCancel(request, clOrdID: "M1", now: Self.now))
        == "q 11=M1|530=7|60=20261118-11:06:40.123")
    request.symbol = "CU-BW-A"
    request.side = "2"
    request.account = "DLR001-P"
    #expect(
      Self.text(.massCancel(request, clOrdID: "M2", now: Self.now))
        == "q 11=M2|530=1|55=CU-BW-A|54=2|60=20261118-11:06:40.123|7831=DLR001-P")
  }

  @Test("a mass status request says which orders")
  func massStatus() {
    var request = MassRequest()
    #expect(Self.text(.massStatus(request, id: "Q1")) == "AF 584=Q1|585=7")
    request.symbol = "CU-BW-A"
    request.side = "2"
    request.account = "DLR001-P"
    #expect(
      Self.text(.massStatus(request, id: "Q2")) == "AF 584=Q2|585=1|1=DLR001-P|55=CU-BW-A|54=2")
  }

  @Test("a raw message loses its header and trailer, and needs a MsgType(35)")
  func raw() throws {
    let fields = MessageTextTests.message("8=FIX.4.4|9=5|35=D|49=X|56=Y|34=1|52=Z|11=A1|10=000")
      .fields
    #expect(Self.text(try OutboundMessage(raw: fields)) == "D 11=A1")
    #expect(throws: CommandError("35=TYPE is missing")) {
      try OutboundMessage(raw: [.init(.clOrdID, "A1")])
    }
  }
}
