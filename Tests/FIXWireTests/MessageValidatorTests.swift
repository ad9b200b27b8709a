import Conformance
import FIX44
import FIXWire
import Testing

@Suite struct MessageValidatorTests {
  static let head = "49=FIRM|56=CANGDAN|34=2|52=20260302-01:00:00.000|"
  static let order = "11=A1|55=CU|54=1|60=20260302-01:00:00|38=25|40=2|44=68520|"

  static func validate(
    _ body: String, _ unknown: UnknownUserTags = .reject
  ) -> ValidationReject? {
    var index = FieldIndex()
    var validator = MessageValidator(FIX44Dictionary.make())
    let bytes = message(body)
    let error = index.parse(bytes.raw)
    #expect(error == nil)
    return validator.validate(index, bytes.raw, unknownUserTags: unknown)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let body: String
    let reject: ValidationReject?
    /// A NewOrderSingle with `body` behind its header.
    init(_ description: String, _ body: String, _ reject: (SessionRejectReason, UInt32)? = nil) {
      testDescription = description
      self.body = "35=D|" + head + body
      self.reject = reject.map { .field($0.0, Tag($0.1)) }
    }
    /// Any message.
    init(_ description: String, whole: String, _ reject: (SessionRejectReason, UInt32)? = nil) {
      testDescription = description
      body = whole
      self.reject = reject.map { .field($0.0, Tag($0.1)) }
    }
  }

  static let structure = [
    Row("an order", order),
    Row("body fields in any order", "44=1|40=2|38=25|60=20260302-01:00:00|54=1|55=CU|11=A1|"),
    Row("0: a tag that is not defined", order + "4999=x|", (.invalidTagNumber, 4_999)),
    Row("0: an unknown user tag, where told so", order + "9999=x|", (.invalidTagNumber, 9_999)),
    Row("0: a tag beyond the user range", order + "10000=x|", (.invalidTagNumber, 10_000)),
    Row("1: ClOrdID(11) missing", "54=1|60=20260302-01:00:00|40=2|", (.requiredTagMissing, 11)),
    Row(
      "1: OrdType(40) missing", "11=A|55=CU|54=1|60=20260302-01:00:00|", (.requiredTagMissing, 40)),
    Row(
      "1: TargetCompID(56) missing in the header",
      whole: "35=D|49=FIRM|34=2|52=20260302-01:00:00|" + order, (.requiredTagMissing, 56)),
    Row("2: a field of another message", order + "150=0|", (.tagNotDefinedForMessage, 150)),
    Row("2: the session's HeartBtInt(108)", order + "108=30|", (.tagNotDefinedForMessage, 108)),
    Row("4: an empty value", order + "58=|", (.tagWithoutValue, 58)),
    Row("4: an empty value in the header", "50=|" + order, (.tagWithoutValue, 50)),
    Row("13: a body field twice", order + "38=25|", (.tagAppearsMoreThanOnce, 38)),
    Row("13: a header field twice", "34=2|" + order, (.tagAppearsMoreThanOnce, 34)),
    Row("14: a header field in the body", order + "43=N|", (.tagOutOfRequiredOrder, 43)),
    Row("14: a body field in the trailer", order + "93=1|89=x|58=x|", (.tagOutOfRequiredOrder, 58)),
    Row("a signature in the trailer", order + "93=1|89=x|"),
    Row("header fields in any order", "97=N|43=N|50=SUB|" + order),
  ]

  @Test("fields, their presence and order", arguments: structure)
  func checkStructure(_ row: Row) {
    #expect(Self.validate(row.body) == row.reject)
  }

  static let party = "448=X|447=D|452=1|"

