public import Market

/// How long a password is good, and which ones may not come again.
public struct PasswordPolicy: Equatable, Sendable {
  /// Days for which a password is good behind the one on which it was set; 0 for ever.
  public var expireDays = 0
  /// Days before its end from which on its session is told.
  public var warnDays = 14
  /// How many passwords before the present one may not be set again.
  public var history = 3

  public init() {}

  static let keys = ["expireDays", "warnDays", "history"]

  /// Reads them where they stand.
  init(_ root: ConfigurationNode) {
    expireDays = root.child("expireDays")?.integer(in: 0...3_650) ?? expireDays
    warnDays = root.child("warnDays")?.integer(in: 0...365) ?? warnDays
    history = root.child("history")?.integer(in: 0...16) ?? history
  }

  /// The lines of those that are not as they would be without.
  var text: String {
    let usual = PasswordPolicy()
    let lines = [
      ("expireDays", expireDays, usual.expireDays), ("warnDays", warnDays, usual.warnDays),
      ("history", history, usual.history),
    ]
    return lines.filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1)\n" }.joined()
  }

  /// When a password that was set on `day` is no longer good; never where that day is not known.
  public func end(ofOneSetOn day: CivilDate?) -> Instant {
    guard expireDays > 0, let day else { return .distantFuture }
    let last = day.adding(expireDays)
    return last.adding(1).instant(secondsOfDay: 0, utcOffsetSeconds: 0)
  }

  /// From when on its session is told that it is going to end.
  public func warning(ofOneSetOn day: CivilDate?) -> Instant {
    let end = end(ofOneSetOn: day)
    if end == .distantFuture { return end }
    return end.adding(nanoseconds: -Int64(warnDays) * 86_400_000_000_000)
  }
}
