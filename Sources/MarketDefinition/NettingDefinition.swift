public import Market

/// The net run of a settlement day, for instruments whose clearing is net (rule book Art. 12; market rules
/// 2.2, 2.8).
public struct NettingDefinition: Equatable, Sendable {
  /// When it begins, in seconds of the day by the market's clock.
  public var secondsOfDay = 0
  /// For members to pay their nets.
  public var paySeconds: UInt32 = 0
  /// For members to pay the nets that are computed anew because one has failed.
  public var cureSeconds: UInt32 = 0
  /// How often nets are published at most; what is left then is settled trade by trade.
  public var rounds: UInt8 = 2
  public init() {}
}

extension NettingDefinition {
  static let keys = ["at", "payWithin", "cureWithin", "rounds"]

  init(_ node: ConfigurationNode) {
    self.init()
    node.expectKeys(Self.keys)
    secondsOfDay =
      node.required("at")?.value("a time of the day like 16:00") { TimeOfDay.seconds($0) } ?? 0
    paySeconds = node.required("payWithin")?.durationSeconds ?? 0
    cureSeconds = node.child("cureWithin")?.durationSeconds ?? paySeconds
    if let count = node.child("rounds")?.integer(in: 1...9) { rounds = UInt8(count) }
  }

  /// The command of a run: the operator's, without a day.
  public var command: ClearNet {
    var body = ClearNet()
    body.paySeconds = paySeconds
    body.cureSeconds = cureSeconds
    body.rounds = rounds
    return body
  }
}

extension VenueDefinition {
  /// The command of the present day's net run, from its time on; nil before it, on days without trading, and
  /// where the venue has no net runs.
  public func netRun(at now: Instant) -> ClearNet? {
    guard let netting else { return nil }
    let day = CivilDate(now, utcOffsetSeconds: calendar.utcOffsetSeconds)
    let begin = day.instant(
      secondsOfDay: netting.secondsOfDay, utcOffsetSeconds: calendar.utcOffsetSeconds)
    guard calendar.trades(on: day), now >= begin, day.daysSince1970 > 0 else { return nil }
    var body = netting.command
    body.day = UInt32(day.daysSince1970)
    return body
  }
}
