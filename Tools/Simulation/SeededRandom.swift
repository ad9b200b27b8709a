/// Random numbers from a seed: the same seed, the same numbers, on every machine (SplitMix64).
public struct SeededRandom: Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  /// A number below `bound`.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "there is something to choose from")
    return Int(next() % UInt64(bound))
  }

  /// A number of the range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True once in so many times.
  mutating func once(in times: Int) -> Bool { below(times) == 0 }

  /// One of them.
  mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

  /// Another source of numbers, of its own.
  mutating func branch() -> SeededRandom { SeededRandom(seed: next()) }
}
