import Market

/// Time of day without a date.
enum TimeOfDay {
  /// Reads `09:00` or `09:00:30` as seconds; nil for anything else. `24:00` is the end of the day.
  static func seconds(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }) else {
      return nil
    }
    let numbers = parts.compactMap { Int($0) }
    guard
      numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }), numbers[0] <= 24,
      numbers[1] < 60
    else { return nil }
    let seconds = numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    guard numbers.count == 2 || numbers[2] < 60, seconds <= 86_400 else { return nil }
    return seconds
  }

  static func text(_ seconds: Int) -> String {
    let base =
      "\(DecimalText.padded(seconds / 3_600, 2)):\(DecimalText.padded(seconds / 60 % 60, 2))"
    return seconds % 60 == 0 ? base : base + ":\(DecimalText.padded(seconds % 60, 2))"
  }
}
