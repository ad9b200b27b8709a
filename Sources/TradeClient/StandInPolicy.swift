import Market

/// Which of the venue's questions a rule is for.
///
/// `all`, `1/3` (the third, the sixth, and so on), `20%` (by the seed), `trade:7`, `document:R26110000017`,
/// `symbol:CU-BW-A`.
public enum StandInPattern: Equatable, Sendable {
  case all
  case each(Int)
  /// In 1/100 of a percent.
  case share(Int)
  case trade(String)
  case document(String)
  case symbol(String)

  /// Reads a pattern as a user writes it.
  public init(_ text: String) throws(CommandError) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    if text == "all" {
      self = .all
    } else if text.hasPrefix("1/"), let count = Int(text.dropFirst(2)), count > 0 {
      self = .each(count)
    } else if text.hasSuffix("%"), let share = Self.hundredths(String(text.dropLast())),
      (0...10_000).contains(share)
    {
      self = .share(share)
    } else if parts.count == 2, let pattern = Self(kind: parts[0], value: parts[1]) {
      self = pattern
    } else {
      throw CommandError(
        "'\(text)' is none of: all, 1/N, P%, trade:ID, document:ID, symbol:CODE")
    }
  }

  private init?(kind: String, value: String) {
    switch kind {
    case "trade": self = .trade(value)
    case "document": self = .document(value)
    case "symbol": self = .symbol(value)
    default: return nil
    }
  }

  /// A number with two decimals at most, in hundredths.
  static func hundredths(_ text: String) -> Int? {
    guard let value = Double(text), abs(value) <= 10_000 else { return nil }
    let hundredths = (value * 100).rounded()
    return abs(value * 100 - hundredths) < 1e-6 ? Int(hundredths) : nil
  }
}

/// How long an institution's stand-in takes, what it refuses, and what it never answers. What it does is the
/// same for the same questions and the same seed.
public struct StandInPolicy: Sendable {
  /// What becomes of a question.
  public enum Judgement: Equatable, Sendable { case done, refused, silent }

  /// The shortest and the longest time to an answer, in nanoseconds.
  public var delayNanos: ClosedRange<Int64> = 0...0
  public var refusals: [StandInPattern] = []
  public var silences: [StandInPattern] = []
  /// What a warehouse weighs more than the receipt says, in 1/100 of a percent; negative where less.
  public var outturnHundredths = 0
  public var seed: UInt64 = 0

  public init() {}

  /// Silence goes before refusal. `count` numbers the questions of a run from 1.
  func judge(_ question: StandInQuestion, count: Int) -> Judgement {
    if silences.contains(where: { meets($0, question, count) }) { return .silent }
    return refusals.contains { meets($0, question, count) } ? .refused : .done
  }

  /// When a question that came now is answered.
  func dueAt(_ question: StandInQuestion, now: Instant) -> Instant {
    let span = UInt64(delayNanos.upperBound - delayNanos.lowerBound) + 1
    let more = Int64(number(question, salt: 1) % span)
    return now.adding(nanoseconds: delayNanos.lowerBound + more)
  }

  private func meets(_ pattern: StandInPattern, _ question: StandInQuestion, _ count: Int) -> Bool {
    switch pattern {
    case .all: true
    case .each(let each): count % each == 0
    case .share(let share): number(question, salt: 0) % 10_000 < UInt64(share)
    case .trade(let trade): question.trade == trade
    case .document(let document): question.documents.contains(document)
    case .symbol(let symbol): question.symbol == symbol
    }
  }

  /// A number that belongs to the question and the seed alone, whenever the question comes: FNV-1a, then the
  /// last step of SplitMix64.
  private func number(_ question: StandInQuestion, salt: UInt64) -> UInt64 {
    var hash = 0xcbf2_9ce4_8422_2325 ^ seed &+ salt &* 0x9e37_79b9_7f4a_7c15
    for byte in "\(question.trade)/\(question.documents.joined(separator: "/"))".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}

extension StandInPolicy {
  /// Nanoseconds of `200ms`, `1s-3s`, `2min`.
  public static func delay(_ text: String) throws(CommandError) -> ClosedRange<Int64> {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let least = nanos(parts[0]), let most = nanos(parts[parts.count - 1])
    else { throw CommandError("'\(text)' is no time such as 200ms, 2s, 1min, or 1s-3s") }
    guard least <= most else { throw CommandError("'\(text)' begins with the longer time") }
    return least...most
  }

  private static func nanos(_ text: String) -> Int64? {
    let units: [(String, Int64)] = [
      ("ms", 1_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("h", 3_600_000_000_000),
    ]
    for (unit, nanos) in units where text.hasSuffix(unit) {
      guard let count = Int64(text.dropLast(unit.count)), (0...100_000).contains(count) else {
        return nil
      }
      return count * nanos
    }
    return nil
  }

  /// 1/100 of a percent of `-0.5%`.
  public static func outturn(_ text: String) throws(CommandError) -> Int {
    guard text.hasSuffix("%"), let value = StandInPattern.hundredths(String(text.dropLast())),
      abs(value) < 10_000
    else { throw CommandError("'\(text)' is no percentage such as -0.5%") }
    return value
  }
}
