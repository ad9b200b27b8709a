/// The data types of FIX 4.4, under the standard's names.
public enum FieldType: String, Sendable, CaseIterable {
  case int
  case length
  case numInGroup
  case seqNum
  case qty
  case price
  case priceOffset
  case amt
  case percentage
  case char
  case boolean
  case string
  case multipleValueString
  case currency
  case exchange
  case country
  case utcTimestamp
  case utcTimeOnly
  case utcDateOnly
  case localMktDate
  case monthYear
  case data
}

/// A field of the dictionary.
public struct FieldDefinition: Sendable {
  public let tag: Tag
  /// The field's name: `ClOrdID`.
  public let name: String
  public let type: FieldType
  /// The values of its code set as they stand on the wire; empty where the type alone decides.
  public let values: [String]
  /// Of a data field the length field that stands directly before it; nil otherwise.
  public let lengthTag: Tag?
}

/// Whether a field must be there.
public enum Presence: Sendable {
  case required
  case optional
  /// Required or forbidden by what else the message says; the rule stands in the specification.
  case conditional
}

/// A place in a message, a group, the header or the trailer.
public struct Member: Sendable {
  public let tag: Tag
  public let presence: Presence
  /// Where `tag` counts the entries of a group, that group's index in `FIX44Dictionary.groups`.
  public let group: Int?
}

/// A repeating group.
public struct GroupDefinition: Sendable {
  /// The group's name: `Parties`.
  public let name: String
  /// The NumInGroup field before the entries.
  public let counter: Tag
  /// In the order of the wire; the first is the delimiter, with which every entry begins.
  public let members: [Member]
}

/// A message without standard header and trailer.
public struct MessageDefinition: Sendable {
  public let msgType: MsgType
  /// The message's name: `NewOrderSingle`.
  public let name: String
  /// Whether it belongs to the session and not to the business: gap-filled, never resent.
  public let isAdmin: Bool
  /// Whether a client may send it.
  public let fromClient: Bool
  /// Whether the venue sends it.
  public let fromVenue: Bool
  public let members: [Member]
}
