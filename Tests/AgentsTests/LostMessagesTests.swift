import Market
import Storage
import Testing

@testable import Agents

/// From where events are sent again whose messages the store does not have.
@Suite struct LostMessagesTests {
  @Test("what the counterparty misses is looked for from the reservation that holds it, once")
  func missed() throws {
    var blocks: [ReservationHistory.Block] = []
    for number in [1, 2_049, 4_097] as [UInt64] {
      blocks.append(ReservationHistory.Block(first: number, position: number * 1_000))
    }
    func lost(behind stored: UInt64 = 0) -> LostMessages {
      var loss = LostMessages(servedEnd: 4_097_000, blocks: blocks)
      loss.note(through: 8_193, stored: Self.message(stored, at: stored * 1_000), isNew: true)
      return loss
    }
    // Asked for, and where its events are sent again from; nil where they are already.
    let rows: [(UInt64, UInt64?)] = [
      (8_194, nil), (8_193, nil), (4_097, nil), (4_096, 2_049_000), (2_049, 2_049_000),
      (2_048, 1_000), (1, 1_000),
    ]
    for (number, position) in rows {
      var loss = lost()
      #expect(loss.missed(from: MsgSeqNum(rawValue: number)) == position, "\(number)")
      #expect(loss.missed(from: MsgSeqNum(rawValue: number)) == nil, "\(number) again")
    }
    // What the store still has is not sent again.
    var rest = lost(behind: 1_500)
    #expect(rest.missed(from: MsgSeqNum(rawValue: 1)) == 1_500_000)
  }

  // Numbers from 4,098 on are behind a loss; then the session was served again from 500 on.
  private static let lostOnce = [(1, 0), (4_098, 4_000), (4_099, 500), (6_147, 6_000)].map {
    ReservationHistory.Block(first: $0, position: $1)
  }

  @Test(
    "a number above a block that the next one does not have says that there was a loss",
    arguments: [
      (4, 6_150, [4_097]), (4, 10_243, [4_097]), (4, 10_244, [4_097, 10_243]), (1, 4_097, []),
      (1, 4_098, [4_097]), (0, 9, []),
    ] as [(Int, UInt64, [UInt64])])
  func earlier(_ blocks: Int, _ used: UInt64, _ ends: [UInt64]) {
    let loss = LostMessages(servedEnd: 0, blocks: Array(Self.lostOnce[..<blocks]))
    #expect(loss.endsOfEarlier(used: used) == ends)
  }

  /// What was lost at an earlier start behind a stored message, and from where on it is told.
  struct Earlier: Sendable, CustomTestStringConvertible {
    let name: String
    var stored: (number: UInt64, at: UInt64) = (0, 0)
    /// Where the last block begins.
    var again: UInt64 = 6_000
    let asked: UInt64
    let place: UInt64?
    var testDescription: String { name }
  }

  static let earlierRows = [
    Earlier(name: "above what is lost", asked: 4_098, place: nil),
    Earlier(name: "the last that is lost", asked: 4_097, place: 0),
    Earlier(name: "all of it", asked: 1, place: 0),
    Earlier(name: "all was sent again since", again: 0, asked: 1, place: nil),
    Earlier(name: "the rest of it", stored: (100, 90), asked: 1, place: 90),
    Earlier(name: "the rest was sent again since", stored: (600, 500), asked: 1, place: nil),
    Earlier(name: "the store has it all", stored: (4_097, 100), asked: 1, place: nil),
  ]

  @Test(
    "what earlier starts have lost is sent again where no start since has", arguments: earlierRows)
  func missedEarlier(_ row: Earlier) {
    let blocks = Self.lostOnce + [ReservationHistory.Block(first: 8_195, position: row.again)]
    var loss = LostMessages(servedEnd: 9_000, blocks: blocks)
    let stored = Self.message(row.stored.number, at: row.stored.at)
    loss.note(through: 4_097, stored: stored, isNew: false)
    #expect(loss.new == nil)
    #expect(loss.missed(from: MsgSeqNum(rawValue: row.asked)) == row.place)
  }

  @Test("some of what was being sent again is lost, too")
  func missedAgain() {
    var loss = LostMessages(servedEnd: 6_000, blocks: Self.lostOnce)
    loss.note(through: 4_097, stored: Self.message(3_000, at: 450), isNew: false)
    loss.note(through: 10_243, stored: Self.message(4_098, at: 4_000), isNew: true)
    #expect(loss.new == 4_099...10_243)
    #expect(loss.missed(from: MsgSeqNum(rawValue: 10_243)) == nil)
    #expect(loss.missed(from: MsgSeqNum(rawValue: 4_099)) == 500)
    #expect(loss.missed(from: MsgSeqNum(rawValue: 4_098)) == nil)
    #expect(loss.missed(from: MsgSeqNum(rawValue: 4_097)) == 450)
  }

  @Test("without a block no event was told")
  func missedNothing() {
    var loss = LostMessages(servedEnd: 640, blocks: [])
    loss.note(through: 1, stored: nil, isNew: true)
    #expect(loss.missed(from: MsgSeqNum(rawValue: 1)) == nil)
  }

  private static func message(_ number: UInt64, at position: UInt64) -> StoredMessageHead? {
    guard number > 0 else { return nil }
    var head = StoredMessageHead()
    head.msgSeqNum = MsgSeqNum(rawValue: number)
    head.eventPosition = position
    return head
  }
}
