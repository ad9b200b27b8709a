public import FIX44
public import FIXWire

/// A FIX message as text: its fields in their order, for people and scripts.
public struct WireMessage: Equatable, Sendable {
  /// One field.
  public struct Field: Equatable, Sendable {
    public var tag: Tag
    public var value: String

    public init(_ tag: Tag, _ value: String) {
      self.tag = tag
      self.value = value
    }
  }

  /// MsgType(35), or empty.
  public let msgType: String
  /// All fields, those of header and trailer too.
  public let fields: [Field]

  public init(fields: [Field]) {
    self.fields = fields
    msgType = fields.first { $0.tag == .msgType }?.value ?? ""
  }

  /// The message that `index` has taken apart.
  public init(_ index: borrowing FieldIndex, _ message: RawSpan) {
    var fields: [Field] = []
    for position in 0..<index.count {
      let field = index[position]
      let bytes = Span<UInt8>(_bytes: message[field])
      let value = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      fields.append(Field(field.tag, value))
    }
    self.init(fields: fields)
  }

  /// The value of the first field with `tag`.
  public subscript(tag: Tag) -> String? { fields.first { $0.tag == tag }?.value }

  /// The values of all fields with `tag`, as in the entries of a group.
  public func all(_ tag: Tag) -> [String] { fields.filter { $0.tag == tag }.map(\.value) }

  /// `8=FIX.4.4|9=70|35=0|...`
  public var wire: String { fields.map { "\($0.tag)=\($0.value)|" }.joined() }
}

/// Byte values of characters.
enum ASCII {
  static var soh: UInt8 { 0x01 }
  static var pipe: UInt8 { 0x7c }
  static var equals: UInt8 { 0x3d }
}
