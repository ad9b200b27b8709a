import Matching

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

extension BookStream {
  /// 10,200 live orders per instrument and what one aggressive order adds; prices within 1,200
  /// ticks, so at most 20 pages per side.
  static func limits(instruments: Int) -> BookLimits {
    BookLimits(
      orders: instruments * 10_240, levelPages: instruments * 160, books: instruments)
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

/// A stream by its size, with its results where they are known.
struct BookWorkload {
  /// Such as `w1`, for people.
  var name: String
  /// What its ratios are called behind `rate-vs-textbook-`.
  var ratioName: String
  var instruments: Int
  var commands: Int
  /// Passes of each book in turn.
  var rounds: Int
  var known: Known?

  /// The stream and what it gives, bit for bit.
  struct Known {
    var maxID: UInt32
    var streamHash: UInt64
    var checksums: BookChecksums
  }

  static func one(rounds: Int) -> BookWorkload {
    BookWorkload(
      name: "w1", ratioName: "1", instruments: 1, commands: 5_000_000, rounds: rounds,
      known: Known(
        maxID: 2_690_021, streamHash: 0x4d29_22e8_0530_d9ae,
        checksums: BookChecksums(
          fills: 605_534, notional: 18_108_567_754_755, fillHash: 0x093f_2d37_8ca4_be1a,
          live: 10_001)))
  }

  static func many(rounds: Int) -> BookWorkload {
    BookWorkload(
      name: "w128", ratioName: "128", instruments: 128, commands: 5_000_000, rounds: rounds,
      known: Known(
        maxID: 3_960_186, streamHash: 0x877c_0794_8d08_aa0c,
        checksums: BookChecksums(
          fills: 605_351, notional: 18_116_149_673_080, fillHash: 0x391e_12a4_f513_2cfc,
          live: 1_280_892)))
  }

  /// So many instruments with 10,000 orders each.
  static func size(_ instruments: Int, rounds: Int) -> BookWorkload {
    let orders = instruments * 10_000
    let text = orders < 1_000_000 ? "\(orders / 1_000)k" : "\(orders / 1_000_000)M"
    return BookWorkload(
      name: "\(text) orders", ratioName: "\(text)-orders", instruments: instruments,
      commands: 1_000_000, rounds: rounds)
  }

  /// Makes the stream; void where it is another one than is known.
  func stream() throws -> BookStream {
    let stream = StreamGenerator.make(instruments: instruments, commands: commands)
    if let known, stream.maxID != known.maxID || stream.hash != known.streamHash {
      throw Benchmark.VoidRun(reason: "\(name) is another stream")
    }
    return stream
  }
}
