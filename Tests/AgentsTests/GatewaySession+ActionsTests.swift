import FIX44
import FIXSession
import FIXWire
import Market
import MarketCore
import Memory
import OrderEntry
import Records
import Rings
import Storage
import Testing

@testable import Agents

/// What a session publishes, by itself.
@Suite struct GatewaySessionActionsTests {
  /// Tools with a small ring, and a store of one session.
  private func tools(
    _ ring: consuming RingProducer, _ directory: borrowing StorageDirectory, _ counters: CounterFile
  ) throws -> GatewayTools {
    let log = try CommandLog.open(
      in: directory, coreVersion: Venue.coreVersion, newLogID: 7,
      options: CommandLogOptions(segmentBytes: 1 << 20, durability: .memory))
    let store = try SessionStore.open(
      in: directory, of: log, sessions: [SessionID(rawValue: 1)],
      options: SessionStoreOptions(capacity: 4))
    let notices = Ring.make(capacityBytes: 1 << 16)
    let passwords = try PasswordWay(keeping: { _, _, _ in nil })
    return GatewayTools(
      serving: .gateway, dictionary: FIX44Dictionary.make(),
      port: CommandPort(ring, engine: try Parking()),
      passwords: passwords.port,
      store: store, notices: NoticeWriter(notices.producer), firmCodes: FirmCodes(capacity: 2),
      marketUTCOffsetSeconds: 0, counters: counters, intake: Intake())
  }

  @Test("numbers are asked for once there is room on the way to the engine, and once")
  func reservation() throws {
    let folder = TemporaryFolder()
    let counters = CounterFile(blocks: CounterLayout.blocks(sessions: 1))
    let ends = Ring.make(capacityBytes: 1 << 16)
    var engine = ends.consumer
    let directory = try StorageDirectory.open(folder.path)
    var tools = try tools(ends.producer, directory, counters)
    let setup = GatewaySessionSetup(
      session: SessionID(rawValue: 1), role: .dealer,
      identity: SessionIdentity(compID: compID("VENUE"), peerCompID: compID("BUYER")),
      numbers: .first)
    var session = GatewaySession(setup, counters[CounterLayout.session(1)])
    while tools.port.hasRoom(isUrgent: true) {
      tools.publish(.inboundSeen, session.head, InboundSeen())
    }
    tools.port.publish()
    session.reserveNumbers(&tools)
    #expect(Self.reservations(&engine, &tools) == [])
    session.reserveNumbers(&tools)
    session.reserveNumbers(&tools)
    #expect(Self.reservations(&engine, &tools) == [Limits.numbersPerReservation + 1])
  }

  /// The ends of the blocks asked for that stand in the ring, which is empty then.
  private static func reservations(
    _ engine: inout RingConsumer, _ tools: inout GatewayTools
  ) -> [UInt64] {
    tools.port.publish()
    var ends: [UInt64] = []
    while let record = engine.next() {
      guard record.loadHead().typeCode == CommandType.numbersReserved.rawValue else { continue }
      ends.append(record.loadBody(NumbersReserved.self).upTo)
    }
    engine.release()
    return ends
  }
}
