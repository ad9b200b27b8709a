/// What the venue sends and takes, field by field: the tables behind validation.
///
/// The tables are compact text made from Specs/cangdan.fix44.xml. Reading them is a matter of
/// program start, not of the order path.
public struct FIX44Dictionary: Sendable {
  /// Sorted by tag.
  public let fields: [FieldDefinition]
  /// Sorted by counter.
  public let groups: [GroupDefinition]
  /// Sorted by MsgType(35) as text.
  public let messages: [MessageDefinition]
  /// BeginString(8), BodyLength(9) and MsgType(35) first.
  public let header: [Member]
  /// CheckSum(10) last.
  public let trailer: [Member]

  /// Reads the generated tables.
  public static func make() -> FIX44Dictionary {
    FIX44Dictionary(
      fields: TableText.lines(Tables.fields).map(TableText.field),
      groups: TableText.lines(Tables.groups).map(TableText.group),
      messages: TableText.lines(Tables.messages).map(TableText.message),
      header: TableText.members(TableText.words(Tables.header)),
      trailer: TableText.members(TableText.words(Tables.trailer)))
  }

  /// The field with this tag, nil where the venue knows none.
  /// - Complexity: O(log n)
  public func field(_ tag: Tag) -> FieldDefinition? {
    var low = fields.startIndex
    var high = fields.endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if fields[middle].tag < tag { low = middle + 1 } else { high = middle }
    }
    return low < fields.endIndex && fields[low].tag == tag ? fields[low] : nil
  }

  /// The message of this type, nil where the venue knows none.
  /// - Complexity: O(n)
  public func message(_ msgType: MsgType) -> MessageDefinition? {
    messages.first { $0.msgType == msgType }
  }
}
