import Glibc
import Market

/// The machine's clock.
enum RealTime {
  static func now() -> Instant { read(CLOCK_REALTIME) }

  /// Time that only goes on, for measuring.
  static func monotonic() -> Int64 { read(CLOCK_MONOTONIC).nanoseconds }

  private static func read(_ clock: clockid_t) -> Instant {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}

/// The time from each order to the first report on it.
struct RoundTrips {
  var isOn = false
  private var started: [String: Int64] = [:]
  private var taken: [Int64] = []

  /// A message with this ClOrdID(11) is being written.
  mutating func sent(_ clOrdID: String, at nanos: Int64) {
    if isOn { started[clOrdID] = nanos }
  }

  /// A report has come; its time in words, if it is the first on its order.
  mutating func received(_ clOrdID: String, at nanos: Int64) -> String? {
    guard let start = started.removeValue(forKey: clOrdID) else { return nil }
    taken.append(nanos - start)
    return "\(clOrdID): \(Self.micros(nanos - start))"
  }

  /// What all measurements come to; nil where there is none.
  var summary: String? {
    guard !taken.isEmpty else { return nil }
    let sorted = taken.sorted()
    let middle = Self.micros(sorted[sorted.count / 2])
    return "\(sorted.count) round trips: least \(Self.micros(sorted[0])), median \(middle), "
      + "most \(Self.micros(sorted[sorted.count - 1]))"
  }

  private static func micros(_ nanos: Int64) -> String {
    "\(nanos / 1_000).\(nanos / 100 % 10) us"
  }
}
