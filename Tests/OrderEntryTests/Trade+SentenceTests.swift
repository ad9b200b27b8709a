import Market
import Testing

@testable import OrderEntry

/// The tables of states, reasons and refusals in Specs/RULES_OF_ENGAGEMENT.md say what the venue says.
@Suite struct TradeSentenceTests {
  static let document = RejectTableTests.document

  @Test("each state of a trade stands in the table", arguments: TradeState.allCases)
  func states(_ state: TradeState) {
    #expect(Self.document.contains("| \(state.rawValue) | \(state.sentence) |"))
  }

  @Test("each reason stands in the table", arguments: TradeReason.allCases)
  func reasons(_ reason: TradeReason) {
    #expect(Self.document.contains("| \(reason.rawValue) | \(reason.clause) |\n"))
  }

  @Test("each refused notice stands in the table", arguments: NoticeRefusal.allCases)
  func notices(_ refusal: NoticeRefusal) {
    let row = "| \(refusal.rawValue) | \(refusal.businessRejectReason) | \(refusal.sentence) |\n"
    #expect(Self.document.contains(row))
  }

  @Test("no two sentences are the same")
  func distinct() {
    #expect(Set(TradeState.allCases.map(\.sentence)).count == TradeState.allCases.count)
    #expect(Set(TradeReason.allCases.map(\.clause)).count == TradeReason.allCases.count)
    #expect(Set(NoticeRefusal.allCases.map(\.sentence)).count == NoticeRefusal.allCases.count)
  }

  @Test("a state that says all stands alone, another one has its reason behind it")
  func line() {
    var alone = TextLine()
    alone.append(.invoiced, .none)
    var both = TextLine()
    both.append(.bust, .notAffirmed)
    let lines = [Self.text(of: alone), Self.text(of: both)]
    #expect(lines == ["The trade is invoiced", "The trade is undone: a party has rejected it"])
  }

  private static func text(of line: TextLine) -> String {
    let bytes = Span<UInt8>(_bytes: line.bytes)
    return String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }
}
