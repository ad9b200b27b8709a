import FIX44

extension FieldIndex {
  /// Takes `message` apart into its fields; an error tells the first place where that fails, and the
  /// fields before it stay readable.
  ///
  /// Judges tags and delimiters only; values may be empty. The message is one that `Framing` has
  /// found complete, so its bytes are bounded by the size limit given there.
  public mutating func parse(_ message: RawSpan) -> WireError? {
    precondition(message.byteCount < Int(UInt32.max), "offsets are 32 bits")
    removeAll()
    return unsafe message.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      do throws(WireError) {
        try index(unsafe FieldScan(base: base, byteCount: bytes.count))
        return nil
      } catch {
        return error
      }
    }
  }

  /// Visits the delimiters, 64 bytes at a time.
  ///
  /// A usual field, its tag short and its value without delimiters, is taken here, with everything in
  /// registers (benchmark order-in); any other by `field`.
  private mutating func index(_ message: FieldScan) throws(WireError) {
    let slots = unsafe self.slots
    var next = unsafe fields
    var mark = epoch
    var block = 0
    var start = 0
    while block < message.byteCount {
      var ends = message.delimiters(from: block)
      while ends != 0 {
        let end = block &+ ends.trailingZeroBitCount
        ends &= ends &- 1
        if end < start { continue }
        guard let (tag, digits) = message.shortTag(at: start),
          case let slot = unsafe slots[tag], slot < Self.dataSlot,
          mark < epoch &+ UInt64(Self.capacity)
        else {
          count = Int(mark &- epoch)
          start = try field(message, start..<end)
          mark = epoch &+ UInt64(count)
          unsafe next = fields + count
          continue
        }
        if slot < epoch { unsafe slots[tag] = mark }
        let value = start &+ digits &+ 1
        unsafe next.pointee = Field(UInt32(truncatingIfNeeded: tag), value, end &- value)
        unsafe next += 1
        mark &+= 1
        start = end &+ 1
      }
      block &+= 64
    }
    count = Int(mark &- epoch)
    if start < message.byteCount { throw WireError(.unterminated, offset: start, tag: lastTag) }
  }

  /// Takes the field in `range`, which ends at its delimiter if its value holds none; where the next
  /// one begins.
  private mutating func field(_ message: FieldScan, _ range: Range<Int>) throws(WireError) -> Int {
    let start = range.lowerBound
    guard let (tag, digits) = message.tag(at: start) else {
      throw message.tagError(range, after: lastTag)
    }
    let value = start &+ digits &+ 1..<range.upperBound
    switch DataFields.role(of: tag) {
    case .none:
      try append(tag, value)
      return range.upperBound &+ 1
    case .length(let dataTag):
      return try lengthAndData(message, Tag(rawValue: tag), value, dataTag)
    case .data:
      throw WireError(.dataWithoutLength, offset: start, tag: Tag(rawValue: tag))
    }
  }

  /// A length field, and the data field behind it if that is the one that it belongs to.
  private mutating func lengthAndData(
    _ message: FieldScan, _ tag: Tag, _ value: Range<Int>, _ dataTag: UInt32
  ) throws(WireError) -> Int {
    try append(tag.rawValue, value)
    let start = value.upperBound + 1
    guard start < message.byteCount, let (next, digits) = message.tag(at: start), next == dataTag,
      let length = message.length(value)
    else { return start }
    let data = start + digits + 1
    guard length < message.byteCount - data, message.isDelimiter(at: data + length) else {
      throw WireError(.dataLengthMismatch, offset: start, tag: tag)
    }
    try append(dataTag, data..<data + length)
    return data + length + 1
  }

  private var lastTag: Tag { count == 0 ? Tag(rawValue: 0) : unsafe fields[count - 1].tag }

  /// Adds a field, and notes it if it is the first of its tag.
  private mutating func append(_ tag: UInt32, _ value: Range<Int>) throws(WireError) {
    if count == Self.capacity {
      throw WireError(.tooManyFields, offset: value.lowerBound, tag: Tag(rawValue: tag))
    }
    unsafe fields[count] = Field(tag, value.lowerBound, value.count)
    if let slot = Self.slot(of: tag) {
      let flag = unsafe slots[slot] & Self.dataSlot
      if unsafe slots[slot] &- flag < epoch { unsafe slots[slot] = epoch &+ UInt64(count) | flag }
    }
    count &+= 1
  }
}

extension Field {
  @inline(__always)
  fileprivate init(_ tag: UInt32, _ offset: Int, _ length: Int) {
    self.init(
      tag: Tag(rawValue: tag), offset: UInt32(truncatingIfNeeded: offset),
      length: UInt32(truncatingIfNeeded: length))
  }
}
