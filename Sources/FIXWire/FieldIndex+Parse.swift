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
  ///
  /// A usual field, its tag short and its value without delimiters, is taken here; `place` and `start`
  /// are `count` and `scan.start` in registers.
  private mutating func index(_ scan: inout FieldScan) -> WireError? {
    var block = 0
    var place = 0
    var start = 0
    while block < scan.byteCount {
      var ends = scan.delimiters(from: block)
      while ends != 0 {
        let end = block &+ ends.trailingZeroBitCount
        ends &= ends &- 1
        if end < start { continue }
        let (tag, digits) = scan.shortTag(at: start)
        if digits != 0, place < Self.capacity, unsafe dataTags[tag] == 0 {
          let value = start &+ digits &+ 1
          put(UInt32(truncatingIfNeeded: tag), value, end &- value, slot: tag, at: place)
          place &+= 1
          start = end &+ 1
          continue
        }
        count = place
        scan.start = start
        if let error = field(&scan, end) { return error }
        place = count
        start = scan.start
      }
      block &+= 64
    }
    count = place
    scan.start = start
    if scan.start < scan.byteCount { return scan.error(.unterminated, after: lastTag) }
    return nil
  }

  /// The field from `scan.start` whose delimiter, if its value holds none, is at `end`.
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
  private mutating func append(_ tag: UInt32, _ offset: Int, _ length: Int) -> Bool {
    if count == Self.capacity { return false }
    put(tag, offset, length, slot: Self.slot(of: tag), at: count)
    count &+= 1
    return true
  }

  /// Writes the field at `place`, below `capacity`, and notes it if it is the first in its slot.
  @inline(__always)
  private func put(_ tag: UInt32, _ offset: Int, _ length: Int, slot: Int?, at place: Int) {
    unsafe fields[place] = Field(
      tag: Tag(rawValue: tag), offset: UInt32(truncatingIfNeeded: offset),
      length: UInt32(truncatingIfNeeded: length))
    guard let slot else { return }
    let entry = unsafe firsts[slot]
    unsafe firsts[slot] = entry < epoch ? epoch &+ UInt32(truncatingIfNeeded: place) : entry
  }
}
