/// The specification as the writers need it: resolved, checked and sorted.
public struct Spec: Sendable {
  /// The file's path as the generated files name it.
  public let file: String
  /// The first 16 hexadecimal digits of the file's SHA-256.
  public let digest: String
  /// By tag.
  public let fields: [Field]
  /// By counter, then name.
  public let groups: [Group]
  public let header: [Member]
  public let trailer: [Member]
  /// By MsgType(35).
  public let messages: [Message]

  public struct Code: Sendable {
    public let name: String
    public let value: String
  }

  public struct Field: Sendable {
    public let tag: Int
    public let name: String
    public let type: DataType
    /// Of its code set, in the order of the specification; empty where it has none.
    public let codes: [Code]
    /// Of a data field, the field that counts its bytes.
    public let lengthTag: Int?
    public let documentation: String
  }

  public enum Presence: String, Sendable {
    case required, optional, conditional
  }

  public struct Member: Sendable {
    public let tag: Int
    public let presence: Presence
    /// The rule of a conditional field, or what the field means in this place; empty where the
    /// field's own documentation says it all.
    public let documentation: String
    /// Name of the group whose entries the field counts.
    public let group: String?
  }

  public struct Group: Sendable {
    public let name: String
    public let counter: Int
    public let documentation: String
    public let members: [Member]
  }

  public enum Flow: String, Sendable {
    case clientToVenue = "client"
    case venueToClient = "venue"
    case both
  }

  public struct Message: Sendable {
    public let name: String
    public let msgType: String
    public let isAdmin: Bool
    public let flow: Flow
    public let documentation: String
    /// Without header and trailer.
    public let members: [Member]
  }

  func field(_ tag: Int) -> Field {
    guard let field = fields.first(where: { $0.tag == tag }) else {
      preconditionFailure("a checked specification has no member without its field")
    }
    return field
  }

  func group(_ name: String) -> Group { groups[groupIndex(name)] }

  func groupIndex(_ name: String) -> Int {
    guard let index = groups.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("a checked specification has no member without its group")
    }
    return index
  }
}

/// The data types of FIX 4.4 under the names that the specification uses.
public enum DataType: String, Sendable, CaseIterable {
  case int
  case length = "Length"
  case numInGroup = "NumInGroup"
  case seqNum = "SeqNum"
  case qty = "Qty"
  case price = "Price"
  case priceOffset = "PriceOffset"
  case amt = "Amt"
  case percentage = "Percentage"
  case char
  case boolean = "Boolean"
  case string = "String"
  case multipleValueString = "MultipleValueString"
  case currency = "Currency"
  case exchange = "Exchange"
  case country = "Country"
  case utcTimestamp = "UTCTimestamp"
  case utcTimeOnly = "UTCTimeOnly"
  case utcDateOnly = "UTCDateOnly"
  case localMktDate = "LocalMktDate"
  case monthYear = "MonthYear"
  case data

  /// The case's own name, which is the one of `FieldType` in FIX44.
  var caseName: String { String(describing: self) }
}
