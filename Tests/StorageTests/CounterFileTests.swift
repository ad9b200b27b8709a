import Foundation
import Linux
import Storage
import Testing

/// Figures that others read while they are written.
@Suite struct CounterFileTests {
  @Test("the file has the places that Specs/RECORDS.md tells")
  func layout() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/counters"
    let counters = try CounterFile(path: path, blocks: 9, startedNanos: 77)
    counters[8].store(5, at: 63)
    counters[8].add(2, at: 63)
    counters[1].publish(3, at: 0)
    #expect(counters[8].load(63) == 7)
    #expect(counters[1].acquire(0) == 3)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.count == 9 * 512)
    #expect(String(decoding: bytes[0..<8], as: UTF8.self) == "CANGDANT")
    let words = stride(from: 0, to: bytes.count, by: 8).map { place in
      bytes[place..<place + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    #expect(words[1] == 1 && words[3] == 77 && words[4] == 9)
    #expect(words[2] == UInt64(ProcessInfo.processInfo.processIdentifier))
    #expect(words[64] == 3)
    #expect(words[9 * 64 - 1] == 7)
  }

  @Test("a file of an earlier process is replaced")
  func replaced() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/counters"
    let first = try CounterFile(path: path, blocks: 4, startedNanos: 1)
    first[1].store(9, at: 0)
    let second = try CounterFile(path: path, blocks: 4, startedNanos: 2)
    #expect(second[1].load(0) == 0)
    #expect(first[1].load(0) == 9)
  }

  @Test("what is outside is nobody's")
  func outside() async {
    await #expect(processExitsWith: .failure) { _ = CounterFile(blocks: 4)[4] }
    await #expect(processExitsWith: .failure) { CounterFile(blocks: 4)[1].store(1, at: 64) }
  }
}
