/// One command of the book workload, 16 bytes, little-endian, as in the stream's file.
///
/// ```
///  0 type        u8   0 new, 1 cancel, 2 reduce, 3 reprice
///  1 side        u8   0 buy, 1 sell
///  2 instrument  u16
///  4 id          u32
///  8 price       i32  ticks
/// 12 quantity    u32  lots; of a reduce what is cut, of a reprice what is left
/// ```
struct BookCommand: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    case new = 0
    case cancel = 1
    case reduce = 2
    case reprice = 3
  }

  var kind: Kind
  var side: UInt8
  var instrument: UInt16
  var id: UInt32
  var price: Int32
  var quantity: UInt32

  /// The record as two little-endian words, which the stream's hash is taken over.
  var words: (UInt64, UInt64) {
    let head = UInt64(kind.rawValue) | UInt64(side) << 8 | UInt64(instrument) << 16
    return (head | UInt64(id) << 32, UInt64(UInt32(bitPattern: price)) | UInt64(quantity) << 32)
  }
}

/// A recorded stream: `prefill` commands that are not timed, then those that are.
struct BookStream {
  var instruments: Int
  var prefill: Int
  var maxID: UInt32
  var commands: [BookCommand]

  var hash: UInt64 {
    var hash = FNV()
    for command in commands {
      hash.add(command.words.0)
      hash.add(command.words.1)
    }
    return hash.value
  }
}

/// FNV-1a over 64-bit words.
struct FNV {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325
  mutating func add(_ word: UInt64) { value = (value ^ word) &* 0x100_0000_01b3 }
}

/// What a run of the stream must give, bit for bit; six engines of others have reproduced it.
struct BookChecksums: Equatable {
  var fills: UInt64
  var notional: UInt64
  var fillHash: UInt64
  var live: UInt64
}

/// The streams and their checksums.
struct BookWorkload {
  var name: String
  var instruments: Int
  var maxID: UInt32
  var streamHash: UInt64
  var checksums: BookChecksums

  static var one: BookWorkload {
    BookWorkload(
      name: "w1", instruments: 1, maxID: 2_690_021, streamHash: 0x4d29_22e8_0530_d9ae,
      checksums: BookChecksums(
        fills: 605_534, notional: 18_108_567_754_755, fillHash: 0x093f_2d37_8ca4_be1a,
        live: 10_001))
  }

  static var many: BookWorkload {
    BookWorkload(
      name: "w128", instruments: 128, maxID: 3_960_186, streamHash: 0x877c_0794_8d08_aa0c,
      checksums: BookChecksums(
        fills: 605_351, notional: 18_116_149_673_080, fillHash: 0x391e_12a4_f513_2cfc,
        live: 1_280_892))
  }
}
