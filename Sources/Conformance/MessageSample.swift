public import FIX44

/// A message with every field that the dictionary gives it, each with a value that is right: one entry in
/// each group, groups within groups among them.
///
/// CompIDs, SendingTime(52) and what `ScenarioText` adds are not there; nor are fields of the header that
/// change what the session does with it (43, 122), or who sends it (115, 128).
public struct MessageSample: Sendable {
  /// A field and where it stands.
  struct Place: Sendable {
    var field: FieldDefinition
    var value: String
    var isRequired: Bool
    /// Groups around it.
    var depth: Int
    /// What counts the group that it stands in, where it stands in one.
    var counter: Tag?
    /// Whether an entry begins with it.
    var isDelimiter = false
    /// Whether it counts the entries of a group.
    var isCounter = false
    /// Of the length of a data field, that field.
    var dataTag: Tag?

    var tag: Tag { field.tag }
    /// Whether it is a data field, or the length of one.
    var isData: Bool { field.type == .data || dataTag != nil }
    /// Whether it is text in the encoding that MessageEncoding(347) names.
    var isEncoded: Bool { field.type == .data && field.name.hasPrefix("Encoded") }
    var text: String { "\(tag)=\(value)|" }
  }

  public let msgType: MsgType
  var places: [Place] = []

  /// Header fields that a sample leaves to others.
  private static let others: [Tag] = [
    .beginString, .bodyLength, .msgType, .senderCompID, .targetCompID, .msgSeqNum, .sendingTime,
    .possDupFlag, .origSendingTime, .onBehalfOfCompID, .deliverToCompID,
  ]

  public init(_ message: MessageDefinition, of dictionary: FIX44Dictionary) {
    msgType = message.msgType
    let header = dictionary.header.filter { !Self.others.contains($0.tag) }
    for member in header + message.members { add(member, nil, 0, dictionary) }
    for place in places.indices {
      guard let length = places[place].field.lengthTag else { continue }
      let dataTag = places[place].tag
      if let at = places.firstIndex(where: { $0.tag == length }) { places[at].dataTag = dataTag }
    }
  }

  /// The message as a line of a scenario.
  public func line(msgSeqNum: UInt64) -> String {
    "35=\(msgType)|34=\(msgSeqNum)|" + places.map(\.text).joined()
  }

  private mutating func add(
    _ member: Member, _ counter: Tag?, _ depth: Int, _ dictionary: FIX44Dictionary
  ) {
    guard let field = dictionary.field(member.tag) else {
      preconditionFailure("members are defined: \(member.tag)")
    }
    let isDelimiter = depth > 0 && places.last?.tag == counter
    var place = Place(
      field: field, value: Self.value(of: field), isRequired: member.presence == .required,
      depth: depth, counter: counter, isDelimiter: isDelimiter)
    place.isCounter = member.group != nil
    places.append(place)
    guard let group = member.group else { return }
    for inner in dictionary.groups[group].members { add(inner, member.tag, depth + 1, dictionary) }
  }

  /// A value of the field's type, or its first code.
  public static func value(of field: FieldDefinition) -> String {
    if let code = field.values.first { return code }
    return switch field.type {
    case .utcTimestamp: "20260302-01:00:00"
    case .utcTimeOnly: "01:00:00"
    case .utcDateOnly, .localMktDate: "20260302"
    case .monthYear: "202603"
    case .currency: "CNY"
    case .country: "CN"
    case .boolean: "N"
    case .int, .length, .numInGroup, .seqNum, .qty, .price, .priceOffset, .amt, .percentage,
      .char, .string, .multipleValueString, .exchange, .data:
      "1"
    }
  }
}
