/// A lot of an auction written from the rules: all bids that were ever made, and time counted second by second.
struct NaiveLot {
  struct Bid: Equatable {
    /// Steps from the start, more are better for the initiator.
    var steps: Int
    var lots: Int
    var number: Int
  }

  enum Verdict: Equatable {
    case counts
    case notOpen
    case tooLow(steps: Int)
    case tooFar(steps: Int)
    case lotsNotLeft(Int)
    case clockWorse(steps: Int)
  }

  var isByBids: Bool
  var lots: Int
  /// Seconds that it is to run: to its close by bids, for each price by clock.
  var seconds: Int
  var extensionSeconds = 0
  var extensionsLeft = 0
  var lastSteps = 0
  private(set) var ran = 0
  private(set) var bids: [Bid] = []
  private(set) var taken = 0
  var isHalted = false
  var isInGap = false

  var isOver: Bool { isByBids ? ran >= seconds : ran >= (lastSteps + 1) * seconds }

  /// By clock: how many steps the price has moved.
  var clockSteps: Int { min(ran / seconds, lastSteps) }

  /// A second passes.
  mutating func pass() {
    if !isHalted && !isInGap && !isOver { ran += 1 }
  }

  /// What wins: by price, then by time, until the lot is used.
  var winning: [Bid] {
    var left = lots
    return bids.sorted { $0.steps != $1.steps ? $0.steps > $1.steps : $0.number < $1.number }
      .filter { bid in
        defer { left -= bid.lots }
        return left > 0
      }
  }

  mutating func bid(_ steps: Int, lots count: Int) -> Verdict {
    guard !isHalted, !isInGap, !isOver else { return .notOpen }
    guard count <= lots else { return .lotsNotLeft(lots) }
    let winning = winning
    let isUsed = winning.map(\.lots).reduce(0, +) >= lots
    let least = isUsed ? (winning.map(\.steps).min() ?? 0) + 1 : 0
    guard steps >= least else { return .tooLow(steps: least) }
    let most = (winning.map(\.steps).max() ?? 0) + 20
    guard steps <= most else { return .tooFar(steps: most) }
    if seconds - ran <= extensionSeconds && extensionsLeft > 0 {
      seconds += extensionSeconds
      extensionsLeft -= 1
    }
    bids.append(Bid(steps: steps, lots: count, number: bids.count))
    return .counts
  }

  mutating func accept(_ worst: Int, lots count: Int) -> Verdict {
    guard !isHalted, !isInGap, !isOver else { return .notOpen }
    guard count <= lots - taken else { return .lotsNotLeft(lots - taken) }
    // A clock moves towards the bidder: who asks for a later price than the present one gets nothing.
    guard worst <= clockSteps else { return .clockWorse(steps: clockSteps) }
    taken += count
    return .counts
  }
}
