import FIXSession
import Market

/// Anything may come from a counterparty, at any time: no bytes and no timers make a session trap, forget
/// what it has promised, or say more than it may.
///
/// An input is read as a scenario: lines that begin with S, I, O, L, T and X as in
/// `Tests/Scenarios/session`, from which the fuzzer starts. `B` sends bytes as they are, `P` stops and goes
/// on reading the socket, `N` sets both numbers as an operator does, `J` holds the journal back or lets it go on. Other lines say nothing.
struct FIXSessionFuzz {
  private let reading = Reading()

  /// Runs one input.
  func run(_ bytes: [UInt8]) {
    var lines = bytes.split(separator: 0x0a)[...]
    let first = lines.first.map { Array($0) } ?? []
    let stage = Stage(setup: first, reading)
    if first.first == UInt8(ascii: "S") { lines.removeFirst() }
    stage.connect()
    for line in lines.prefix(200) {
      guard let letter = line.first else { continue }
      perform(letter, Array(line.dropFirst(2)), on: stage)
    }
    stage.pass(tenths: 600)
  }

  private func perform(_ letter: UInt8, _ rest: [UInt8], on stage: Stage) {
    switch letter {
    case UInt8(ascii: "I"): stage.receive(stage.message(rest))
    case UInt8(ascii: "B"): stage.receive(rest)
    case UInt8(ascii: "O"): stage.report()
    case UInt8(ascii: "L"): stage.logOut()
    case UInt8(ascii: "T"): stage.pass(tenths: Self.tenths(rest))
    case UInt8(ascii: "X"):
      stage.loseLine()
      stage.connect()
    case UInt8(ascii: "N"): stage.moveNumbers()
    case UInt8(ascii: "P"): stage.toggleReading()
    case UInt8(ascii: "J"): stage.toggleJournal()
    default: break
    }
  }

  /// Seconds with one digit behind the point, in tenths; an hour at most.
  private static func tenths(_ text: [UInt8]) -> Int {
    var number = 0
    var isFraction = false
    for byte in text.prefix(6) {
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else if byte >= 0x30, byte <= 0x39 {
        number = number * 10 + Int(byte) - 0x30
        if isFraction { return min(number, 36_000) }
      }
    }
    return min(number * 10, 36_000)
  }
}

nonisolated(unsafe) private let fuzz = FIXSessionFuzz()

/// Called by libFuzzer with one input after the other.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  unsafe fuzz.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
