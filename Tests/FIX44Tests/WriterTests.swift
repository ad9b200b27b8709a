import Testing

/// What the writers make of the small specification.
@Suite struct WriterTests {
  /// The output without its head line, which carries the digest.
  private func output(_ path: String, head: Int = 1) throws -> String {
    let text = try #require(try SmallProject().output(path))
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(head)
      .joined(separator: "\n")
  }

  @Test("fields become tags, one documented member each")
  func tags() throws {
    let text = try output("Sources/FIX44/Tag+Fields.swift")
    #expect(
      text.hasPrefix(
        """

        extension Tag {
          /// BeginString(8): Version & protocol.
          public static var beginString: Tag { Tag(rawValue: 8) }

          /// CheckSum(10): Sum of bytes.
          public static var checkSum: Tag { Tag(rawValue: 10) }

        """))
    #expect(text.contains("  public static var noPartyIDs: Tag { Tag(rawValue: 453) }\n"))
  }

  @Test("messages become message types")
  func msgTypes() throws {
    #expect(
      try output("Sources/FIX44/MsgType+Messages.swift") == """

        extension MsgType {
          /// NewOrderSingle(D): Enters an order.
          public static var newOrderSingle: MsgType { MsgType(0x44) }
        }

        """)
  }

  @Test("code sets become enumerations")
  func codeSets() throws {
    #expect(
      try output("Sources/FIX44/CodeSets.swift").hasSuffix(
        """
        public enum CodeSet {
          /// Side(54): Side | of the order.
          public enum Side: UInt8, Sendable, CaseIterable {
            case buy = 0x31
            case sellShort = 0x35
          }
        }

        """))
  }

  @Test("a code that Swift keeps for itself stands in backquotes, acronyms in lower case")
  func names() throws {
    let project = try SmallProject(
      specification: SmallSpec.with("name=\"Buy\"", "name=\"Default\"")
        .replacing("\"SellShort\"", with: "\"XMLValidationError\""))
    let text = try #require(try project.output("Sources/FIX44/CodeSets.swift"))
    #expect(text.contains("    case `default` = 0x31\n    case xmlValidationError = 0x35\n"))
  }

  @Test("the tables are the dictionary as text")
  func tables() throws {
    let text = try output("Sources/FIX44/MessageTables.swift")
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
    for line in [
      "54 Side char 1 5", "96 RawData data<95", "453 Parties 448!",
      "D NewOrderSingle app client 54! 95 96 453@0 7701?", "8!", "10!",
    ] {
      #expect(lines.contains(Substring(line)), "\(line)")
    }
  }

  @Test("long table lines are continued within 100 characters")
  func folding() throws {
    let codes = (100..<140).map { "<code name=\"N\($0)\" value=\"\($0)\"/>" }.joined()
    let project = try SmallProject(
      specification: SmallSpec.with("</codeSet>", codes + "</codeSet>"))
    let text = try #require(try project.output("Sources/FIX44/MessageTables.swift"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let joined = text.split(separator: " \\\n    ").joined(separator: " ")
    #expect(joined.contains("54 Side char 1 5 100 101 102"))
    #expect(joined.contains("138 139\n"))
  }

  @Test("the rules of engagement keep their text and get the tables")
  func document() throws {
    let text = try #require(try SmallProject().output("Specs/RULES_OF_ENGAGEMENT.md"))
    #expect(text.hasPrefix("Text before.\n<!-- fixgen:begin StandardHeader -->\n| tag |"))
    #expect(text.hasSuffix("<!-- fixgen:end CodeSets -->\nText after.\n"))
    #expect(
      text.contains(
        """
        <!-- fixgen:begin NewOrderSingle -->
        Client to venue. Enters an order.

        | tag | field | type | presence | meaning |
        |---|---|---|---|---|
        | 54 | Side | char | required | Side \\| of the order. |
        | 95 | RawDataLength | Length |  | Bytes in RawData(96). |
        | 96 | RawData | data |  | Raw bytes. |
        | 453 | NoPartyIDs | NumInGroup |  | Number of parties. Entries: group Parties. |
        | 7701 | TitleDocID | String | conditional | Number of a document. Present on sales. |
        <!-- fixgen:end NewOrderSingle -->
        """))
    #expect(text.contains("| 54 | Side | `1` Buy, `5` SellShort |\n"))
  }

  @Test("new tables take the place of old ones")
  func idempotent() throws {
    let first = try #require(try SmallProject().output("Specs/RULES_OF_ENGAGEMENT.md"))
    let again = try SmallProject(document: first).output("Specs/RULES_OF_ENGAGEMENT.md")
    #expect(again == first)
  }

  @Test("the data dictionary has QuickFIX's form")
  func dictionary() throws {
    #expect(
      try output("Specs/FIX44-cangdan.xml", head: 2).hasPrefix(
        """
        <fix type="FIX" major="4" minor="4" servicepack="0">
          <header>
            <field name="BeginString" required="Y"/>
          </header>
          <messages>
            <message name="NewOrderSingle" msgtype="D" msgcat="app">
              <field name="Side" required="Y"/>
              <field name="RawDataLength" required="N"/>
              <field name="RawData" required="N"/>
              <group name="NoPartyIDs" required="N">
                <field name="PartyID" required="Y"/>
              </group>
              <field name="TitleDocID" required="N"/>
            </message>
          </messages>
          <trailer>
            <field name="CheckSum" required="Y"/>
          </trailer>
          <components/>
          <fields>
            <field number="8" name="BeginString" type="STRING"/>
            <field number="10" name="CheckSum" type="STRING"/>
            <field number="54" name="Side" type="CHAR">
              <value enum="1" description="BUY"/>
              <value enum="5" description="SELL_SHORT"/>
            </field>
            <field number="95" name="RawDataLength" type="LENGTH"/>
        """))
  }
}
