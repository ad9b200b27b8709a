import Market

/// 4,096 distinct NewOrderSingle(D) of about 200 bytes, every second with its body fields shuffled, so
/// that no order of fields can be learnt by heart.
struct OrderMessages {
  static var count: Int { 4_096 }

  private(set) var bytes: [UInt8] = []
  /// Where each message begins, and where the last one ends.
  private(set) var starts: [Int] = [0]

  init() {
    var generator = Generator(state: 0x2545_f491_4f6c_dd1d)
    for number in 1...Self.count {
      var body = Self.body(number, &generator)
      if number % 2 == 0 { body.shuffle(using: &generator) }
      append(
        "35=D|49=DEALER01|56=CANGDAN|34=\(number)|52=20260302-01:30:00.\(100 + number % 900)|"
          + body.joined())
    }
  }

  private static func body(_ number: Int, _ generator: inout Generator) -> [String] {
    let tenths = Int.random(in: 0..<10_000, using: &generator)
    return [
      "11=ORD-\(1_000_000 + number)-\(tenths)|", "1=ACCOUNT7|", "21=1|", "55=CU-BWR-SH|",
      "54=\(1 + number % 2)|", "60=20260302-01:30:00.\(100 + number % 900)|",
      "38=\(25 * (1 + number % 40))|", "40=2|", "44=\(68_000 + tenths / 10).\(tenths % 10)|",
      "15=CNY|", "59=0|", "544=1|", "110=25|", "58=desk 4|",
    ]
  }

  private mutating func append(_ body: String) {
    let start = bytes.count
    for byte in "8=FIX.4.4|9=\(body.utf8.count)|\(body)".utf8 {
      bytes.append(byte == 0x7c ? 0x01 : byte)
    }
    let sum = bytes[start...].reduce(UInt8(0)) { $0 &+ $1 }
    let digits = String(sum)
    bytes += Array("10=\(String(repeating: "0", count: 3 - digits.count))\(digits)".utf8) + [0x01]
    starts.append(bytes.count)
  }

  /// The same messages in every run: xorshift.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }
}
