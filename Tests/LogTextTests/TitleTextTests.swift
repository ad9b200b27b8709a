import LogText
import Market
import MarketCore
import Records
import Testing

/// A title document for people and for programs.
@Suite struct TitleTextTests {
  private static var view: TitleView {
    var view = TitleView()
    view.id = TitleDocID(text32("R26110000017"))
    view.status = .active
    view.symbol = Symbol(text16("CU-BW-A"))
    view.holder = CompID(text16("DLR001"))
    view.warehouse = CompID(text16("ZZW01"))
    view.position = TitlePosition(storage: text16("A-7"))
    view.version = 4
    view.netWeight = Quantity(thousandths: 25_134)
    view.endorsements = 2
    return view
  }

  private static func changed(_ action: TitleAction) -> LogRecord {
    var body = TitleChanged()
    body.document = view.id
    body.actionCode = action.rawValue
    var buffer = RecordBuffer(capacity: 4_096)
    buffer.append(eventHead(.titleChanged), body: body)
    return LogRecord(event: buffer.bytes)
  }

  private static func eventHead(_ type: EventType) -> RecordHead {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.sequence = Sequence(rawValue: 9)
    return head
  }

  @Test("what is known stands in lines, then the chain")
  func lines() {
    let text = TitleText(Self.view, chain: [Self.changed(.issue), Self.changed(.approve)])
    let lines = text.lines
    #expect(lines.first == "document R26110000017")
    #expect(
      Array(lines[1...9]) == [
        "  status        active", "  encumbrance   free", "  symbol        CU-BW-A",
        "  holder        DLR001", "  warehouse     ZZW01", "  position      A-7",
        "  version       4", "  netWeight     25.134", "  endorsements  2",
      ])
    #expect(lines.count == 12)
    #expect(lines[10].contains("titleChanged") && lines[10].contains("action=issue"))
    #expect(lines[11].contains("action=approve"))
  }

  @Test("the venue's own claim has its order, or its trade")
  func claims() {
    var view = Self.view
    view.order = OrderID(rawValue: 17)
    #expect(
      TitleText(view, chain: []).lines[2...3] == ["  encumbrance   reserved", "  orderID       17"])
    view.order = .none
    view.trade = TradeID(rawValue: 3)
    #expect(
      TitleText(view, chain: []).lines[2...3] == ["  encumbrance   settling", "  tradeID       3"])
  }

  @Test("the same as one JSON object")
  func json() {
    let text = TitleText(Self.view, chain: [Self.changed(.issue)])
    #expect(
      text.json.hasPrefix(
        #"{"document":"R26110000017","status":"active","encumbrance":"free","symbol":"CU-BW-A","#))
    #expect(text.json.contains(#""netWeight":25.134,"endorsements":"2","chain":[{"sequence":9,"#))
    #expect(text.json.hasSuffix("]}"))
  }
}
