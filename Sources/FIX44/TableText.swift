/// The form of the generated tables. One line is one definition, its words parted by single blanks:
///
/// ```
/// field    54 Side char 1 2 5              tag, name, type, values
/// field    96 RawData data<95              a data field with the tag of its length field
/// group    453 Parties 448! 447 802@6      counter, name, members
/// message  D NewOrderSingle app client 11! 38? 711@4
///          type, name, admin or app, sent by client, venue or both, members
/// member   tag, `!` required or `?` conditional, `@` the index of the group that it counts
/// ```
enum TableText {
  static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n")
  }

  static func words(_ line: some StringProtocol) -> [Substring] {
    line.split(separator: " ").map { Substring($0) }
  }

  static func field(_ line: Substring) -> FieldDefinition {
    let words = words(line)
    let type = words[2].split(separator: "<")
    return FieldDefinition(
      tag: tag(words[0]), name: String(words[1]), type: fieldType(type[0]),
      values: words.dropFirst(3).map { String($0) },
      lengthTag: type.count == 2 ? tag(type[1]) : nil)
  }

  static func group(_ line: Substring) -> GroupDefinition {
    let words = words(line)
    return GroupDefinition(
      name: String(words[1]), counter: tag(words[0]), members: members(words.dropFirst(2)))
  }

  static func message(_ line: Substring) -> MessageDefinition {
    let words = words(line)
    guard let msgType = MsgType(words[0]) else { preconditionFailure("no MsgType(35): \(line)") }
    return MessageDefinition(
      msgType: msgType, name: String(words[1]), isAdmin: words[2] == "admin",
      fromClient: words[3] != "venue", fromVenue: words[3] != "client",
      members: members(words.dropFirst(4)))
  }

  static func members(_ words: some Sequence<Substring>) -> [Member] {
    words.map(member)
  }

  static func member(_ word: Substring) -> Member {
    let parts = word.split(separator: "@")
    let number = parts[0].prefix { $0 != "!" && $0 != "?" }
    return Member(
      tag: tag(number), presence: presence(parts[0].dropFirst(number.count)),
      group: parts.count == 2 ? Int(parts[1]) : nil)
  }

  private static func presence(_ mark: Substring) -> Presence {
    switch mark {
    case "!": .required
    case "?": .conditional
    case "": .optional
    default: preconditionFailure("no presence: \(mark)")
    }
  }

  private static func tag(_ word: Substring) -> Tag {
    guard let number = UInt32(word) else { preconditionFailure("no tag: \(word)") }
    return Tag(rawValue: number)
  }

  private static func fieldType(_ word: Substring) -> FieldType {
    guard let type = FieldType(rawValue: String(word)) else {
      preconditionFailure("no field type: \(word)")
    }
    return type
  }
}

/// The generated tables; each is a static member in MessageTables.swift.
enum Tables {}
