import Market
import Testing

@testable import FIXSession

@Suite struct TextLineTests {
  @Test("numbers are written in decimal", arguments: [0, 9, 10, 99, 100, .max] as [UInt64])
  func decimal(_ number: UInt64) {
    var line = TextLine()
    line.append("n=", number)
    #expect(line.description == "n=\(number)")
    #expect(line.bytes.byteCount == line.count)
  }

  @Test("negative numbers have a sign", arguments: [0, -1, 1, .min, .max] as [Int64])
  func sign(_ number: Int64) {
    var line = TextLine()
    line.append("", number)
    #expect(line.description == String(number))
  }

  @Test("a line has 160 bytes")
  func capacity() async {
    var line = TextLine()
    line.append(String(repeating: "x", count: 160))
    #expect(line.count == 160)
    await #expect(processExitsWith: .failure) {
      var long = TextLine()
      long.append(String(repeating: "x", count: 161))
    }
  }
}
