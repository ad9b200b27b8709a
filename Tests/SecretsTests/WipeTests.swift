import Secrets
import Testing

@Suite struct WipeTests {
  @Test("every byte is zero afterwards")
  func zeroes() {
    var bytes: [UInt8] = [1, 2, 3, 4, 5]
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    wipe(&raw)
    #expect(bytes == [0, 0, 0, 0, 0])
  }
}
