import FixGen
import Testing

@Suite struct SpecReaderTests {
  static func read(_ text: String) throws(SpecError) -> Spec {
    try SpecReader.read(Array(text.utf8), file: "small.xml")
  }

  @Test("a valid specification is resolved: header, trailer, groups, members")
  func valid() throws {
    let spec = try Self.read(SmallSpec.text)
    #expect(spec.fields.map(\.tag) == [8, 10, 54, 95, 96, 448, 453, 7701])
    #expect(spec.header.map(\.tag) == [8])
    #expect(spec.trailer.map(\.tag) == [10])
    #expect(spec.groups.map(\.counter) == [453])
    let message = try #require(spec.messages.first)
    #expect(message.members.map(\.tag) == [54, 95, 96, 453, 7701])
    let presences = message.members.map(\.presence)
    #expect(presences == [.required, .optional, .optional, .optional, .conditional])
    #expect(message.flow == .clientToVenue)
    #expect(!message.isAdmin)
  }

  @Test("a field takes the type of its code set, and documentation is one line")
  func field() throws {
    let side = try #require(try Self.read(SmallSpec.text).fields.first { $0.tag == 54 })
    #expect(side.type == .char)
    #expect(side.codes.map(\.value) == ["1", "5"])
    #expect(side.documentation == "Side | of the order.")
  }

