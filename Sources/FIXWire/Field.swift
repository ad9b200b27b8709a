public import FIX44

/// One field of a message: where its value stands.
public struct Field: Equatable, Sendable, BitwiseCopyable {
  public var tag: Tag
  /// Of the value's first byte, from the message's first byte.
  public var offset: UInt32
  /// Bytes of the value; zero where it is empty.
  public var length: UInt32

  public init(tag: Tag, offset: UInt32, length: UInt32) {
    self.tag = tag
    self.offset = offset
    self.length = length
  }
}

extension RawSpan {
  /// The bytes of a field's value; this span is the message in which the field was found.
  public subscript(field: Field) -> RawSpan {
    @_lifetime(copy self)
    get {
      let start = Int(field.offset)
      return self.extracting(start..<start + Int(field.length))
    }
  }
}