  static let groups = [
    Row("two entries", order + "453=2|\(party)\(party)"),
    Row("no entries", order + "453=0|"),
    Row("the delimiter alone", order + "453=2|448=X|448=Y|"),
    Row("groups within groups", order + "453=2|448=X|802=2|523=a|803=1|523=b|448=Y|802=1|523=c|"),
    Row("two groups one behind the other", order + "453=1|\(party)711=1|311=CU|309=W1|58=x|"),
    Row("documents with stipulations", order + "711=2|311=CU|887=1|888=a|889=b|311=CU|309=W2|"),
    Row("16: one entry fewer", order + "453=2|\(party)", (.incorrectNumInGroupCount, 453)),
    Row(
      "16: one entry fewer, more behind", order + "453=2|\(party)58=x|",
      (.incorrectNumInGroupCount, 453)),
    Row("16: one entry more", order + "453=1|\(party)\(party)", (.incorrectNumInGroupCount, 453)),
    Row("16: a count without entries", order + "453=1|58=x|", (.incorrectNumInGroupCount, 453)),
    Row(
      "16: an inner entry fewer", order + "453=1|448=X|802=2|523=a|58=x|",
      (.incorrectNumInGroupCount, 802)),
    Row(
      "16: an inner entry more", order + "453=1|448=X|802=1|523=a|523=b|",
      (.incorrectNumInGroupCount, 802)),
    Row(
      "16: more entries than a message has fields", order + "453=2049|448=X|",
      (.incorrectNumInGroupCount, 453)),
    Row(
      "5: a count beyond any number", order + "453=99999999999999999999|448=X|",
      (.valueIncorrect, 453)),
    Row("6: a count that is none", order + "453=-1|448=X|", (.incorrectDataFormat, 453)),
    Row(
      "15: an entry without its delimiter", order + "453=1|447=D|448=X|",
      (.groupFieldsOutOfOrder, 447)),
    Row(
      "15: members in another order", order + "453=1|448=X|452=1|447=D|",
      (.groupFieldsOutOfOrder, 447)),
    Row("15: a member twice", order + "453=1|448=X|447=D|447=D|", (.groupFieldsOutOfOrder, 447)),
    Row(
      "15: a member of a group without the group", order + "448=X|", (.groupFieldsOutOfOrder, 448)),
    Row("15: an inner member without its group", order + "523=X|", (.groupFieldsOutOfOrder, 523)),
    Row(
      "15: a member behind the group", order + "453=1|448=X|58=x|447=D|",
      (.groupFieldsOutOfOrder, 447)),
    Row(
      "16: an entry more behind an inner group", order + "453=1|448=X|802=1|523=a|448=Y|",
      (.incorrectNumInGroupCount, 453)),
    Row(
      "2: a field of another message ends the group", order + "453=1|448=X|150=0|",
      (.tagNotDefinedForMessage, 150)),
    Row("4: an empty member", order + "453=1|448=|", (.tagWithoutValue, 448)),
  ]

  @Test("repeating groups", arguments: groups)
  func checkGroups(_ row: Row) {
    #expect(Self.validate(row.body) == row.reject)
  }

  @Test("a tag of the group before also stands in the message behind it")
  func memberOfGroupAndMessage() {
    let report = "37=1|55=CU|17=1|150=0|39=0|54=1|151=0|14=0|6=0|"
    let dictionary = FIX44Dictionary.make()
    let tag = dictionary.messages.first { $0.msgType == .executionReport }?.members
      .contains { $0.tag == .tradingSessionID }
    #expect(tag == true)
    #expect(Self.validate("35=8|" + Self.head + report + "336=1|625=2|") == nil)
  }

  static let forms: [(type: String, good: [String], bad: [String])] = [
    ("58", ["x", "é", " ", "a=b"], []),
    (
      "38", ["0", "25", "25.000", "-1", "00025.5", ".5", "5."],
      ["", "x", "1e3", "+1", "--1", "1.2.3", "-", ".", "1-", "1,5"]
    ),
    ("44", ["68520", "-10.5"], ["1 ", " 1", "0x1"]),
    (
      "126", ["20260302-01:00:00", "20260302-23:59:60.123456789012"],
      [
        "20260302", "20260302-24:00:00", "20260230-01:00:00", "20260302-01:00:00.",
        "20260302 01:00:00",
      ]
    ),
    ("64", ["20260302", "20240229"], ["20260229", "2026030", "202603021", "2026-3-2"]),
    (
      "200", ["202603", "20260331", "202603w1", "202603w5"],
      ["202613", "202600", "20260332", "202603w0", "202603w6", "2026", "2026033"]
    ),
    ("15", ["CNY", "USD"], ["CN", "CNYX", "cny", "12A"]),
    ("114", ["Y", "N"], ["y", "1", "YES"]),
    ("854", ["0", "1"], ["x"]),
  ]

  @Test("values have the form of their type")
  func valueForms() {
    for (tag, good, bad) in Self.forms {
      let rest = Self.order.split(separator: "|").filter { !$0.hasPrefix(tag + "=") }
      let body = "35=D|" + Self.head + rest.joined(separator: "|") + "|"
      for value in good {
        #expect(Self.validate(body + "\(tag)=\(value)|") == nil, "\(tag)=\(value)")
      }
      for value in bad {
        let reason: SessionRejectReason =
          value.isEmpty ? .tagWithoutValue : .incorrectDataFormat
        let found = Self.validate(body + "\(tag)=\(value)|")
        #expect(found?.refTag.rawValue == UInt32(tag) && found?.reason == reason, "\(tag)=\(value)")
      }
    }
  }

  static let codes = [
    Row("one character of the set", order + "59=3|"),
    Row("5: a character not of the set", order + "59=Z|", (.valueIncorrect, 59)),
    Row("6: two characters", order + "59=33|", (.incorrectDataFormat, 59)),
    Row("a text of the set", order + "167=WHR|"),
    Row("5: a text not of the set", order + "167=WHRX|", (.valueIncorrect, 167)),
    Row("5: a text with a code at its beginning", order + "167=WH|", (.valueIncorrect, 167)),
    Row(
      "5: a text longer than any code", order + "167=WHRWHRWHRWHRWHRWHR|", (.valueIncorrect, 167)),
    Row("5: a text of the set and a zero byte", order + "167=WHR\u{0}|", (.valueIncorrect, 167)),
    Row("several codes", order + "18=G 6|"),
    Row("5: several codes, one not of the set", order + "18=G ~|", (.valueIncorrect, 18)),
    Row("5: several codes, two blanks", order + "18=G  6|", (.valueIncorrect, 18)),
    Row("5: a blank behind the codes", order + "18=G |", (.valueIncorrect, 18)),
    Row("5: a byte beyond ASCII", order + "22=é|", (.valueIncorrect, 22)),
  ]

