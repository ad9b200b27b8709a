/// Money as the rules tell it, in dictionaries and without regard for time: the oracle of the ledger.
struct NaiveLedger {
  struct Key: Hashable {
    let kind: String
    let number: Int
    let currency: Int
  }
  /// Where guarantees come from, in their order: currency 0 is CNY.
  enum Source: Hashable {
    case guarantee(Int)
    case cash
  }
  typealias Parts = [Source: Int]

  var balances: [Key: Int] = [:]
  /// Held, and due for trades, by account.
  var encumbered: [Key: Int] = [:]
  /// CNY for a unit in 1/10,000,000; none before the first fixing.
  var fixings: [Int: Int] = [:]
  let haircuts: [Int]

  static let sources: [Source] = [.guarantee(0), .cash, .guarantee(1), .guarantee(2)]

  func balance(_ key: Key) -> Int { balances[key] ?? 0 }
  func available(_ key: Key) -> Int { balance(key) - (encumbered[key] ?? 0) }
  func key(_ source: Source, of firm: Int) -> Key {
    switch source {
    case .guarantee(let currency): Key(kind: "guarantee", number: firm, currency: currency)
    case .cash: Key(kind: "cash", number: firm, currency: 0)
    }
  }

  /// Moves money where it is available; false, and nothing moved, where it is not.
  mutating func move(_ amount: Int, from: Key, to: Key) -> Bool {
    guard from.kind == "bank" || available(from) >= amount else { return false }
    balances[from, default: 0] -= amount
    balances[to, default: 0] += amount
    return true
  }

  /// What cents are worth in fen: part of a fen down.
  func value(_ cents: Int, _ currency: Int) -> Int {
    guard currency > 0 else { return cents }
    let worth = Int128(fixings[currency] ?? 0) * Int128(10_000 - haircuts[currency])
    return Int(Int128(cents) * worth / 10_000_000 / 10_000)
  }

  func value(_ parts: Parts) -> Int {
    parts.reduce(0) { sum, part in
      switch part.key {
      case .guarantee(let currency): sum + value(part.value, currency)
      case .cash: sum + part.value
      }
    }
  }

  /// The fewest cents, at most `most`, that are worth enough; nil where all of them are not.
  func fewest(_ required: Int, _ currency: Int, most: Int) -> Int? {
    guard value(most, currency) >= required else { return nil }
    var (low, high) = (0, most)
    while low < high {
      let middle = (low + high) / 2
      if value(middle, currency) >= required { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// What is taken of an offer, and what is missing.
  func cover(_ required: Int, from offer: Parts) -> (taken: Parts, missing: Int) {
    var missing = required
    var taken: Parts = [:]
    for source in Self.sources where missing > 0 {
      let there = offer[source] ?? 0
      var currency = 0
      if case .guarantee(let other) = source { currency = other }
      if currency > 0 && fixings[currency] == nil { continue }
      if let fewest = fewest(missing, currency, most: there) {
        taken[source] = fewest
        missing = 0
      } else {
        taken[source] = there
        missing -= value(there, currency)
      }
    }
    return (taken.filter { $0.value > 0 }, missing)
  }

  func free(of firm: Int, sharedBy lots: Int = 1) -> Parts {
    var free: Parts = [:]
    for source in Self.sources { free[source] = available(key(source, of: firm)) / lots }
    return free
  }

  /// Encumbers parts of a firm's money, `times` each; frees them where that is negative.
  mutating func encumber(_ parts: Parts, _ times: Int, of firm: Int) {
    for (source, amount) in parts {
      encumbered[key(source, of: firm), default: 0] += amount * times
    }
  }

  static func sum(_ a: Parts, _ b: Parts) -> Parts { a.merging(b, uniquingKeysWith: +) }
}
