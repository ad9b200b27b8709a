import FIX44
import Market
import Testing
import TradeClient

/// A bank's stand-in: it pays in, and pays what a guarantee is short of.
@Suite struct StandInPaymentTests {
  static let read: [(String, StandInPayment)] = [
    ("DLR002:1000000", StandInPayment(firm: "DLR002", amount: "1000000")),
    ("DLR002:0.5:USD", StandInPayment(firm: "DLR002", amount: "0.5", currency: "USD")),
    ("A:1.25", StandInPayment(firm: "A", amount: "1.25")),
  ]

  @Test("a payment as a user writes it", arguments: read)
  func reads(_ text: String, _ payment: StandInPayment) throws {
    #expect(try StandInPayment(text) == payment)
  }

  @Test(
    "what is no payment is refused",
    arguments: [
      "", "DLR002", "DLR002:", ":1", "DLR002:-1", "DLR002:1.234", "DLR002:1.", "DLR002:1,5",
      "DLR002:1:EURO", "DLR002:1:USD:x", "DLR002:0.00", "DLR002:+1",
      "DLR002:92233720368547758.08",
    ])
  func refuses(_ text: String) {
    #expect(throws: CommandError.self) { try StandInPayment(text) }
  }

  @Test("it pays in as soon as it may, and puts it down")
  func paysIn() throws {
    var bank = StandIn(
      bank: StandInPolicy(),
      paysIn: [
        StandInPayment(firm: "DLR002", amount: "1000000"),
        StandInPayment(firm: "DLR003", amount: "5", currency: "USD"),
      ], now: StandInTests.now)
    #expect(bank.oldestOpen == nil)
    let taken = bank.takeDue(now: StandInTests.now)
    let first = try #require(taken)
    #expect(
      OutboundMessageTests.text(first.message)
        == "AY 902=P1|895=0|903=0|60=20261118-11:06:40.123|453=1|448=DLR002|447=D|452=1|15=CNY"
        + "|900=1000000|7786=1")
    #expect(first.text == "DLR002: 1000000 CNY is paid in")
    #expect(first.statement == ",DLR002,1000000,CNY")
    bank.epochOpened()
    let next = bank.takeDue(now: StandInTests.now)
    let second = try #require(next)
    #expect(OutboundMessageTests.text(second.message).hasPrefix("AY 902=P2|"))
    let last = bank.takeDue(now: StandInTests.now)
    #expect(last == nil)
  }

  static func call(reason: String = "3") -> WireMessage {
    WireMessage(fields: [
      .init(.msgType, "AX"), .init(.msgSeqNum, "5"), .init(.collReqID, "44"),
      .init(.collAsgnReason, reason), .init(.partyID, "DLR001"), .init(.tradeReportID, "7"),
      .init(.symbol, "CU-BW-A"), .init(.currency, "CNY"), .init(.cashOutstanding, "1234.56"),
    ])
  }

  @Test("a call for money is paid to the firm's guarantees")
  func topUp() throws {
    let answer = try #require(StandInTests.answer(.bank, to: Self.call()))
    #expect(
      OutboundMessageTests.text(answer.message)
        == "AY 902=C44|895=3|903=0|60=20261118-11:06:40.123|453=1|448=DLR001|447=D|452=1|15=CNY"
        + "|900=1234.56|7786=2")
    #expect(answer.text == "trade 7 CU-BW-A: 1234.56 is paid")
    #expect(answer.statement == "7,DLR001,1234.56,CNY")
  }

  @Test("what it refuses it does not pay, and has no message for")
  func refusesCall() {
    var bank = StandIn(.bank, StandInTests.refusing())
    #expect(bank.received(Self.call(), now: StandInTests.now) == "trade 7 CU-BW-A: not paid")
    #expect(bank.nextDue == .distantFuture)
  }

  @Test("what the venue does not take is said, and what it takes is not")
  func refusedPayment() {
    var bank = StandIn(.bank, StandInPolicy())
    let refused = WireMessage(fields: [
      .init(.msgType, "AZ"), .init(.collAsgnRespType, "3"), .init(.text, "the firm is not known"),
    ])
    #expect(
      bank.received(refused, now: StandInTests.now) == "the venue refuses: the firm is not known")
    let taken = WireMessage(fields: [.init(.msgType, "AZ"), .init(.collAsgnRespType, "1")])
    #expect(bank.received(taken, now: StandInTests.now) == nil)
  }

  @Test("an excess asks for nothing")
  func excess() {
    #expect(StandInTests.answer(.bank, to: Self.call(reason: "4")) == nil)
  }
}