  @Test("values are codes of their set", arguments: codes)
  func checkCodes(_ row: Row) {
    #expect(Self.validate(row.body) == row.reject)
  }

  @Test("unknown user tags are as if they were not there, where told so, even within a group")
  func ignored() {
    let body =
      "35=D|" + Self.head + "9999=x|" + Self.order + "12345=y|453=2|448=X|9998=z|448=Y|9999=x|"
    #expect(Self.validate(body, .ignore) == nil)
    #expect(Self.validate(body, .reject) == .field(.invalidTagNumber, Tag(9_999)))
    let empty = Self.validate(body + "9997=|", .ignore)
    #expect(empty == .field(.tagWithoutValue, Tag(9_997)))
    let standard = Self.validate(body + "4999=x|", .ignore)
    #expect(standard == .field(.invalidTagNumber, Tag(4_999)))
  }

  @Test(
    "a message type that the dictionary does not have",
    arguments: ["ZZ", "~", "D\u{7f}", "DDD", "é", ""])
  func unknownMsgType(_ type: String) {
    #expect(Self.validate("35=\(type)|" + Self.head) == .unknownMsgType)
    #expect(ValidationReject.unknownMsgType.reason == .invalidMsgType)
    #expect(ValidationReject.unknownMsgType.refTag == .msgType)
  }

  static let demands: [(String, UInt32?)] = [
    ("48=X|22=8|", nil), ("22=8|48=X|", nil), ("48=X|", 22), ("22=8|", 48), ("12=1|13=1|", nil),
    ("12=1|", 13), ("13=1|", nil), ("354=1|", 355), ("354=1|355=x|", 347), ("354=0|58=x|", 355),
  ]

  @Test("a field that another one demands is missing or there", arguments: demands)
  func conditional(_ body: String, _ missing: UInt32?) {
    let expected = missing.map { ValidationReject.conditional(Tag($0)) }
    #expect(Self.validate("35=D|" + Self.head + Self.order + body) == expected)
    #expect(expected?.reason == missing.map { _ in .requiredTagMissing })
    #expect(expected?.refTag == missing.map { Tag($0) })
  }

  @Test("a required field that is missing goes before one that is demanded")
  func requiredFirst() {
    #expect(
      Self.validate("35=D|" + Self.head + "11=A|48=X|") == .field(.requiredTagMissing, .symbol))
  }

  @Test("a third party is refused where nothing is forwarded", arguments: [115, 128] as [UInt32])
  func thirdParties(_ tag: UInt32) {
    var index = FieldIndex()
    let bytes = message("35=D|\(tag)=SOMEBODY|" + Self.head + Self.order)
    #expect(index.parse(bytes.raw) == nil)
    for forwards in [true, false] {
      var validator = MessageValidator(FIX44Dictionary.make(), forwards: forwards)
      let reject = validator.validate(index, bytes.raw, unknownUserTags: .reject)
      #expect(reject == (forwards ? nil : .field(.compIDProblem, Tag(tag))))
    }
  }

  @Test("a bad message leaves nothing behind for the next")
  func reuse() {
    var index = FieldIndex()
    var validator = MessageValidator(FIX44Dictionary.make())
    for row in Self.groups + Self.structure {
      let bytes = message(row.body)
      let error = index.parse(bytes.raw)
      #expect(error == nil)
      let reject = validator.validate(index, bytes.raw, unknownUserTags: .reject)
      #expect(reject == row.reject, "\(row.testDescription)")
    }
  }

  @Test("each message of the dictionary is right with its required fields, and not without one")
  func requiredOfAll() {
    let dictionary = FIX44Dictionary.make()
    for definition in dictionary.messages {
      let required = definition.members.filter { $0.presence == .required }
      let all = required.map { sample($0, dictionary) }
      let start = "35=\(definition.msgType)|" + Self.head
      #expect(Self.validate(start + all.joined()) == nil, "\(definition.name)")
      for (place, member) in required.enumerated() {
        var some = all
        some.remove(at: place)
        #expect(
          Self.validate(start + some.joined()) == .field(.requiredTagMissing, member.tag),
          "\(definition.name)")
      }
    }
  }

  /// A field with a value of its type, and an entry with its required fields where it counts a group.
  private func sample(_ member: Member, _ dictionary: FIX44Dictionary) -> String {
    guard let field = dictionary.field(member.tag) else { return "" }
    let entry = member.group.map { dictionary.groups[$0].members } ?? []
    let inner = entry.filter { $0.presence == .required }.map { sample($0, dictionary) }
    return "\(member.tag)=\(MessageSample.value(of: field))|" + inner.joined()
  }
}
