public import Market

/// From which rates of messages on an account, or the accounts of a control group, are flagged, warned and throttled
/// (market rules 5.4, P1 to P3).
public struct MonitorsDefinition: Equatable, Sendable {
  /// P1: messages within one second, and in a day.
  public var highRate: UInt32 = 300
  public var highDay: UInt32 = 20_000
  /// P2: bursts in a day, and the messages within one second that make one.
  public var bursts: UInt32 = 10
  public var burstMessages: UInt32 = 10
  /// P3: messages within one second.
  public var warning: UInt32 = 200
  public var throttle: UInt32 = 300
  public init() {}
}

extension MonitorsDefinition {
  static let keys = ["highRate", "highDay", "bursts", "burstMessages", "warning", "throttle"]
  /// As many messages of a second are kept at most.
  static let mostWithinSecond = 512

  init(_ node: ConfigurationNode) {
    self.init()
    node.expectKeys(Self.keys)
    read(node, "highRate", \.highRate, 0...Self.mostWithinSecond)
    read(node, "highDay", \.highDay, 0...1_000_000_000)
    read(node, "bursts", \.bursts, 0...86_400)
    read(node, "burstMessages", \.burstMessages, 0...Self.mostWithinSecond)
    read(node, "warning", \.warning, 0...Self.mostWithinSecond)
    read(node, "throttle", \.throttle, 0...Self.mostWithinSecond)
    if throttle > 0 && warning > throttle {
      node.child("warning")?.complain(
        "'warning' is \(warning), above 'throttle', which is \(throttle): nobody would be warned; name a lower one, "
          + "or 0 for no warning")
    }
  }

  private mutating func read(
    _ node: ConfigurationNode, _ key: String, _ field: WritableKeyPath<Self, UInt32>,
    _ range: ClosedRange<Int>
  ) {
    if let count = node.child(key)?.integer(in: range) { self[keyPath: field] = UInt32(count) }
  }

  /// The command that puts them in force; a day is that of the market's clock.
  public func command(utcOffsetSeconds: Int) -> DefineMonitors {
    var body = DefineMonitors()
    body.highRate = highRate
    body.highDay = highDay
    body.bursts = bursts
    body.burstMessages = burstMessages
    body.warning = warning
    body.throttle = throttle
    body.utcOffsetSeconds = Int32(utcOffsetSeconds)
    return body
  }
}
