import Linux
import Market
import Records
import Storage
import Testing

@testable import Agents

/// Time in which the engine did not run.
@Suite struct GapWatchTests {
  private static let second: Int64 = 1_000_000_000

  private static func time(_ nanoseconds: Int64) -> Instant {
    Instant(nanoseconds: 1_795_000_000 * second + nanoseconds)
  }

  struct Row: Sendable {
    let nanos: Int64
    let wasAway: Bool
    let isAway: Bool
    let cause: TimeGapCause?
  }

  static let rows: [Row] = [
    Row(nanos: 1_999_999_999, wasAway: false, isAway: false, cause: nil),
    Row(nanos: 2_000_000_000, wasAway: false, isAway: false, cause: .dutyCycle),
    Row(nanos: 2_000_000_001, wasAway: false, isAway: true, cause: .dutyCycle),
    Row(nanos: 100_000_000, wasAway: false, isAway: true, cause: .wallClock),
    Row(nanos: 100_000_000, wasAway: true, isAway: true, cause: nil),
    Row(nanos: 100_000_000, wasAway: true, isAway: false, cause: nil),
  ]

  @Test("two seconds between two looks, or a wall clock that goes away", arguments: rows)
  func begins(_ row: Row) {
    var watch = GapWatch()
    watch.look(now: Self.time(-1), isWallClockAway: row.wasAway)
    watch.look(now: Self.time(0), isWallClockAway: row.wasAway)
    let now = Self.time(row.nanos)
    watch.look(now: now, isWallClockAway: row.isAway)
    #expect(watch.isDue(at: now) == (row.cause != nil))
    guard case .gap(let gap) = watch.take(at: now) else {
      #expect(row.cause == nil)
      return
    }
    #expect(TimeGapCause(rawValue: gap.cause) == row.cause)
    #expect(gap.from == Self.time(0))
  }

  @Test("it listens for a second; another gap meanwhile begins that anew")
  func resumes() {
    var watch = GapWatch()
    watch.look(now: Self.time(0), isWallClockAway: false)
    var now = Self.time(3 * Self.second)
    watch.look(now: now, isWallClockAway: false)
    #expect(watch.take(at: now) != nil)
    #expect(!watch.isDue(at: now.adding(nanoseconds: Self.second - 1)))
    #expect(watch.isDue(at: now.adding(nanoseconds: Self.second)))
    now = now.adding(nanoseconds: 2 * Self.second)
    watch.look(now: now, isWallClockAway: false)
    guard case .gap = watch.take(at: now) else {
      Issue.record("the second gap is journaled")
      return
    }
    #expect(!watch.isDue(at: now))
    guard case .resumed = watch.take(at: now.adding(nanoseconds: Self.second)) else {
      Issue.record("it goes on")
      return
    }
    #expect(!watch.isDue(at: now.adding(nanoseconds: Self.second)))
  }

  @Test("what a process takes to prepare itself is no gap")
  func preparation() {
    var watch = GapWatch()
    watch.look(now: Self.time(0), isWallClockAway: false)
    watch.forget()
    watch.look(now: Self.time(60 * Self.second), isWallClockAway: false)
    #expect(!watch.isDue(at: Self.time(60 * Self.second)))
  }

  @Test("the wall clock counts from 2 s on, either way", arguments: [-1, 1] as [Int64])
  func sight(_ sign: Int64) {
    let sight = WallClockSight()
    sight.note(aheadNanos: sign * 1_999_999_999)
    #expect(!sight.isAway)
    sight.note(aheadNanos: sign * 2_000_000_000)
    #expect(sight.isAway)
    sight.note(aheadNanos: 0)
    #expect(!sight.isAway)
  }

  @Test(
    "an engine that stood still says so before it takes what waits, and goes on behind a second")
  func journaled() throws {
    let folder = TemporaryFolder()
    let venue = try TestVenue(folder.path)
    venue.cycle()
    let from = venue.now
    venue.publish(.tick, UInt64(0))
    venue.cycle(nanoseconds: 60 * Self.second)
    for _ in 0..<10 { venue.cycle(nanoseconds: Self.second / 8) }
    var reader = try CommandLogReader(directory: folder.path)
    var found: [(CommandType, Instant)] = []
    while try reader.next() {
      let head = reader.record.loadHead()
      guard let type = CommandType(rawValue: head.typeCode), head.time > from else { continue }
      if type == .timeGap {
        let gap = reader.record.loadBody(TimeGap.self)
        #expect(gap.cause == TimeGapCause.dutyCycle.rawValue)
        #expect(gap.from <= from && from.nanoseconds - gap.from.nanoseconds < Self.second)
      }
      if type != .batch { found.append((type, head.time)) }
    }
    #expect(found.map(\.0) == [.timeGap, .tick, .resumed])
    let gap = try #require(found.first?.1)
    #expect(found.last?.1 == gap.adding(nanoseconds: Self.second))
    venue.end()
  }
}
