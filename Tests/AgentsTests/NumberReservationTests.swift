import Market
import Testing

@testable import Agents

/// Blocks of outgoing numbers, as they are asked for and held.
@Suite struct NumberReservationTests {
  private static func next(
    _ reservation: inout NumberReservation, _ number: UInt64, servedEnd: UInt64 = 0
  ) -> NumbersReserved? {
    reservation.next(after: MsgSeqNum(rawValue: number), servedEnd: servedEnd)
  }

  @Test(
    "the next block is asked for when fewer than half a block is left",
    arguments: [(2_047, nil), (2_048, nil), (2_049, 6_145)])
  func halfABlock(_ number: UInt64, _ end: UInt64?) {
    var reservation = NumberReservation(committed: Limits.numbersPerReservation)
    #expect(Self.next(&reservation, number)?.upTo == end)
  }

  @Test(
    "an application message leaves 64 numbers of what is held",
    arguments: [(4_032, true), (4_033, false)])
  func covered(_ number: UInt64, _ isCovered: Bool) {
    let reservation = NumberReservation(committed: 4_096)
    #expect(reservation.covers(MsgSeqNum(rawValue: number)) == isCovered)
  }

  @Test("a session that goes back holds nothing until the log has where it goes on")
  func goneBack() throws {
    var reservation = NumberReservation(committed: 4_096)
    let before = try #require(Self.next(&reservation, 2_049, servedEnd: 640))
    reservation.reset()
    #expect(!reservation.isHeld)
    let after = try #require(Self.next(&reservation, 2_049, servedEnd: 64))
    #expect(after.upTo == before.upTo)
    reservation.didCommit(before)
    #expect(!reservation.isHeld)
    reservation.didCommit(after)
    #expect(reservation.isHeld && reservation.covers(MsgSeqNum(rawValue: 6_081)))
    // The place of a session that has just been reset: no block.
    var place = after
    place.upTo = 0
    reservation.didCommit(place)
    #expect(reservation.isHeld)
  }
}
