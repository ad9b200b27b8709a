import CLZ4
public import Memory

/// Reads a stream of LZ4 frames as it comes, for clients of the venue; the venue itself never decodes what it
/// is sent.
///
/// *Safety:* `context` is a decompression context that this value owns, made in `init`, freed in `deinit`;
/// liblz4 keeps no pointer into what it is given.
@safe
public struct LZ4FrameReader: ~Copyable {
  private let context: OpaquePointer

  /// What came of reading.
  public enum Outcome: Equatable, Sendable {
    /// All that came has been read, or all that there is room for.
    case moved
    /// The end mark of the frame was read; what follows it is left.
    case ended
    /// It is no frame, or a damaged one: nothing more can be read.
    case damaged
  }

  public init() {
    var made: OpaquePointer?
    let code = unsafe LZ4F_createDecompressionContext(&made, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(code) == 0, let made = unsafe made else {
      preconditionFailure("there is memory for a decompression context")
    }
    unsafe context = unsafe made
  }

  deinit { _ = unsafe LZ4F_freeDecompressionContext(context) }

  /// Moves what `frame` says behind what `bytes` has, as much as fits.
  public mutating func read(from frame: inout ByteBuffer, into bytes: inout ByteBuffer) -> Outcome {
    if bytes.writableCount < bytes.freeBytes { bytes.compact() }
    while true {
      var made = bytes.writableCount
      var taken = frame.count
      let hint = unsafe frame.withUnsafeReadable { source in
        unsafe bytes.withUnsafeWritable { target in
          unsafe LZ4F_decompress(
            context, target.baseAddress, &made, source.baseAddress, &taken, nil)
        }
      }
      guard LZ4F_isError(hint) == 0 else { return .damaged }
      bytes.didWrite(made)
      frame.didRead(taken)
      if hint == 0 { return .ended }
      if made == 0 && taken == 0 { return .moved }
    }
  }
}
