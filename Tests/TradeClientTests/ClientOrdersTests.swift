import Testing
import TradeClient

@Suite struct ClientOrdersTests {
  static func book(_ reports: String...) -> ClientOrders {
    var orders = ClientOrders()
    orders.sent(
      OrderRequest(side: "1", symbol: "CU-BW-A", qty: "50", price: "68450"), clOrdID: "A1")
    for report in reports { orders.received(MessageTextTests.message(report)) }
    return orders
  }

  @Test("a report says how its order stands")
  func reported() {
    let order = Self.book(
      "35=8|37=7|11=A1|150=0|39=0|38=50|44=68450|151=50|14=0",
      "35=8|37=7|11=A1|150=F|39=1|38=50|44=68450|151=25|14=25"
    ).order("A1")
    #expect(order?.status == "partially filled")
    #expect(order?.cum == "25")
    #expect(order?.leaves == "25")
    #expect(order?.orderID == "7")
  }

  @Test("a replaced order is known by its old name, its new one and its OrderID(37)")
  func replaced() {
    var orders = Self.book("35=8|37=7|11=A1|150=0|39=0|38=50|44=68450|151=50|14=0")
    if let order = orders.order("A1") { orders.sentRequest("A2", for: order) }
    orders.received(
      MessageTextTests.message("35=8|37=7|11=A2|41=A1|150=5|39=0|38=75|44=68460|151=75|14=0"))
    for name in ["A1", "A2", "7"] {
      #expect(orders.order(name)?.clOrdID == "A2")
      #expect(orders.order(name)?.qty == "75")
    }
    #expect(orders.orders.count == 1)
    #expect(orders.order("A3") == nil)
  }

  @Test("a cancel's answer is its order's, not a new one")
  func canceled() {
    let orders = Self.book(
      "35=8|37=7|11=A1|150=0|39=0|38=50|151=50|14=0",
      "35=8|37=7|11=C1|41=A1|150=4|39=4|38=50|151=0|14=0")
    #expect(orders.orders.count == 1)
    #expect(orders.order("A1")?.status == "canceled")
  }

  @Test("an order of an earlier run is learnt from its report; other messages say nothing")
  func adopted() {
    let orders = Self.book(
      "35=8|37=9|11=B1|150=I|39=0|54=2|55=AL-BW-P|38=25|44=18350|151=25|14=0", "35=9|11=B2")
    #expect(orders.orders.count == 2)
    #expect(orders.order("9")?.symbol == "AL-BW-P")
  }

  @Test("the table has one line for each order under its head")
  func table() {
    #expect(ClientOrders().table == ["no orders"])
    #expect(
      Self.book().table == [
        "ClOrdID  side  symbol   qty  price  cum  leaves  status  OrderID",
        "A1       buy   CU-BW-A   50  68450    0      50  sent           ",
      ])
  }
}
