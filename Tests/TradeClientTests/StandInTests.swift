import FIX44
import Market
import Testing
import TradeClient

@Suite struct StandInTests {
  static let now = Instant(nanoseconds: 1_795_000_000_123_000_000)

  static func instruction(_ number: Int, trade: Int) -> WireMessage {
    WireMessage(fields: [
      .init(.msgType, "AE"), .init(.msgSeqNum, "\(number)"), .init(.tradeReportID, "\(number)"),
      .init(.tradeReportTransType, "0"), .init(.trdMatchID, "\(trade)"), .init(.symbol, "CU-BW-A"),
      .init(.underlyingSecurityID, "R1"), .init(.currency, "CNY"), .init(.partyID, "DLR001"),
      .init(.netMoney, "1720619.48"), .init(.partyID, "DLR002"), .init(.netMoney, "1720250.26"),
    ])
  }

  static func transfer(result: String) -> WireMessage {
    WireMessage(fields: [
      .init(.msgType, "UT"), .init(.msgSeqNum, "3"), .init(.trdMatchID, "7"),
      .init(.underlyingSecurityID, "R1"), .init(.underlyingSecurityID, "R2"),
      .init(.titleEventID, "13"), .init(.titleHolder, "DLR002"), .init(.titleAction, "5"),
      .init(.titleResult, result), .init(.titleRecipient, "DLR001"),
    ])
  }

  static func delivery(weight: String) -> WireMessage {
    WireMessage(fields: [
      .init(.msgType, "UT"), .init(.trdMatchID, "7"), .init(.titleEventID, "44"),
      .init(.titleDocID, "R1"), .init(.titleHolder, "DLR001"), .init(.warehouseCode, "ZZW01"),
      .init(.netWeight, weight), .init(.titleAction, "5"), .init(.titleResult, "1"),
    ])
  }

  static func answer(
    _ role: StandInRole, to message: WireMessage, _ policy: StandInPolicy = StandInPolicy()
  ) -> StandIn.Answer? {
    var standIn = StandIn(role, policy)
    #expect(standIn.received(message, now: now) == nil)
    return standIn.takeDue(now: now)
  }

  static func refusing() -> StandInPolicy {
    var policy = StandInPolicy()
    policy.refusals = [.all]
    return policy
  }

  static func net(toPay: String, side: String = "1") -> WireMessage {
    WireMessage(fields: [
      .init(.msgType, "AE"), .init(.msgSeqNum, "4"), .init(.tradeReportID, "81"),
      .init(.tradeReportTransType, "0"), .init(.symbol, "[N/A]"), .init(.side, side),
      .init(.partyID, "ZZM01"),
      .init(.currency, "CNY"), .init(.netMoney, "3000"), .init(.settlCurrAmt, toPay),
      .init(.netRunID, "1"), .init(.netRound, "2"),
    ])
  }

