import Agents
import Market
import Testing

@Suite struct LogClockTests {
  private static let second: Int64 = 1_000_000_000

  private func clock(wall: Int64, floor: Int64 = 0) -> LogClock {
    LogClock(
      wall: Instant(nanoseconds: wall), monotonicNanos: 0, notBefore: Instant(nanoseconds: floor))
  }

  @Test("it starts at the wall clock, but never before the log's last time")
  func start() {
    var behind = clock(wall: 100, floor: 500)
    var ahead = clock(wall: 900, floor: 500)
    #expect(behind.now(monotonicNanos: 0).nanoseconds == 500)
    #expect(ahead.now(monotonicNanos: 0).nanoseconds == 900)
  }

  struct Row: Sendable {
    let offset: Int64
    let after: Int64
  }

  static let rows: [Row] = [
    Row(offset: 100_000, after: 100_000), Row(offset: 500_000, after: 500_000),
    Row(offset: 1_000_000, after: 500_000), Row(offset: -1_000_000, after: -500_000),
    Row(offset: 1_999_999_999, after: 500_000), Row(offset: 2_000_000_000, after: 0),
    Row(offset: -2_000_000_000, after: 0),
  ]

  @Test(
    "a second draws it towards the wall clock by half a millisecond at most; jumps are left",
    arguments: rows)
  func slew(_ row: Row) {
    var clock = clock(wall: 10 * Self.second)
    let wall = Instant(nanoseconds: 11 * Self.second + row.offset)
    let seen = clock.adjust(wall: wall, monotonicNanos: Self.second)
    #expect(seen == row.offset)
    let now = clock.now(monotonicNanos: 2 * Self.second).nanoseconds
    #expect(now - 12 * Self.second == row.after)
  }

  @Test("it never goes back")
  func monotonic() {
    var clock = clock(wall: 10 * Self.second)
    let before = clock.now(monotonicNanos: Self.second)
    _ = clock.adjust(wall: Instant(nanoseconds: 10 * Self.second), monotonicNanos: Self.second)
    #expect(clock.now(monotonicNanos: Self.second) >= before)
    #expect(clock.now(monotonicNanos: Self.second - 5) >= before)
  }
}
