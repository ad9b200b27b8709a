/// A small valid specification, and ways to spoil it.
enum SmallSpec {
  static let text = """
    <?xml version="1.0" encoding="UTF-8"?>
    <repository name="Small">
      <codeSets>
        <codeSet name="SideCodeSet" id="54" type="char">
          <code name="Buy" value="1"/>
          <code name="SellShort" value="5"/>
        </codeSet>
      </codeSets>
      <fields>
        <field id="8" name="BeginString" type="String">
          <annotation><documentation>Version &amp; protocol.</documentation></annotation>
        </field>
        <field id="10" name="CheckSum" type="String">
          <annotation><documentation>Sum of bytes.</documentation></annotation>
        </field>
        <field id="54" name="Side" type="SideCodeSet">
          <annotation><documentation>Side | of
            the order.</documentation></annotation>
        </field>
        <field id="95" name="RawDataLength" type="Length">
          <annotation><documentation>Bytes in RawData(96).</documentation></annotation>
        </field>
        <field id="96" name="RawData" type="data" lengthId="95">
          <annotation><documentation>Raw bytes.</documentation></annotation>
        </field>
        <field id="448" name="PartyID" type="String">
          <annotation><documentation>A party.</documentation></annotation>
        </field>
        <field id="453" name="NoPartyIDs" type="NumInGroup">
          <annotation><documentation>Number of parties.</documentation></annotation>
        </field>
        <field id="7701" name="TitleDocID" type="String">
          <annotation><documentation>Number of a document.</documentation></annotation>
        </field>
      </fields>
      <components>
        <component id="1024" name="StandardHeader">
          <fieldRef id="8" name="BeginString" presence="required"/>
        </component>
        <component id="1025" name="StandardTrailer">
          <fieldRef id="10" name="CheckSum" presence="required"/>
        </component>
      </components>
      <groups>
        <group id="1012" name="Parties">
          <annotation><documentation>Who takes part.</documentation></annotation>
          <numInGroup id="453" name="NoPartyIDs"/>
          <fieldRef id="448" name="PartyID" presence="required"/>
        </group>
      </groups>
      <actors/>
      <messages>
        <message name="NewOrderSingle" msgType="D" category="Order" flow="ClientToVenue">
          <annotation><documentation>Enters an order.</documentation></annotation>
          <structure>
            <componentRef id="1024" name="StandardHeader"/>
            <fieldRef id="54" name="Side" presence="required"/>
            <fieldRef id="95" name="RawDataLength"/>
            <fieldRef id="96" name="RawData"/>
            <groupRef id="1012" name="Parties"/>
            <fieldRef id="7701" name="TitleDocID" presence="conditional">
              <annotation><documentation>Present on sales.</documentation></annotation>
            </fieldRef>
            <componentRef id="1025" name="StandardTrailer"/>
          </structure>
        </message>
      </messages>
    </repository>

    """

  /// The text with the first `old` replaced by `new`.
  static func with(_ old: String, _ new: String) -> String {
    guard let range = text.firstRange(of: old) else {
      preconditionFailure("the small specification does not hold \(old)")
    }
    return text.replacingCharacters(in: range, with: new)
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}
