import Storage
import Testing

/// What a process has left in its counter file.
@Suite struct LeftFiguresTests {
  @Test("figures as they stood; zero where there is no such block; nil where there is no such file")
  func load() throws {
    let place = try TemporaryDirectory()
    let path = "\(place.path)/counters"
    let absent = try LeftFigures(path: path)
    #expect(absent?.load(0, 0) == nil)
    do {
      let counters = try CounterFile(path: path, blocks: 3, startedNanos: 9)
      counters[2].store(0x0102_0304_0506_0708, at: 63)
    }
    let left = try #require(try LeftFigures(path: path))
    #expect(left.load(2, 63) == 0x0102_0304_0506_0708)
    #expect(left.load(0, 3) == 9)
    #expect(left.load(2, 0) == 0)
    #expect(left.load(3, 0) == 0)
    #expect(left.load(-1, 0) == 0)
    try place.flip("counters", at: 0)
    let flipped = try LeftFigures(path: path)
    #expect(flipped?.load(0, 0) == nil)
    try place.write([1, 2, 3], to: "counters")
    let short = try LeftFigures(path: path)
    #expect(short?.load(0, 0) == nil)
  }
}
