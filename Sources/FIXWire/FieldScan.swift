private import CSIMD
import FIX44

/// The bytes of a message while its fields are looked for.
///
/// *Safety:* `base` points to `byteCount` readable bytes that outlive this value, which lives only
/// inside `FieldIndex.parse`; every load ends at or before `byteCount`, and a tag is read only where
/// that is ahead.
@safe
struct FieldScan {
  let base: UnsafeRawPointer
  let byteCount: Int

  @inline(__always)
  init(base: UnsafeRawPointer, byteCount: Int) {
    unsafe self.base = unsafe base
    self.byteCount = byteCount
  }

  /// Bit i is set where byte `block` + i is a delimiter.
  @inline(__always)
  func delimiters(from block: Int) -> UInt64 {
    let left = byteCount &- block
    if left >= 64 { return unsafe csimd_equal_mask64(base + block, ASCII.soh) }
    if byteCount >= 64 {
      let last = unsafe csimd_equal_mask64(base + byteCount - 64, ASCII.soh)
      return last &>> UInt64(64 &- left)
    }
    var copy = [64 of UInt8](repeating: 0)
    return unsafe withUnsafeMutableBytes(of: &copy) { copy in
      unsafe copy.copyMemory(from: UnsafeRawBufferPointer(start: base, count: byteCount))
      guard let base = copy.baseAddress else { preconditionFailure("64 bytes") }
      return unsafe csimd_equal_mask64(base, ASCII.soh)
    }
  }

  /// A tag of up to three digits at `start` and its digits; nil where another tag, or none, stands
  /// there, or the message ends.
  ///
  /// Four bytes at once: the first that is no digit must be `=`. It ends the digits, which are then
  /// pushed against the end of the word, where the last one counts once, the others ten and 100 times.
  @inline(__always)
  func shortTag(at start: Int) -> (tag: Int, digits: Int)? {
    if start > byteCount &- 4 { return nil }
    let word = unsafe base.loadUnaligned(fromByteOffset: start, as: UInt32.self)
    let figures = word ^ 0x3030_3030
    let strangers = ((figures &+ 0x7676_7676) | figures) & 0x8080_8080
    let bits = UInt32(truncatingIfNeeded: strangers.trailingZeroBitCount) &- 7
    guard figures & 0xff &- 1 < 9, UInt8(truncatingIfNeeded: word &>> bits) == ASCII.equals
    else { return nil }
    let aligned = figures &<< (32 &- bits)
    let pairs = aligned &* 10 &+ aligned &>> 8
    return (Int((pairs & 0xff) &* 100 &+ (pairs &>> 16) & 0xff), Int(bits &>> 3))
  }

  /// The tag at `start` and its digits, 1 to 5; nil where no plain tag stands there.
  ///
  /// Eight bytes at once: the place of `=`, whether digits stand before it, their value.
  @inline(__always)
  func tag(at start: Int) -> (tag: UInt32, digits: Int)? {
    let word = eightBytes(from: start)
    let difference = word ^ 0x3d3d_3d3d_3d3d_3d3d
    let equals =
      (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    let digits = equals.trailingZeroBitCount &>> 3
    if digits &- 1 > 4 || word & 0xff == UInt64(ASCII.zero) || digits == 0 { return nil }
    let figures = (word ^ 0x3030_3030_3030_3030) &<< UInt64(64 &- 8 &* digits)
    return Figures.areDigits(figures) ? (Figures.number(figures), digits) : nil
  }

  /// The bytes from `start`, the first one lowest, zeroes behind the message's end.
  @inline(__always)
  private func eightBytes(from start: Int) -> UInt64 {
    let left = byteCount &- start
    if left >= 8 { return unsafe base.loadUnaligned(fromByteOffset: start, as: UInt64.self) }
    var word: UInt64 = 0
    for index in 0..<left {
      let byte = unsafe base.load(fromByteOffset: start &+ index, as: UInt8.self)
      word |= UInt64(byte) &<< UInt64(8 &* index)
    }
    return word
  }

  func isDelimiter(at offset: Int) -> Bool { byte(offset) == ASCII.soh }

  /// The number in `range`; nil if it is not 1 to 9 digits.
  func length(_ range: Range<Int>) -> Int? {
    if range.isEmpty || range.count > 9 { return nil }
    var length = 0
    for offset in range {
      let digit = byte(offset) &- ASCII.zero
      if digit > 9 { return nil }
      length = length * 10 + Int(digit)
    }
    return length
  }

  /// Why no tag can be read at the beginning of `field`, the bytes up to its delimiter.
  func tagError(_ field: Range<Int>, after tag: Tag) -> WireError {
    let start = field.lowerBound
    var equals = start
    while equals < field.upperBound, byte(equals) != ASCII.equals { equals += 1 }
    let kind: WireError.Kind
    if equals == field.upperBound {
      kind = .missingEquals
    } else if equals == start {
      kind = .emptyTag
    } else if (start..<equals).contains(where: { byte($0) &- ASCII.zero > 9 }) {
      kind = .malformedTag
    } else {
      kind = byte(start) == ASCII.zero ? .leadingZero : .tagTooLarge
    }
    return WireError(kind, offset: start, tag: tag)
  }

  private func byte(_ offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < byteCount, "inside the message")
    return unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }
}
