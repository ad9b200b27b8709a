public import Market

/// From which counts on a monitor of message rates has found something; zero switches one off.
public struct RateTerms: Equatable, Sendable, BitwiseCopyable {
  /// P1: messages within one second that slides.
  public var highRate: UInt32 = 0
  /// P1: messages in a day.
  public var highDay: UInt32 = 0
  /// P2: bursts in a day, and the messages within one second that make one.
  public var bursts: UInt32 = 0
  public var burstMessages: UInt32 = 0
  /// P3: messages within one second that are warned of.
  public var warning: UInt32 = 0
  /// P3: as many are taken within one second.
  public var throttle: UInt32 = 0
  /// Where a day begins, in seconds east of Greenwich.
  public var utcOffsetSeconds: Int32 = 0

  /// Nothing is counted.
  public init() {}

  public init(_ body: DefineMonitors) {
    highRate = body.highRate
    highDay = body.highDay
    bursts = body.bursts
    burstMessages = body.burstMessages
    warning = body.warning
    throttle = body.throttle
    utcOffsetSeconds = body.utcOffsetSeconds
  }

  /// Whether anything is counted.
  public var isOn: Bool {
    highRate > 0 || highDay > 0 || bursts > 0 && burstMessages > 0 || warning > 0 || throttle > 0
  }

  /// The highest threshold of messages within one second.
  public var mostWithinSecond: UInt32 { max(highRate, burstMessages, warning, throttle) }

  /// What a finding of that code has reached.
  public func threshold(of code: MonitorCode) -> UInt32 {
    switch code {
    case .highRate: highRate
    case .highDay: highDay
    case .mustRegister: bursts
    case .rateWarning: warning
    case .rateThrottle: throttle
    }
  }

  /// The day of an instant, counted from 1 January 1970.
  func day(of now: Instant) -> Int32 {
    let local = now.nanoseconds / RateMonitor.windowNanos + Int64(utcOffsetSeconds)
    return Int32(truncatingIfNeeded: local / 86_400)
  }
}
