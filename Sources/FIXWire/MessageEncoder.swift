import Memory

/// Writes one message at a time into memory of its own.
///
/// The body is written first and the head is put before it, so BodyLength(9) is exact:
///
/// ```
/// 0      start                  bodyStart                               end
/// | free | 8=FIX.4.4|9=length|  | 35=...|49=...| ... fields ... | 10=ddd| |
/// ```
///
/// The order of use is `begin`, fields, `finish`, then `message`. The caller knows how much it writes:
/// a message that does not fit is our own error. Values hold no delimiter, except of data fields.
///
/// *Safety:* `base` points to `capacity` bytes that this value owns, zeroed in `init`, freed in
/// `deinit`. `reserve` checks before each write that `end` plus what is written, counted with
/// `slackBytes` for words stored whole, stays within `capacity`; the head fits before `bodyStart`.
@safe
public struct MessageEncoder: ~Copyable {
  @usableFromInline let base: UnsafeMutableRawPointer
  /// Bytes of memory: of the longest message, and `slackBytes` and the head's room besides.
  public let capacity: Int
  /// Where the message begins, once it is finished.
  private var start = MessageEncoder.bodyStart
  @usableFromInline var end = MessageEncoder.bodyStart
  private var stage = Stage.empty
  var clock = TimestampText()

  private enum Stage { case empty, open, finished }

  /// Room for `8=FIX.4.4|9=1234567|`.
  static var bodyStart: Int { 24 }
  /// What a field's fixed part and the trailer take at most, words stored whole.
  @inlinable public static var slackBytes: Int { 64 }

  /// A message takes up to 7 digits of BodyLength(9), so `capacity` is 256 to 9,999,999.
  public init(capacity: Int) {
    precondition(capacity >= 256 && capacity <= 9_999_999, "BodyLength(9) has up to 7 digits")
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
    self.capacity = capacity
  }

  deinit { unsafe base.deallocate() }

  /// The finished message.
  public var message: RawSpan {
    @_lifetime(borrow self)
    get {
      precondition(stage == .finished, "a message is finished before it is read")
      return unsafe _overrideLifetime(
        RawSpan(_unsafeStart: base + start, byteCount: end - start), borrowing: self)
    }
  }

  /// Bytes that values may still take, besides what a field needs in any case.
  public var available: Int { capacity - end - 2 * Self.slackBytes }

  /// Begins a body; what was there before is gone.
  mutating func open() {
    end = Self.bodyStart
    stage = .open
  }

  /// Puts BeginString(8) and BodyLength(9) before the fields and CheckSum(10) behind them.
  ///
  /// Returns the message's length in bytes.
  @discardableResult
  public mutating func finish() -> Int {
    precondition(stage == .open, "a message is begun before it is finished")
    stage = .finished
    writeHead(bodyLength: UInt64(end - Self.bodyStart))
    let sum = CheckSum.of(message)
    let digits = DigitWords.threeDigits(UInt64(sum))
    reserve(0)
    store(0x3d_3031 | digits << 24 | 0x01 << 48, 7)
    return end - start
  }

  /// Right-aligned against the body: first the digits with what stands before them overwritten.
  private mutating func writeHead(bodyLength: UInt64) {
    let digits = DigitWords.figures(bodyLength)
    let count = 8 - min(digits.trailingZeroBitCount >> 3, 7)
    let word = (digits | DigitWords.zeroes) >> 8 | UInt64(ASCII.soh) << 56
    unsafe base.storeBytes(of: word, toByteOffset: Self.bodyStart - 8, as: UInt64.self)
    start = Self.bodyStart - 13 - count
    let tag = UInt32(FrameHead.bodyLengthTag)
    unsafe base.storeBytes(of: tag, toByteOffset: start + 8, as: UInt32.self)
    unsafe base.storeBytes(of: FrameHead.beginString, toByteOffset: start, as: UInt64.self)
  }

  /// Makes sure that a field whose value has `count` bytes beyond the fixed part fits.
  @inlinable
  @inline(__always)
  func reserve(_ count: Int) {
    precondition(end &+ count &+ Self.slackBytes <= capacity, "the message fits")
  }

  /// Stores eight bytes of which `count` count.
  @inlinable
  @inline(__always)
  mutating func store(_ word: UInt64, _ count: Int) {
    unsafe base.storeBytes(of: word, toByteOffset: end, as: UInt64.self)
    end &+= count
  }

  /// Copies bytes; the room has been reserved.
  @inline(__always)
  mutating func copy(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    unsafe (base + end).copyMemory(from: source, byteCount: bytes.count)
    end &+= bytes.count
  }
}

extension MessageEncoder {
  /// Begins fields that stand in several messages, without a head; what was there before is gone.
  public mutating func beginFields() { open() }

  /// What has been written since `beginFields`.
  public var fields: RawSpan {
    @_lifetime(borrow self)
    get {
      precondition(stage == .open, "fields are read before a message is finished")
      return unsafe _overrideLifetime(
        RawSpan(_unsafeStart: base + Self.bodyStart, byteCount: end - Self.bodyStart),
        borrowing: self)
    }
  }

  /// Appends whole fields as they are.
  public mutating func append(_ fields: RawSpan) {
    reserve(fields.byteCount)
    unsafe fields.withUnsafeBytes { bytes in unsafe copy(bytes) }
  }
}
