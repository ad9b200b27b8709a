import Market

/// Who sends what is no message, messages that nobody may send, and more than anybody reads.
final class SimulatedRowdy {
  private static let name = "ROWDY"
  private var lines: [VirtualLine] = []
  private let clock: SimulatedClock
  private var random: SeededRandom
  private var number = 1

  init(_ clock: SimulatedClock, _ random: SeededRandom) {
    self.clock = clock
    self.random = random
  }

  /// Does something bad, on a line of its own or one that it has.
  func act(_ venue: SimulatedVenue?) {
    guard let venue else { return }
    if lines.count > 4 { lines.removeFirst().close() }
    if lines.isEmpty || random.once(in: 3) {
      lines.append(VirtualLine { venue.admit($0, from: 0x0a00_0063) })
      number = 1
      if !random.once(in: 4) { send("35=A", "98=0|108=30|141=Y|") }
    }
    switch random.below(6) {
    case 0: lines.last?.send(noise(random.within(1...3_000)))
    case 1: lines.last?.send(Array("8=FIX.4.4\u{1}9=99999999\u{1}35=D\u{1}".utf8))
    case 2: lines.last?.send(damaged())
    case 3: for _ in 0..<200 { order() }
    case 4: send("35=D", "11=|38=-5|44=1e9|55=\(SimulatedMarket.symbol)|54=7|")
    default: send("35=2", "7=1|16=0|")
    }
  }

  private func noise(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  /// A message in which one byte is another one.
  private func damaged() -> [UInt8] {
    var bytes = framed("35=0", "112=X|")
    bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
    return bytes
  }

  private func order() {
    let price = 68_450 + 10 * random.within(-12...12)
    send(
      "35=D",
      "11=W\(clock.monotonicNanos)-\(number)|55=\(SimulatedMarket.symbol)|54=1|38=25|40=2|"
        + "44=\(price)|15=CNY|59=3|60=\(WireMessage.time(clock.wall))|")
  }

  private func send(_ type: String, _ body: String) {
    lines.last?.send(framed(type, body))
    number += 1
  }

  private func framed(_ type: String, _ body: String) -> [UInt8] {
    WireMessage.framed(
      "\(type)|49=\(Self.name)|56=\(SimulatedMarket.venueName)|34=\(number)|"
        + "52=\(WireMessage.time(clock.wall))|\(body)")
  }

  /// Bytes go to the venue; what comes is read seldom.
  func move(_ random: inout SeededRandom) {
    for line in lines {
      _ = line.deliver(random.within(1...1_500))
      guard random.once(in: 5) else { continue }
      line.collect()
      _ = line.arrive(65_536)
    }
    lines.removeAll { $0.isClosedByVenue }
  }

  /// All its lines are gone.
  func disconnected() {
    for line in lines { line.close() }
    lines = []
  }
}
