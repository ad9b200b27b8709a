public import FIX44
public import TradeClient

/// A message as one JSON object in one line: names of the dictionary, values as they stand on the wire, a
/// group as an array of its entries below the name of its counter.
///
/// `{"MsgType":"8","ClOrdID":"A1","NoPartyIDs":[{"PartyID":"DLR002","PartyRole":"17"}],...}`
public struct MessageJSON: Sendable {
  private let dictionary: FIX44Dictionary

  public init(_ dictionary: FIX44Dictionary) { self.dictionary = dictionary }

  /// The line, without its end. BeginString(8), BodyLength(9) and CheckSum(10) are left out.
  public func line(_ message: WireMessage) -> String {
    let fields = message.fields.filter {
      $0.tag != .beginString && $0.tag != .bodyLength && $0.tag != .checkSum
    }
    let definition = MsgType(message.msgType).flatMap(dictionary.message)
    let members = dictionary.header + (definition?.members ?? []) + dictionary.trailer
    var place = 0
    return object(fields, &place, members: members, isEntry: false)
  }

  /// Fields up to the end, or of an entry up to what is none of its members.
  private func object(
    _ fields: [WireMessage.Field], _ place: inout Int, members: [Member], isEntry: Bool
  ) -> String {
    var pairs: [String] = []
    let start = place
    while place < fields.count {
      let field = fields[place]
      let member = members.first { $0.tag == field.tag }
      if isEntry, member == nil || (place > start && field.tag == members[0].tag) { break }
      place += 1
      let value =
        if let group = member?.group {
          entries(fields, &place, of: dictionary.groups[group])
        } else {
          Self.quoted(field.value)
        }
      pairs.append("\(Self.quoted(name(field.tag))):\(value)")
    }
    return "{\(pairs.joined(separator: ","))}"
  }

  private func entries(
    _ fields: [WireMessage.Field], _ place: inout Int, of group: GroupDefinition
  ) -> String {
    var objects: [String] = []
    while place < fields.count, fields[place].tag == group.members.first?.tag {
      objects.append(object(fields, &place, members: group.members, isEntry: true))
    }
    return "[\(objects.joined(separator: ","))]"
  }

  private func name(_ tag: FIX44.Tag) -> String { dictionary.field(tag)?.name ?? "\(tag)" }

  /// A JSON string: quotes, backslashes and control characters are escaped.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
