import Agents
import Foundation
import MarketCore
import Operations
import Storage
import Testing

/// Limits that come near.
@Suite struct AlarmTests {
  private let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))

  init() {
    counters[CounterLayout.process].store(4 << 30, at: ProcessCounter.diskFreeBytes.rawValue)
  }

  @Test("every alarm is explained in OPERATIONS.md, and every one explained there is one")
  func explained() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appendingPathComponent("Tools/OPERATIONS.md"), encoding: .utf8)
    let lines = text.components(separatedBy: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("| alarm | on |") })
    var explained: [String] = []
    for line in lines[(start + 2)...].prefix(while: { $0.hasPrefix("|") }) {
      let names = line.components(separatedBy: "|")[1].components(separatedBy: "`")
      explained += names.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
    #expect(Set(explained) == Set(Alarm.all.map(\.name)))
    #expect(explained.count == Alarm.all.count && Alarm.all.count <= 64)
  }

  @Test("a table: told at 90 of 100, not at 89; over below 80, each once")
  func table() {
    let block = counters[CounterLayout.tables]
    let place = 2 * VenueTable.orders.rawValue
    block.store(100, at: place + 1)
    var watch = AlarmWatch()
    var told: [String] = []
    for used in [0, 89, 90, 95, 85, 80, 79, 85, 90] as [UInt64] {
      block.store(used, at: place)
      for change in watch.look(VenueFigures(counters)) {
        told.append("\(used) \(change.alarm.name) \(change.isOn ? "on" : "over")")
      }
    }
    #expect(told == ["90 table.orders on", "79 table.orders over", "90 table.orders on"])
  }

  @Test("the clock either way, the disk, and events that nobody reads")
  func others() {
    let main = counters[CounterLayout.process]
    let gateway = counters[CounterLayout.gateway]
    var watch = AlarmWatch()
    #expect(watch.look(VenueFigures(counters)).isEmpty)
    main.store(UInt64(bitPattern: -1_000_000_000), at: ProcessCounter.clockAheadNanos.rawValue)
    #expect(watch.look(VenueFigures(counters)).map(\.alarm.name) == ["clockAway"])
    main.store((1 << 30) - 1, at: ProcessCounter.diskFreeBytes.rawValue)
    gateway.store(32 << 20, at: GatewayCounter.committedPosition.rawValue)
    #expect(
      watch.look(VenueFigures(counters)).map(\.alarm.name) == ["unreadEvents", "diskFree"])
    main.store(watch.bits, at: ProcessCounter.alarms.rawValue)
    #expect(VenueFigures(counters).alarms == ["unreadEvents", "diskFree", "clockAway"])
    main.store(0, at: ProcessCounter.clockAheadNanos.rawValue)
    let over = watch.look(VenueFigures(counters))
    #expect(over.map(\.alarm.name) == ["clockAway"] && over.allSatisfy { !$0.isOn })
    main.store(89, at: ProcessCounter.descriptorPercent.rawValue)
    #expect(watch.look(VenueFigures(counters)).isEmpty)
    main.store(90, at: ProcessCounter.descriptorPercent.rawValue)
    #expect(watch.look(VenueFigures(counters)).map(\.alarm.name) == ["descriptors"])
  }
}
