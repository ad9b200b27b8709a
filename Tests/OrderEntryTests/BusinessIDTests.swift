import Market
import OrderEntry
import Testing

/// BusinessRejectRefID(379): the identifier that FIX 4.4 names for each message.
@Suite struct BusinessIDTests {
  static let rows: [(String, Int)] = [
    ("AB", 11), ("AC", 11), ("E", 66), ("J", 70), ("R", 131), ("AH", 131), ("S", 117),
    ("Z", 117), ("a", 117), ("i", 117), ("AJ", 693), ("V", 262), ("W", 262), ("c", 320), ("v", 320),
    ("x", 320), ("z", 320), ("e", 324), ("g", 335), ("s", 548), ("t", 548), ("u", 548),
    ("AD", 568), ("AE", 571), ("AR", 571), ("AK", 664), ("AU", 664), ("AN", 710),
    ("UT", 7700), ("UD", 571), ("UP", 376),
    ("AV", 791), ("AX", 894), ("AZ", 904), ("BB", 909),
  ]

  @Test("the identifier of a message that is not supported, or not for the role", arguments: rows)
  func identifier(_ msgType: String, _ tag: Int) {
    let decoded = Decoded(
      "35=\(msgType)|9999=no|\(tag)=ID-1|", context: OrderLines.context(.operator))
    let refused = decoded.body(RefusedMessage.self)
    #expect(refused.businessRejectRefID.description == "ID-1")
  }

  @Test("a refused mass status request is named by MassStatusReqID(584)")
  func massStatus() {
    let decoded = Decoded(OrderLines.line(OrderLines.massStatus, with: "585=2"))
    let refused = decoded.body(RefusedMessage.self)
    #expect(refused.businessRejectRefID.description == "Q-0001")
  }

  @Test("a refused user request is named by UserRequestID(923)")
  func userRequest() {
    let decoded = Decoded(OrderLines.line(OrderLines.userRequest, with: "924=3"))
    let refused = decoded.body(RefusedMessage.self)
    #expect(refused.businessRejectRefID.description == "U-0001")
  }

  @Test("a refused assignment is named by CollAsgnID(902)")
  func assignment() {
    let decoded = Decoded(OrderLines.line(CollateralTests.line, with: "903=1|"))
    let refused = decoded.body(RefusedMessage.self)
    #expect(refused.businessRejectRefID.description == "P-1")
  }

  @Test("none where the message has none", arguments: ["B", "C", "UR", "T"])
  func none(_ msgType: String) {
    let decoded = Decoded("35=\(msgType)|11=A|262=B|571=C|")
    let refused = decoded.body(RefusedMessage.self)
    #expect(refused.businessRejectRefID.isEmpty)
  }

  @Test("the first 16 bytes, or none of a text that is not ASCII")
  func prefix() {
    for (value, expected) in [
      ("123456789012345", "123456789012345"), ("1234567890123456", "1234567890123456"),
      ("12345678901234567", "1234567890123456"), ("仓单", ""),
    ] {
      let decoded = Decoded("35=V|262=\(value)|")
      let refused = decoded.body(RefusedMessage.self)
      #expect(refused.businessRejectRefID.description == expected)
    }
  }
}
