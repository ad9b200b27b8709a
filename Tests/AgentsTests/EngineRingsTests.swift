import Market
import MarketCore
import Memory
import Records
import Rings
import Storage
import Testing

@testable import Agents

/// Whose commands come into which batch.
@Suite struct EngineRingsTests {
  private static let control: UInt32 = 1
  private static let gateway: UInt32 = 2
  private static let publisher: UInt32 = 3

  /// So many commands in a row of the ring of that number.
  struct Run: Equatable, CustomStringConvertible {
    var ring: UInt32
    var count: Int
    var description: String { "\(count) of ring \(ring)" }
  }

  /// An empty log and its events, with segments of 4 MiB.
  private struct Logs: ~Copyable {
    let folder = TemporaryFolder()
    let lock: StorageDirectory
    let commands: CommandLog
    let events: EventLog

    init() throws {
      let lock = try StorageDirectory.open(folder.path)
      let commands = try CommandLog.open(
        in: lock, coreVersion: Venue.coreVersion, newLogID: 7,
        options: CommandLogOptions(segmentBytes: 1 << 20, durability: .memory))
      events = try EventLog.open(
        in: lock, following: commands,
        options: EventLogOptions(segmentBytes: 4 << 20, segmentCount: 4))
      self.lock = lock
      self.commands = commands
    }
  }

  /// What the cycles take of rings with so many commands each: room for `room` in each, in a batch of
  /// `batchBytes`.
  private static func cycles(
    _ waiting: (control: Int, gateway: Int, publisher: Int), room: Int = 512,
    batchBytes: Int = 1 << 18, count: Int
  ) throws -> [[Run]] {
    let logs = try Logs()
    var writer = try logs.events.makeWriter()
    var venue = Venue(limits: .small, seed: HashSeed(rawValue: 5))
    var rings = EngineRings(
      gateway: ring(gateway, waiting.gateway), publisher: ring(publisher, waiting.publisher),
      control: ring(control, waiting.control))
    var sequence = Sequence(rawValue: 1)
    var cycles: [[Run]] = []
    for _ in 0..<count {
      var batch = RecordBuffer(capacity: batchBytes)
      var stamp = Stamp(sequence: sequence, time: Instant(nanoseconds: 1))
      var left = room
      rings.drain(&batch, &venue, &writer, &stamp, &left)
      sequence = stamp.sequence
      cycles.append(runs(batch))
    }
    return cycles
  }

  private static func ring(_ number: UInt32, _ count: Int) -> RingConsumer {
    let ring = Ring.make(capacityBytes: 1 << 18)
    var producer = ring.producer
    var head = RecordHead()
    head.typeCode = CommandType.tick.rawValue
    head.session = SessionID(rawValue: number)
    var record = RecordBuffer(capacity: 256)
    record.append(head)
    for _ in 0..<count { write(record, to: &producer) }
    producer.publish()
    return ring.consumer
  }

  private static func write(_ record: borrowing RecordBuffer, to ring: inout RingProducer) {
    let fits = ring.write(record.bytes)
    precondition(fits, "a test's ring has room")
  }

  private static func runs(_ batch: borrowing RecordBuffer) -> [Run] {
    var runs: [Run] = []
    var offset = 0
    while offset < batch.count {
      let number = batch.bytes.loadHead(at: offset).session.rawValue
      if runs.last?.ring == number {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(Run(ring: number, count: 1))
      }
      offset += batch.bytes.recordLength(at: offset)
    }
    return runs
  }

  @Test("a segment of events is ended for a command, not before there is one")
  func segmentEnds() throws {
    let logs = try Logs()
    var writer = try logs.events.makeWriter()
    while writer.records.available >= Venue.eventBytesPerApply {
      var head = RecordHead()
      head.typeCode = EventType.padding.rawValue
      writer.records.appendPadding(head, length: Limits.recordBytes)
    }
    let full = writer.position
    for count in [0, 1] {
      var venue = Venue(limits: .small, seed: HashSeed(rawValue: 5))
      var rings = EngineRings(
        gateway: Self.ring(Self.gateway, count), publisher: Self.ring(Self.publisher, 0),
        control: Self.ring(Self.control, 0))
      var batch = RecordBuffer(capacity: 1 << 18)
      var stamp = Stamp(sequence: Sequence(rawValue: 1), time: Instant(nanoseconds: 1))
      var left = 512
      rings.drain(&batch, &venue, &writer, &stamp, &left)
      #expect(count == 0 ? writer.position == full : writer.position >= 4 << 20)
    }
  }

  @Test("operator and clock first, then orders, then who looks on")
  func order() throws {
    let cycles = try Self.cycles((control: 2, gateway: 3, publisher: 4), count: 2)
    #expect(
      cycles == [
        [
          Run(ring: Self.control, count: 2), Run(ring: Self.gateway, count: 3),
          Run(ring: Self.publisher, count: 4),
        ], [],
      ])
  }

  @Test("the publisher has 64 commands of a cycle", arguments: [(63, 0), (64, 0), (65, 1)])
  func share(_ waiting: Int, _ left: Int) throws {
    let cycles = try Self.cycles((control: 0, gateway: 1, publisher: waiting), count: 2)
    #expect(
      cycles[0]
        == [Run(ring: Self.gateway, count: 1), Run(ring: Self.publisher, count: waiting - left)])
    #expect(cycles[1] == (left > 0 ? [Run(ring: Self.publisher, count: left)] : []))
  }

  @Test("a gateway that is always full lets the publisher in every other cycle at the latest")
  func fullGateway() throws {
    let cycles = try Self.cycles((control: 0, gateway: 1_500, publisher: 100), count: 3)
    #expect(cycles[0] == [Run(ring: Self.gateway, count: 512)])
    #expect(
      cycles[1] == [Run(ring: Self.publisher, count: 64), Run(ring: Self.gateway, count: 448)])
    #expect(
      cycles[2] == [Run(ring: Self.publisher, count: 36), Run(ring: Self.gateway, count: 476)])
  }

  @Test("so it does where the batch is full")
  func fullBatch() throws {
    let bytes = Limits.recordBytes + 64 * 10
    let cycles = try Self.cycles(
      (control: 0, gateway: 30, publisher: 5), batchBytes: bytes, count: 3)
    #expect(cycles[0] == [Run(ring: Self.gateway, count: 11)])
    #expect(
      cycles[1] == [Run(ring: Self.publisher, count: 5), Run(ring: Self.gateway, count: 6)])
    #expect(cycles[2] == [Run(ring: Self.gateway, count: 11)])
  }

  @Test("operator and clock leave half of a cycle to the others", arguments: [255, 256, 257])
  func fullControl(_ waiting: Int) throws {
    let cycles = try Self.cycles((control: waiting, gateway: 512, publisher: 0), count: 1)
    let taken = min(waiting, 256)
    #expect(
      cycles[0]
        == [Run(ring: Self.control, count: taken), Run(ring: Self.gateway, count: 512 - taken)])
  }
}
