import FIX44
import Testing

@Suite struct CodeSetsTests {
  let dictionary = FIX44Dictionary.make()

  @Test("well-known codes carry the values of the standard")
  func knownCodes() {
    #expect(CodeSet.Side.sell.rawValue == 0x32)
    #expect(CodeSet.OrdType.marketWithLeftOverAsLimit.rawValue == 0x4b)
    #expect(CodeSet.ExecType.trade.rawValue == 0x46)
    #expect(CodeSet.SessionRejectReason.incorrectNumInGroupCount.rawValue == 16)
    #expect(CodeSet.PartyRole.contraFirm.rawValue == 17)
    #expect(CodeSet.SecurityType.warehouseReceipt.rawValue == "WHR")
  }

  @Test("an enumeration and the dictionary list the same values in the same order")
  func sameValues() {
    let sides = CodeSet.Side.allCases.map { String(UnicodeScalar($0.rawValue)) }
    #expect(dictionary.field(.side)?.values == sides)
    let reasons = CodeSet.OrdRejReason.allCases.map { String($0.rawValue) }
    #expect(dictionary.field(.ordRejReason)?.values == reasons)
    let types = CodeSet.SecurityType.allCases.map(\.rawValue)
    #expect(dictionary.field(.securityType)?.values == types)
  }

  @Test("a value outside the set has no case")
  func strangers() {
    #expect(CodeSet.Side(rawValue: 0x30) == nil)
    #expect(CodeSet.OrdRejReason(rawValue: 12) == nil)
  }
}
