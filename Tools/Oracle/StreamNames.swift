import Market
import MarketCore

/// What a stream's numbers are called at the venue.
func instrumentID(_ index: Int) -> InstrumentID {
  InstrumentID(rawValue: UInt32(index + 1))
}

func symbol(_ index: Int) -> Symbol { Symbol(text("I", index)) }

func text(_ prefix: String, _ number: Int) -> Text16 {
  guard let text = Text16("\(prefix)\(number)") else { preconditionFailure("a short text") }
  return text
}

/// A number as eight letters, A for zero, lowest digit first.
func letters(_ number: UInt64) -> UInt64 {
  var word = number & 0xffff_ffff
  word = (word | word << 16) & 0x0000_ffff_0000_ffff
  word = (word | word << 8) & 0x00ff_00ff_00ff_00ff
  word = (word | word << 4) & 0x0f0f_0f0f_0f0f_0f0f
  return word + 0x0101_0101_0101_0101 * UInt64(UInt8(ascii: "A"))
}

/// A name of a stream: N and seven letters.
func clOrdID(_ name: Int) -> ClOrdID {
  var text = Text32()
  text.word0 = UInt64(UInt8(ascii: "N")) | letters(UInt64(name)) << 8
  return ClOrdID(text)
}

/// The number in a name of a stream; zero where the text is empty.
func name(of clOrdID: ClOrdID) -> Int {
  guard clOrdID.text.word0 != 0 else { return 0 }
  return (0..<7).reduce(0) { name, place in
    let letter = clOrdID.text.word0 >> UInt64(place * 8 + 8) & 0xff
    return name | Int(letter - UInt64(UInt8(ascii: "A"))) << (place * 4)
  }
}
