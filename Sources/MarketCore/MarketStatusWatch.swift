import Market

/// What the market as a whole is doing: how many of its instruments are in which phase, and what was told of that last.
struct MarketStatusWatch: BitwiseCopyable {
  /// By the raw value of the phase.
  private var counts: InlineArray<16, UInt32> = .init(repeating: 0)
  /// `MarketStatus` that was told last, to whoever has asked.
  private(set) var toldCode: UInt8 = 0
  /// Subscriptions to it.
  private(set) var subscriptions: UInt32 = 0

  init() {}

  /// An instrument has come into being.
  mutating func add(_ phase: TradingPhase) { counts[Int(phase.rawValue)] += 1 }

  /// An instrument has another phase.
  mutating func change(from old: TradingPhase, to new: TradingPhase) {
    counts[Int(old.rawValue)] -= 1
    counts[Int(new.rawValue)] += 1
  }

  mutating func subscribe() { subscriptions += 1 }
  mutating func unsubscribe() { subscriptions -= 1 }
  mutating func tell() { toldCode = status.rawValue }

  /// Whether somebody is to be told.
  @inline(__always) var isDue: Bool { subscriptions > 0 && toldCode != status.rawValue }

  /// How many instruments are in a phase.
  func count(_ phase: TradingPhase) -> UInt32 { counts[Int(phase.rawValue)] }

  /// What it is: the most that any instrument lets its dealers do.
  var status: MarketStatus {
    if count(.open) + count(.interrupted) > 0 { return .open }
    if count(.closingCall) > 0 { return .preClose }
    if count(.openingCall) + count(.preOpen) > 0 { return .preOpen }
    return count(.halted) > 0 ? .halted : .closed
  }
}