  @Test("a member's net is paid, where it has to pay, and put down with its run and round")
  func net() throws {
    let answer = try #require(Self.answer(.clearing, to: Self.net(toPay: "2500.5")))
    #expect(
      OutboundMessageTests.text(answer.message)
        == "AR 571=81|150=F|939=0|55=[N/A]|60=20261118-11:06:40.123")
    #expect(answer.text == "net run 1 ZZM01 2500.5: the funds leg is settled")
    #expect(answer.statement == ",ZZM01,3000,,,CNY,1,2")
    let refused = try #require(
      Self.answer(.clearing, to: Self.net(toPay: "2500.5"), Self.refusing()))
    #expect(refused.statement == nil)
  }

  @Test("clearing settles a funds leg, and puts it down")
  func clearing() throws {
    let answer = try #require(Self.answer(.clearing, to: Self.instruction(12, trade: 7)))
    #expect(
      OutboundMessageTests.text(answer.message)
        == "AR 571=12|150=F|939=0|880=7|55=CU-BW-A|60=20261118-11:06:40.123")
    #expect(answer.text == "trade 7 CU-BW-A R1: the funds leg is settled")
    #expect(answer.statement == "7,DLR001,1720619.48,DLR002,1720250.26,CNY,,")
  }

  @Test(
    "what is told again is not done twice; what another process was told is",
    arguments: ["43", "97"])
  func repeated(_ flag: String) throws {
    let again = WireMessage(
      fields: Self.transfer(result: "0").fields
        + [.init(Tag(rawValue: try #require(UInt32(flag))), "Y")])
    var standIn = StandIn(.registry, StandInPolicy())
    #expect(standIn.received(Self.transfer(result: "0"), now: Self.now) == nil)
    #expect(standIn.takeDue(now: Self.now) != nil)
    let text = standIn.received(again, now: Self.now)
    #expect(text == "UT 13 0 was told before: nothing is done twice")
    #expect(standIn.takeDue(now: Self.now) == nil)
    #expect(Self.answer(.registry, to: again) != nil)
  }

  @Test("it knows the last 100,000 again, and none before")
  func remembers() {
    func said(_ standIn: inout StandIn, _ number: Int) -> Bool {
      var fields = Self.instruction(number, trade: number).fields
      fields.append(.init(.possResend, "Y"))
      let text = standIn.received(WireMessage(fields: fields), now: Self.now)
      while standIn.takeDue(now: Self.now) != nil {}
      return text == nil
    }
    var standIn = StandIn(.clearing, StandInPolicy())
    for number in 1...StandIn.rememberedMost { _ = said(&standIn, number) }
    #expect(!said(&standIn, 1))
    #expect(said(&standIn, StandIn.rememberedMost + 1))
    #expect(said(&standIn, 1))
    #expect(!said(&standIn, StandIn.rememberedMost))
  }

  @Test("clearing refuses, and puts nothing down")
  func clearingRefuses() throws {
    let answer = try #require(
      Self.answer(.clearing, to: Self.instruction(12, trade: 7), Self.refusing()))
    #expect(
      OutboundMessageTests.text(answer.message)
        == "AR 571=12|150=F|939=1|751=99|880=7|55=CU-BW-A|60=20261118-11:06:40.123")
    #expect(answer.statement == nil)
  }

  @Test("the registry moves all documents of a trade, with the warehouse's signature")
  func registry() throws {
    let answer = try #require(Self.answer(.registry, to: Self.transfer(result: "0")))
    #expect(OutboundMessageTests.text(answer.message) == "UT 880=7|7700=13|7754=5|7755=1|7758=Y")
    #expect(answer.text == "trade 7 2 documents: the title is moved")
    #expect(answer.statement == "7,R1,DLR001,,\n7,R2,DLR001,,")
  }

  @Test("the registry refuses")
  func registryRefuses() throws {
    let answer = try #require(
      Self.answer(.registry, to: Self.transfer(result: "0"), Self.refusing()))
    #expect(OutboundMessageTests.text(answer.message) == "UT 880=7|7700=13|7754=5|7755=2|7758=N")
  }

  @Test(
    "a warehouse weighs what the receipt says, or so much more",
    arguments: [
      (0, "25.204", "25.204"), (-30, "25.000", "24.925"), (50, "25", "25.125"), (1, "0.5", "0.500"),
    ])
  func warehouse(_ outturn: Int, _ receipt: String, _ weight: String) throws {
    var policy = StandInPolicy()
    policy.outturnHundredths = outturn
    let answer = try #require(Self.answer(.warehouse, to: Self.delivery(weight: receipt), policy))
    #expect(
      OutboundMessageTests.text(answer.message) == "UT 880=7|7700=W44|7701=R1|7725=\(weight)")
    #expect(answer.statement == "7,R1,DLR001,\(weight),ZZW01")
  }

  @Test("what is no question to the role is not answered")
  func others() {
    #expect(Self.answer(.registry, to: Self.transfer(result: "1")) == nil)
    #expect(Self.answer(.warehouse, to: Self.transfer(result: "0")) == nil)
    #expect(Self.answer(.registry, to: Self.instruction(1, trade: 1)) == nil)
  }

  @Test("the venue's refusal of an answer is told")
  func refusal() {
    var standIn = StandIn(.clearing, StandInPolicy())
    let reject = WireMessage(fields: [
      .init(.msgType, "j"), .init(.text, "It was answered so before"),
    ])
    #expect(
      standIn.received(reject, now: Self.now) == "the venue refuses: It was answered so before")
  }

  @Test("an answer waits for its delay; what is not answered is known as open")
  func delay() {
    var policy = StandInPolicy()
    policy.delayNanos = 1_000...1_000
    var standIn = StandIn(.clearing, policy)
    _ = standIn.received(Self.instruction(4, trade: 7), now: Self.now)
    _ = standIn.received(Self.instruction(5, trade: 8), now: Self.now.adding(nanoseconds: 10))
    #expect(standIn.oldestOpen == MsgSeqNum(rawValue: 4))
    #expect(standIn.nextDue == Self.now.adding(nanoseconds: 1_000))
    #expect(standIn.takeDue(now: Self.now.adding(nanoseconds: 999)) == nil)
    #expect(standIn.takeDue(now: Self.now.adding(nanoseconds: 1_000)) != nil)
    #expect(standIn.oldestOpen == MsgSeqNum(rawValue: 5))
    standIn.epochOpened()
    #expect(standIn.oldestOpen == MsgSeqNum(rawValue: 1))
    #expect(standIn.takeDue(now: Self.now.adding(nanoseconds: 1_010)) != nil)
    #expect(standIn.oldestOpen == nil)
    #expect(standIn.nextDue == .distantFuture)
  }

  @Test("silence: nothing is answered, and nothing stays open")
  func silence() {
    var policy = StandInPolicy()
    policy.silences = [.trade("7")]
    policy.refusals = [.all]
    var standIn = StandIn(.clearing, policy)
    #expect(
      standIn.received(Self.instruction(4, trade: 7), now: Self.now)
        == "trade 7 CU-BW-A R1: not answered")
    #expect(standIn.oldestOpen == nil)
    #expect(standIn.takeDue(now: Self.now) == nil)
  }
}
