import Market
import Memory
import Records

/// What an instrument's definition says in words, as lines of a key, `=` and a text: for those who ask for its terms.
///
/// Whole lines of at most `Limits.instrumentWordsBytes` together; what goes beyond that is not told.
struct InstrumentWords: BitwiseCopyable {
  private var words = InlineArray<64, UInt64>(repeating: 0)
  private var byteCount: UInt64 = 0

  /// None.
  init() {}

  /// The words behind the body of a definition, a whole record.
  init(_ command: RawSpan, length: UInt16) {
    let room = command.byteCount - RecordHead.byteCount - MemoryLayout<DefineInstrument>.size
    let count = min(Int(length), Limits.instrumentWordsBytes, max(0, room))
    for place in 0..<(count + 7) / 8 {
      words[place] = command.loadTrailing(
        UInt64.self, place, behind: DefineInstrument.self)
    }
    byteCount = UInt64(count)
    if count < Int(length) { cutToLines() }
    clearRest()
  }

  /// Bytes in use.
  var count: Int { Int(byteCount) }

  /// Words that hold them.
  var wordCount: Int { (count + 7) / 8 }

  /// Eight bytes, the first one lowest; zero behind the end.
  subscript(word place: Int) -> UInt64 { words.span[place] }

  private subscript(place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: words.span[place >> 3] >> UInt64((place & 7) << 3))
  }

  private mutating func cutToLines() {
    while byteCount > 0, self[count - 1] != 0x0a { byteCount -= 1 }
  }

  /// Equal words are equal in a digest, whatever stood behind them.
  private mutating func clearRest() {
    let last = count / 8
    for place in last..<words.count {
      let kept = place == last ? UInt64(count & 7) << 3 : 0
      words[place] &= (1 << kept) - 1
    }
  }
}
