/// The alternative: fields found byte by byte, as it is written without vectors.
struct ScalarScan: ~Copyable {
  private var tags = [UInt32](repeating: 0, count: 2_048)
  private var offsets = [UInt32](repeating: 0, count: 2_048)
  private var lengths = [UInt32](repeating: 0, count: 2_048)

  /// The number of fields; zero where the message can't be taken apart.
  mutating func parse(_ message: RawSpan) -> UInt64 {
    let bytes = Span<UInt8>(_bytes: message)
    var count = 0
    var place = 0
    while place < bytes.count {
      var tag: UInt32 = 0
      while place < bytes.count, bytes[place] != 0x3d {
        let digit = bytes[place] &- 0x30
        if digit > 9 { return 0 }
        tag = tag &* 10 &+ UInt32(digit)
        place += 1
      }
      let start = place + 1
      while place < bytes.count, bytes[place] != 0x01 { place += 1 }
      tags[count] = tag
      offsets[count] = UInt32(start)
      lengths[count] = UInt32(place - start)
      count += 1
      place += 1
    }
    return UInt64(count)
  }
}
