import Market

/// Who looks at prices: makes the book again from a snapshot and changes.
final class SimulatedPrices: SimulatedSession {
  /// Quantities by price, of both sides.
  private(set) var book: [String: [Int: Int]] = [:]
  private(set) var hasSnapshot = false
  private var request = 0
  private var last = 0

  override func loggedOn() {
    request += 1
    hasSnapshot = false
    sendApplication(
      "35=V",
      "262=M\(request)|263=1|264=0|265=1|267=2|269=0|269=1|146=1|55=\(SimulatedMarket.symbol)|")
  }

  override func ended() { hasSnapshot = false }

  override func received(_ message: WireMessage) {
    guard message[262] == "M\(request)" else { return }
    switch message.type {
    case "W":
      let before = hasSnapshot && last == message.number(7_830) ? book : nil
      book = ["0": [:], "1": [:]]
      for entry in message.entries(from: 269) { set(entry) }
      if let before, before != book { violate("the book was told as \(before): \(message.text)") }
      (hasSnapshot, last) = (true, message.number(7_830))
    // A gap fill may have stood for the snapshot: another one comes behind it.
    case "X" where !hasSnapshot: break
    case "X":
      if message.number(7_832) != last {
        violate("PrevMDSeq(7832) is not \(last): \(message.text)")
      }
      last = message.number(7_830)
      for entry in message.entries(from: 279) { set(entry) }
    case "Y": violate("a request for prices is refused: \(message.text)")
    default: break
    }
  }

  private func set(_ entry: [(tag: Int, value: String)]) {
    func value(_ tag: Int) -> String? { entry.first { $0.tag == tag }?.value }
    guard let side = value(269), let price = value(270).flatMap({ Int($0) }) else { return }
    let quantity = value(279) == "2" ? nil : value(271).flatMap { Int($0) }
    book[side, default: [:]][price] = quantity
  }
}
