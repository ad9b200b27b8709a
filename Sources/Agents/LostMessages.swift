import Market
import Storage

/// Numbers whose messages the store may not have, lost at this start or at earlier ones, and from where their events
/// are sent again when the counterparty asks for them.
public struct LostMessages: Sendable, Equatable {
  /// What one start has found to be lost.
  private struct Loss: Equatable {
    /// MsgSeqNum(34) of the first; up to `last` they may have been used.
    let first: UInt64
    let last: UInt64
    /// The event position of the message before `first`, which the store has; 0 for none.
    let storedEnd: UInt64
  }

  private var losses: [Loss] = []
  /// MsgSeqNum(34) of what was lost at this start; nil for none.
  public private(set) var new: ClosedRange<UInt64>?
  private let blocks: [ReservationHistory.Block]
  /// Events behind this are being sent again.
  private var repeatedFrom: UInt64

  /// Of a session that is served events behind `servedEnd`, and has these reservations.
  init(servedEnd: UInt64, blocks: [ReservationHistory.Block]) {
    self.blocks = blocks
    repeatedFrom = servedEnd
  }

  var isNone: Bool { losses.isEmpty }

  /// The last numbers that may have been lost at earlier starts of a session that has used a number up to `used`.
  ///
  /// A session that has lost messages goes on above its block, so a number above a block that the next one does not
  /// have says that there was a loss: up to the end of that block. The operator may have set the number, too.
  func endsOfEarlier(used: UInt64) -> [UInt64] {
    blocks.indices.compactMap { place in
      let end = blocks[place].first + Limits.numbersPerReservation
      let next = place + 1 < blocks.count ? blocks[place + 1].first : used
      return next > end ? end : nil
    }
  }

  /// Numbers through `last` may have been lost behind `stored`, the last message before them that the store has.
  mutating func note(through last: UInt64, stored: StoredMessageHead?, isNew: Bool) {
    let first = (stored?.msgSeqNum.rawValue ?? 0) + 1
    guard first <= last else { return }
    losses.append(Loss(first: first, last: last, storedEnd: stored?.eventPosition ?? 0))
    if isNew { new = first...last }
  }

  /// The counterparty misses messages from `number` on: the place behind which their events are to be sent
  /// again; nil where they are already, or none of them is lost.
  mutating func missed(from number: MsgSeqNum) -> UInt64? {
    let places = losses.compactMap { place(of: $0, from: number.rawValue) }
    guard let place = places.min(), place < repeatedFrom else { return nil }
    repeatedFrom = place
    return place
  }

  /// The place behind which the events of a loss are told by no message from `number` on; nil where there are none,
  /// or where all were sent again since: the store has that, or it is a loss of its own.
  private func place(of loss: Loss, from number: UInt64) -> UInt64? {
    guard number <= loss.last else { return nil }
    let lost = max(number, loss.first)
    let held = blocks[(blocks.lastIndex { $0.first <= lost } ?? 0)...]
    // A block behind the first that is lost may be for events further back, which were being sent again.
    let told = held.prefix { $0.first <= loss.last }.map { block in
      block.first >= loss.first ? block.position : max(loss.storedEnd, block.position)
    }
    let again = held.dropFirst(told.count).map(\.position).min() ?? .max
    // Without a block no event was told.
    guard let place = told.min(), place < again else { return nil }
    return place
  }
}
