import Market
import Records
import Testing

@testable import Agents

/// What is noted of reservations while a log is applied.
@Suite struct ReservationHistoryTests {
  private func note(
    _ type: CommandType, _ session: UInt32, _ upTo: UInt64, at position: UInt64,
    in history: inout ReservationHistory
  ) {
    var head = RecordHead()
    head.typeCode = type.rawValue
    head.session = SessionID(rawValue: session)
    var body = NumbersReserved()
    body.upTo = upTo
    body.eventPosition = position
    var record = RecordBuffer(capacity: 256)
    record.append(head, body: body)
    history.note(record.bytes)
  }

  @Test("blocks of the present epoch, by session; one that only keeps a place is none")
  func blocks() {
    var history = ReservationHistory()
    note(.numbersReserved, 1, 4_097, at: 64, in: &history)
    note(.numbersReserved, 2, 4_097, at: 128, in: &history)
    note(.numbersReserved, 1, 6_145, at: 192, in: &history)
    note(.tick, 1, 9_000, at: 256, in: &history)
    let first = history.blocks(of: SessionID(rawValue: 1))
    #expect(first.map(\.first) == [1, 2_049])
    #expect(first.map(\.position) == [64, 192])
    note(.epochOpened, 1, 0, at: 0, in: &history)
    note(.numbersReserved, 1, 0, at: 320, in: &history)
    #expect(history.blocks(of: SessionID(rawValue: 1)).isEmpty)
    #expect(history.blocks(of: SessionID(rawValue: 2)).map(\.position) == [128])
    note(.numbersReserved, 1, 4_097, at: 384, in: &history)
    #expect(history.blocks(of: SessionID(rawValue: 1)).map(\.position) == [384])
  }
}
