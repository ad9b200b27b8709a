import Testing

@testable import FIX44

@Suite struct TableTextTests {
  @Test("a field line: tag, name, type, values")
  func field() {
    let side = TableText.field("54 Side char 1 2 5")
    #expect(side.tag == .side)
    #expect(side.name == "Side")
    #expect(side.type == .char)
    #expect(side.values == ["1", "2", "5"])
    #expect(side.lengthTag == nil)
    #expect(TableText.field("96 RawData data<95").lengthTag == Tag(rawValue: 95))
  }

  static let members: [(String, tag: UInt32, Presence, group: Int?)] = [
    ("11", 11, .optional, nil),
    ("11!", 11, .required, nil),
    ("7762?", 7762, .conditional, nil),
    ("453@12", 453, .optional, 12),
    ("552!@0", 552, .required, 0),
  ]

  @Test("a member: tag, presence, group", arguments: members)
  func member(_ row: (String, tag: UInt32, Presence, group: Int?)) {
    let member = TableText.member(Substring(row.0))
    #expect(member.tag.rawValue == row.tag)
    #expect(member.presence == row.2)
    #expect(member.group == row.group)
  }

  @Test(
    "a message line says who sends the message",
    arguments: [("client", true, false), ("venue", false, true), ("both", true, true)])
  func message(_ word: String, _ fromClient: Bool, _ fromVenue: Bool) {
    let message = TableText.message("AE TradeCaptureReport app \(word) 571! 487")
    #expect(message.msgType == MsgType(0x41, 0x45))
    #expect(message.fromClient == fromClient)
    #expect(message.fromVenue == fromVenue)
    #expect(!message.isAdmin)
    #expect(message.members.map(\.tag.rawValue) == [571, 487])
  }

  @Test("a line that the generator can't have written stops the program")
  func malformed() async {
    await #expect(processExitsWith: .failure) { _ = TableText.field("x Side char") }
    await #expect(processExitsWith: .failure) { _ = TableText.field("54 Side letter") }
    await #expect(processExitsWith: .failure) { _ = TableText.member("54*") }
    await #expect(processExitsWith: .failure) { _ = TableText.message("ABC X app both") }
  }
}
