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
      var scan = unsafe FieldScan(base: base, byteCount: bytes.count)
      return index(&scan)
    }
  }

  /// Visits the delimiters, 64 bytes at a time.
  private mutating func index(_ scan: inout FieldScan) -> WireError? {
    var block = 0
    while block < scan.byteCount {
      var ends = scan.delimiters(from: block)
      while ends != 0 {
        let end = block &+ ends.trailingZeroBitCount
        ends &= ends &- 1
        if end < scan.start { continue }
        if let error = field(&scan, end) { return error }
      }
      block &+= 64
    }
    if scan.start < scan.byteCount { return scan.error(.unterminated, after: lastTag) }
    return nil
  }

  /// The field from `scan.start` whose delimiter, if its value holds none, is at `end`.
  @inline(__always)
  private mutating func field(_ scan: inout FieldScan, _ end: Int) -> WireError? {
    let (tag, digits) = scan.tag()
    if digits == 0 { return scan.tagError(end, after: lastTag) }
    let value = scan.start &+ digits &+ 1
    if tag < UInt32(DataFields.tableSize) {
      let dataTag = unsafe dataTags[Int(tag)]
      if dataTag == DataFields.isData {
        return scan.error(.dataWithoutLength, after: Tag(rawValue: tag))
      }
      if dataTag != 0 { return lengthAndData(&scan, tag, value..<end, dataTag: UInt32(dataTag)) }
    }
    scan.start = end &+ 1
    return append(tag, value, end &- value) ? nil : tooMany(tag, value)
  }

  /// A length field, and the data field behind it if that is the one that it belongs to.
  private mutating func lengthAndData(
    _ scan: inout FieldScan, _ tag: UInt32, _ value: Range<Int>, dataTag: UInt32
  ) -> WireError? {
    if !append(tag, value.lowerBound, value.count) { return tooMany(tag, value.lowerBound) }
    let length = scan.length(value)
    scan.start = value.upperBound + 1
    if scan.start >= scan.byteCount { return nil }
    let (next, digits) = scan.tag()
    guard digits > 0, next == dataTag, let length else { return nil }
    let start = scan.start + digits + 1
    guard length < scan.byteCount - start, scan.isDelimiter(at: start + length) else {
      return scan.error(.dataLengthMismatch, after: Tag(rawValue: tag))
    }
    scan.start = start + length + 1
    return append(dataTag, start, length) ? nil : tooMany(dataTag, start)
  }

  private var lastTag: Tag { count == 0 ? Tag(rawValue: 0) : unsafe fields[count - 1].tag }

  private func tooMany(_ tag: UInt32, _ offset: Int) -> WireError {
    WireError(.tooManyFields, offset: offset, tag: Tag(rawValue: tag))
  }

  /// Adds a field; false where there is no room.
  @inline(__always)
  private mutating func append(_ tag: UInt32, _ offset: Int, _ length: Int) -> Bool {
    if count == Self.capacity { return false }
    unsafe fields[count] = Field(
      tag: Tag(rawValue: tag), offset: UInt32(truncatingIfNeeded: offset),
      length: UInt32(truncatingIfNeeded: length))
    if let slot = Self.slot(of: tag) {
      let entry = unsafe firsts[slot]
      unsafe firsts[slot] = entry < epoch ? epoch &+ UInt32(truncatingIfNeeded: count) : entry
    }
    count &+= 1
    return true
  }
}
