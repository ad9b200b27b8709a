import Market

/// Values of type MultipleValueString: single characters parted by spaces.
extension RawSpan {
  /// Whether one of the values is the character `value`.
  func hasValue(_ value: UInt8) -> Bool {
    let bytes = Span<UInt8>(_bytes: self)
    for index in bytes.indices where bytes[index] == value && bytes.isValue(at: index) {
      return true
    }
    return false
  }
}

extension Span<UInt8> {
  /// Whether the character at `index` is a value by itself.
  func isValue(at index: Int) -> Bool {
    (index == 0 || self[index - 1] == ASCII.space)
      && (index + 1 == count || self[index + 1] == ASCII.space)
  }
}

extension ExecInst {
  /// The instructions of ExecInst(18); others than ours are `notOffered`.
  init(_ value: RawSpan) {
    self.init()
    let bytes = Span<UInt8>(_bytes: value)
    for index in bytes.indices where bytes[index] != ASCII.space {
      switch bytes[index] {
      case ASCII.six where bytes.isValue(at: index): insert(.postOnly)
      case ASCII.g where bytes.isValue(at: index): insert(.allOrNone)
      default: insert(.notOffered)
      }
    }
  }
}
