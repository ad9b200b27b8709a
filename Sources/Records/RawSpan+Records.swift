private import CSIMD
public import Market

/// Records stand at multiples of eight bytes in memory, so that a field of a body is one load and not
/// a copy of the body (benchmark load).
extension RawSpan {
  /// The head at `offset`. The span holds a whole record there: anything else is our own error.
  @inlinable
  public func loadHead(at offset: Int = 0) -> RecordHead {
    precondition(offset >= 0 && offset + RecordHead.byteCount <= byteCount, "a head fits")
    return unsafe unsafeLoad(fromByteOffset: offset, as: RecordHead.self)
  }

  /// The length of the record at `offset`, head included.
  public func recordLength(at offset: Int) -> Int {
    precondition(offset >= 0 && offset + RecordHead.byteCount <= byteCount, "a head fits")
    return Int(unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The body of the record at `offset`.
  @inlinable
  public func loadBody<Body: BitwiseCopyable>(_ type: Body.Type, at offset: Int = 0) -> Body {
    let start = offset + RecordHead.byteCount
    precondition(start + MemoryLayout<Body>.size <= byteCount, "a body fits")
    return unsafe unsafeLoad(fromByteOffset: start, as: Body.self)
  }

  /// Document `index` of the trailing documents behind a body of type `Body`.
  @inlinable
  public func loadDocument<Body: BitwiseCopyable>(
    _ index: Int, behind type: Body.Type, at offset: Int = 0
  ) -> TitleDocID {
    let start =
      offset + RecordHead.byteCount + MemoryLayout<Body>.size
      + index * MemoryLayout<TitleDocID>.size
    precondition(index >= 0 && start + MemoryLayout<TitleDocID>.size <= byteCount, "in the record")
    return unsafe unsafeLoad(fromByteOffset: start, as: TitleDocID.self)
  }

  /// The value behind a body of type `Body` that has no documents, or the one behind `index` others.
  public func loadTrailing<Value: BitwiseCopyable, Body: BitwiseCopyable>(
    _ value: Value.Type, _ index: Int = 0, behind type: Body.Type
  ) -> Value {
    let start =
      RecordHead.byteCount + MemoryLayout<Body>.size + index * MemoryLayout<Value>.size
    precondition(index >= 0 && start + MemoryLayout<Value>.size <= byteCount, "in the record")
    return unsafe unsafeLoad(fromByteOffset: start, as: Value.self)
  }

  /// What is published of a document, of as many as a trade in the mode listing has: behind all their numbers.
  public func loadTradedDocument(_ index: Int, of count: Int) -> TradedDocument {
    let start =
      RecordHead.byteCount + MemoryLayout<TradeMatched>.size
      + count * MemoryLayout<TitleDocID>.size + index * MemoryLayout<TradedDocument>.size
    precondition(
      index >= 0 && start + MemoryLayout<TradedDocument>.size <= byteCount, "in the record")
    return unsafe unsafeLoad(fromByteOffset: start, as: TradedDocument.self)
  }

  /// CRC32C of this record, which is the whole span, without its CRC field.
  public func recordCRC() -> UInt32 {
    precondition(byteCount >= RecordHead.byteCount, "a record has a head")
    return unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { preconditionFailure("a record has bytes") }
      return unsafe csimd_record_crc32c(base, bytes.count)
    }
  }

  /// CRC32C of these bytes, continuing from `crc` (0 to begin).
  public func crc32c(continuing crc: UInt32 = 0) -> UInt32 {
    unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return crc }
      return unsafe csimd_crc32c(crc, base, bytes.count)
    }
  }
}

extension UInt32 {
  /// CRC32C of these four bytes, the lowest first, continuing from `crc` (0 to begin).
  public func crc32c(continuing crc: UInt32 = 0) -> UInt32 { csimd_word_crc32c(crc, self) }
}
