/// A tag of one to five digits and its `=`, as a word, the first character lowest.
///
/// Nearly all tags are known when the program is compiled, and so is their text (benchmark report-out).
@usableFromInline
struct TagText {
  @usableFromInline let word: UInt64
  /// Characters.
  @usableFromInline let count: Int

  @inlinable
  @inline(__always)
  init(_ tag: UInt32) {
    precondition(tag > 0, "a tag is above 0")
    precondition(tag <= 99_999, "a tag has up to five digits")
    let digits = tag < 10 ? 1 : tag < 100 ? 2 : tag < 1_000 ? 3 : tag < 10_000 ? 4 : 5
    let number = UInt64(tag)
    let thousands = number / 10_000 | (number / 1_000 % 10) << 8
    let figures =
      thousands | (number / 100 % 10) << 16 | (number / 10 % 10) << 24 | (number % 10) << 32
    let leading = UInt64(8 &* (5 &- digits))
    word = (figures | 0x3d_3030_3030_30) &>> leading
    count = digits &+ 1
  }
}
