import CLZ4
public import Memory

/// Makes one LZ4 frame of the pieces of a stream; each piece can be decompressed as soon as it is there.
///
/// The standard frame format: blocks of at most 64 KiB which refer to the 64 KiB before them, a checksum of
/// the header, an end mark. Any reader of the format decodes it, `lz4 -d` as well. Some 210 KiB a writer;
/// nothing is allocated once it is made.
///
/// *Safety:* `context` is a compression context that this value owns, made in `init`, freed in `deinit`;
/// liblz4 keeps no pointer into what it is given.
@safe
public struct LZ4FrameWriter: ~Copyable {
  private let context: OpaquePointer
  private var preferences = LZ4F_preferences_t()
  private var isOpen = false

  /// Bytes of a piece at most.
  public static var pieceBytes: Int { 32_768 }
  /// What a piece becomes at most, with the frame's header before it.
  public static var roomBytes: Int { pieceBytes + 64 }

  /// With `hasChecksum` the end mark bears a checksum of all that was compressed, for files that are kept.
  public init(hasChecksum: Bool = false) {
    var made: OpaquePointer?
    let code = unsafe LZ4F_createCompressionContext(&made, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(code) == 0, let made = unsafe made else {
      preconditionFailure("there is memory for a compression context")
    }
    unsafe context = unsafe made
    preferences.frameInfo.blockSizeID = LZ4F_max64KB
    preferences.frameInfo.blockMode = LZ4F_blockLinked
    if hasChecksum { preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled }
  }

  deinit { _ = unsafe LZ4F_freeCompressionContext(context) }

  /// Appends to `buffer` what `piece`, at most `pieceBytes`, becomes: whoever has read so far has all of it.
  ///
  /// The caller has seen to `roomBytes`.
  public mutating func append(_ piece: RawSpan, to buffer: inout ByteBuffer) {
    precondition(piece.byteCount <= Self.pieceBytes, "a piece is shorter than a block")
    precondition(buffer.freeBytes >= Self.roomBytes, "room was made for the piece")
    if buffer.writableCount < Self.roomBytes { buffer.compact() }
    begin(in: &buffer)
    unsafe piece.withUnsafeBytes { bytes in
      unsafe write(to: &buffer) { start, count in
        unsafe LZ4F_compressUpdate(context, start, count, bytes.baseAddress, bytes.count, nil)
      }
    }
    unsafe write(to: &buffer) { start, count in unsafe LZ4F_flush(context, start, count, nil) }
  }

  /// Appends the end mark: nothing belongs to the frame behind it. The caller has seen to `roomBytes`.
  public mutating func end(in buffer: inout ByteBuffer) {
    precondition(buffer.freeBytes >= Self.roomBytes, "room was made for the end mark")
    if buffer.writableCount < Self.roomBytes { buffer.compact() }
    begin(in: &buffer)
    unsafe write(to: &buffer) { start, count in
      unsafe LZ4F_compressEnd(context, start, count, nil)
    }
    isOpen = false
  }

  private mutating func begin(in buffer: inout ByteBuffer) {
    if isOpen { return }
    isOpen = true
    var preferences = preferences
    unsafe write(to: &buffer) { start, count in
      unsafe LZ4F_compressBegin(context, start, count, &preferences)
    }
  }

  private func write(
    to buffer: inout ByteBuffer, _ call: (UnsafeMutableRawPointer?, Int) -> Int
  ) {
    let count = unsafe buffer.withUnsafeWritable { unsafe call($0.baseAddress, $0.count) }
    precondition(LZ4F_isError(count) == 0, "what is written into the room that was made fits")
    buffer.didWrite(count)
  }
}
