public import Market
public import Memory
import Records
import Storage

/// Where each session had been served up to when its outgoing numbers were reserved, of its present
/// epoch: so the events of numbers whose messages are lost are found again.
public struct ReservationHistory: Sendable {
  /// A reservation of a session.
  public struct Block: Equatable, Sendable, BitwiseCopyable {
    /// Messages behind `position` have this number or a higher one.
    public var first: UInt64
    /// The event position that the session had been served up to.
    public var position: UInt64
  }

  private var blocks: [SessionID: [Block]] = [:]

  public init() {}

  /// Takes note of one record of the command log.
  public mutating func note(_ record: RawSpan) {
    let head = record.loadHead()
    switch CommandType(rawValue: head.typeCode) {
    case .epochOpened: blocks[head.session] = nil
    case .numbersReserved:
      let body = record.loadBody(NumbersReserved.self)
      guard body.upTo > Limits.numbersPerReservation else { return }
      let first = body.upTo - Limits.numbersPerReservation
      blocks[head.session, default: []].append(
        Block(first: first, position: body.eventPosition))
    default: return
    }
  }

  /// The reservations of a session's present epoch, in their order.
  public func blocks(of session: SessionID) -> [Block] { blocks[session] ?? [] }
}

extension ReservationHistory: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    var sessions = Array(blocks.keys)
    transfer.move(&sessions)
    for session in sessions { transfer.move(&blocks[session, default: []]) }
  }
}
