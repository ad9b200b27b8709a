import Market
import Yams

/// Readers of single values; each notes what is wrong and then returns nil.
extension ConfigurationNode {
  /// The text of a scalar.
  var text: String? {
    if let scalar = node.scalar { return scalar.string }
    complain("expected a single value")
    return nil
  }

  /// A decimal in units of 10^-scale, from `least` on.
  func decimal(scale: Int, atLeast least: Int64 = .min) -> Int64? {
    guard let text else { return nil }
    do {
      let value = try DecimalText.parse(text, scale: scale)
      if value >= least { return value }
      complain("'\(text)' is too small")
    } catch {
      switch error {
      case .notANumber: complain("'\(text)' is not a decimal number")
      case .tooManyDecimals(let limit): complain("'\(text)' has more than \(limit) decimals")
      case .tooLarge: complain("'\(text)' is too large")
      }
    }
    return nil
  }

  /// A whole number within `range`.
  func integer(in range: ClosedRange<Int>) -> Int? {
    guard let text else { return nil }
    if let value = Int(text), range.contains(value) { return value }
    complain("'\(text)' is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  /// A percentage as hundredths of a percent, 0 to 100.
  var basisPoints: UInt32? {
    guard let value = decimal(scale: 2, atLeast: 0) else { return nil }
    if value <= 10_000 { return UInt32(value) }
    complain("more than 100 percent")
    return nil
  }

  /// `yes` or `no`.
  var boolean: Bool? {
    switch text {
    case "yes", "true": return true
    case "no", "false": return false
    case let text?:
      complain("'\(text)' is neither yes nor no")
      return nil
    case nil: return nil
    }
  }

  /// One of the names of `choices`.
  func choice<Value>(_ choices: [(String, Value)]) -> Value? {
    guard let text else { return nil }
    if let found = choices.first(where: { $0.0 == text }) { return found.1 }
    let names = choices.map(\.0)
    complain(
      "'\(text)' is none of \(names.joined(separator: ", "))"
        + NearestName.hint(text, among: names))
    return nil
  }

  /// What `make` makes of the text; `expected` describes what it takes.
  func value<Value>(_ expected: String, _ make: (String) -> Value?) -> Value? {
    guard let text else { return nil }
    if let value = make(text) { return value }
    complain("'\(text)' is not \(expected)")
    return nil
  }
}