  /// What is replaced in the small specification, by what, and the error that follows.
  struct Bad: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let error: String
    init(_ old: String, _ new: String, _ error: String) {
      self.old = old
      self.new = new
      self.error = error
    }
    var testDescription: String { error }
  }

  static let badFields = [
    Bad("</codeSets>", "</codeSet>", "small.xml:8: <codeSets>: not well-formed XML"),
    Bad("<repository name=\"Small\">", "", "small.xml:9: <document>: not well-formed XML"),
    Bad(
      "<actors/>", "",
      "small.xml:2: <repository Small>: its sections are not "
        + "codeSets, fields, components, groups, actors, messages"),
    Bad(
      "<code name=\"Buy\"", "<value name=\"Buy\"",
      "small.xml:5: <value Buy>: only code elements stand here"),
    Bad(
      "value=\"5\"", "value=\"1\"", "small.xml:6: <code SellShort>: value 1 is taken"),
    Bad("value=\"5\"", "value=\"\"", "small.xml:6: <code SellShort>: no attribute value"),
    Bad(
      "value=\"5\"", "value=\"a b\"",
      "small.xml:6: <code SellShort>: value is not printable ASCII without blanks"),
    Bad("name=\"SellShort\"", "name=\"Buy\"", "small.xml:6: <code Buy>: name Buy is taken"),
    Bad(
      "type=\"char\"", "type=\"letter\"",
      "small.xml:4: <codeSet 54>: letter is neither a data type nor a code set"),
    Bad(
      "name=\"SideCodeSet\" id=\"54\"", "name=\"SideCodeSet\" id=\"55\"",
      "small.xml:4: <codeSet 55>: no field 55 of this name"),
    Bad(
      "type=\"SideCodeSet\"", "type=\"char\"", "small.xml:4: <codeSet 54>: nothing uses it"),
    Bad(
      "<field id=\"10\"", "<field id=\"ten\"",
      "small.xml:13: <field ten>: id=\"ten\" is not a number above 0"),
    Bad(
      "<field id=\"10\"", "<field id=\"0\"",
      "small.xml:13: <field 0>: id=\"0\" is not a number above 0"),
    Bad("<field id=\"10\"", "<field id=\"8\"", "small.xml:13: <field 8>: tag 8 is taken"),
    Bad(
      "<field id=\"7701\"", "<field id=\"10000\"",
      "small.xml:32: <field 10000>: user-defined tags end at 9999"),
    Bad(
      "name=\"CheckSum\" type=\"String\"", "name=\"BeginString\" type=\"String\"",
      "small.xml:13: <field 10>: name BeginString is taken"),
    Bad(
      "name=\"CheckSum\" type=\"String\"", "name=\"CheckSum\" type=\"Text\"",
      "small.xml:13: <field 10>: Text is neither a data type nor a code set"),
    Bad(
      "Sum of bytes.", "Sum of bytes",
      "small.xml:13: <field 10>: no documentation that ends in a stop"),
    Bad(" lengthId=\"95\"", "", "small.xml:23: <field 96>: lengthId goes with type data"),
    Bad(
      "lengthId=\"95\"", "lengthId=\"54\"",
      "small.xml:23: <field 96>: lengthId=\"54\" is not a field of type Length"),
  ]

  static let badStructures = [
    Bad(
      "id=\"1025\" name=\"StandardTrailer\">", "id=\"1024\" name=\"StandardTrailer\">",
      "small.xml:40: <component 1024>: id 1024 is taken"),
    Bad(
      "<component id=\"1025\" name=\"StandardTrailer\"", "<component id=\"1025\" name=\"Footer\"",
      "small.xml:36: <components>: no StandardTrailer"),
    Bad(
      "<group id=\"1012\" name=\"Parties\"", "<group id=\"1012\" name=\"StandardHeader\"",
      "small.xml:45: <group 1012>: name StandardHeader is taken"),
    Bad(
      "<numInGroup id=\"453\" name=\"NoPartyIDs\"/>", "",
      "small.xml:45: <group 1012>: no numInGroup"),
    Bad(
      "<numInGroup id=\"453\" name=\"NoPartyIDs\"/>", "<numInGroup id=\"54\" name=\"Side\"/>",
      "small.xml:47: <numInGroup 54>: Side(54) is not of type NumInGroup"),
    Bad(
      "name=\"PartyID\" presence=\"required\"", "name=\"PartyID\"",
      "small.xml:45: <group 1012>: its first member is not a required field"),
    Bad(
      "<fieldRef id=\"54\" name=\"Side\"", "<fieldRef id=\"55\" name=\"Side\"",
      "small.xml:57: <fieldRef 55>: no field 55"),
    Bad(
      "<fieldRef id=\"54\" name=\"Side\"", "<fieldRef id=\"54\" name=\"Price\"",
      "small.xml:57: <fieldRef 54>: field 54 is Side, not Price"),
    Bad(
      "<fieldRef id=\"54\" name=\"Side\"", "<fieldRef id=\"453\" name=\"NoPartyIDs\"",
      "small.xml:57: <fieldRef 453>: a NumInGroup field is referred to by groupRef"),
    Bad(
      "<fieldRef id=\"54\" name=\"Side\"", "<fieldRef id=\"448\" name=\"PartyID\"",
      "small.xml:55: <structure>: PartyID(448) stands in it twice"),
    Bad(
      "name=\"Side\" presence=\"required\"", "name=\"Side\" presence=\"mandatory\"",
      "small.xml:57: <fieldRef 54>: "
        + "presence=\"mandatory\" is not required, optional or conditional"),
    Bad(
      "Present on sales.", "",
      "small.xml:61: <fieldRef 7701>: conditional without a rule in its documentation"),
    Bad(
      "<fieldRef id=\"95\" name=\"RawDataLength\"/>", "",
      "small.xml:55: <structure>: field 96 is not directly behind field 95"),
    Bad(
      "<groupRef id=\"1012\"", "<groupRef id=\"1024\"",
      "small.xml:60: <groupRef 1024>: no group 1024"),
    Bad(
      "<groupRef id=\"1012\" name=\"Parties\"", "<groupRef id=\"1012\" name=\"Hops\"",
      "small.xml:60: <groupRef 1012>: group 1012 is Parties, not Hops"),
    Bad(
      "<groupRef id=\"1012\" name=\"Parties\"/>", "", "small.xml:26: <field 448>: nothing uses it"),
    Bad(
      "<groupRef id=\"1012\" name=\"Parties\"/>", "<group/>",
      "small.xml:60: <group>: only fieldRef, groupRef and componentRef stand here"),
    Bad(
      "<componentRef id=\"1024\" name=\"StandardHeader\"/>", "",
      "small.xml:55: <structure>: does not begin with StandardHeader"),
    Bad(
      "<componentRef id=\"1025\" name=\"StandardTrailer\"/>", "",
      "small.xml:55: <structure>: does not end with StandardTrailer"),
    Bad(
      "msgType=\"D\"", "msgType=\"ABC\"",
      "small.xml:53: <message NewOrderSingle>: msgType=\"ABC\" is not one or two characters"),
    Bad(
      "flow=\"ClientToVenue\"", "flow=\"Upwards\"",
      "small.xml:53: <message NewOrderSingle>: flow=\"Upwards\" is no flow"),
    Bad(
      "Enters an order.", "",
      "small.xml:53: <message NewOrderSingle>: no documentation that ends in a stop"),
    Bad(
      "<structure>", "<structure/><structure>",
      "small.xml:53: <message NewOrderSingle>: not exactly one structure"),
  ]

  @Test(
    "what a component requires is required where the component is",
    arguments: ["required", "optional", "conditional"])
  func component(_ presence: String) throws {
    let component = """
      <component id="1003" name="Title">
        <fieldRef id="7701" name="TitleDocID" presence="required"/>
      </component></components>
      """
    let reference = """
      <componentRef id="1003" name="Title" presence="\(presence)">
        <annotation><documentation>Present on sales.</documentation></annotation>
      </componentRef>
      """
    let lines = SmallSpec.with("</components>", component).split(separator: "\n")
    let from = try #require(lines.lastIndex { $0.contains("id=\"7701\"") })
    let text = (lines[..<from] + [Substring(reference)] + lines[(from + 3)...])
      .joined(separator: "\n")
    let spec = try Self.read(text)
    let member = try #require(spec.messages[0].members.last)
    #expect(member.tag == 7701)
    #expect(member.presence == Spec.Presence(rawValue: presence))
  }

  @Test("a bad specification is refused with file, line and element", arguments: badFields)
  func badField(_ row: Bad) {
    expectError(row)
  }

  @Test("a bad structure is refused with file, line and element", arguments: badStructures)
  func badStructure(_ row: Bad) {
    expectError(row)
  }

  private func expectError(_ row: Bad) {
    let error = #expect(throws: SpecError.self) {
      _ = try Self.read(SmallSpec.with(row.old, row.new))
    }
    #expect(error?.description == row.error)
  }
}
