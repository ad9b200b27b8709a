import Market
import MarketCore
import Memory
import Records

/// A venue with two open instruments, a buyer with money and a seller with documents, and the
/// engine's part in an order: apply the command, seal its events.
struct BenchmarkVenue: ~Copyable {
  static var buyer: UInt32 { 1 }
  static var seller: UInt32 { 2 }

  private var venue: Venue
  private var command = RecordBuffer(capacity: Limits.recordBytes)
  private var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  private var sequence: UInt64 = 0
  /// Events so far, and their bytes.
  private(set) var eventCount = 0
  private(set) var eventBytes = 0

  /// Room for so many orders, and documents for as many sells of one lot.
  init(orders: Int, documents: Int) {
    var limits = VenueLimits.small
    limits.orders = max(limits.orders, orders)
    limits.clOrdIDs = max(limits.clOrdIDs, 2 * orders)
    limits.documents = max(limits.documents, documents)
    self.init(limits: limits)
    admit(documents)
    eventCount = 0
    eventBytes = 0
  }

  /// A venue without documents.
  init(limits: VenueLimits) {
    venue = Venue(limits: limits, seed: HashSeed(rawValue: 7))
    defineFirms()
    send(.defineInstrument, Self.instrument(1, Self.symbol))
    send(.defineInstrument, Self.instrument(2, Self.otherSymbol))
    send(.setPhase, Self.phase(.open))
    eventCount = 0
    eventBytes = 0
  }

  /// Whether a further command would go on with something.
  var hasPendingWork: Bool { venue.hasPendingWork }

  /// Applies a command of a session and seals the events that it makes.
  mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: UInt32 = 0
  ) {
    sequence += 1
    let head = RecordHead(type, sequence: sequence, session: session)
    command.removeAll()
    command.append(head, body: body)
    events.removeAll()
    Self.apply(command, to: &venue, &events)
    seal()
  }

  private static func apply(
    _ command: borrowing RecordBuffer, to venue: inout Venue, _ events: inout RecordBuffer
  ) {
    venue.apply(command.bytes, into: &events)
  }

  private mutating func seal() {
    var offset = 0
    while offset < events.count {
      events.seal(at: offset)
      offset += events.bytes.recordLength(at: offset)
      eventCount += 1
    }
    eventBytes += events.count
  }
}

/// The market.
extension BenchmarkVenue {
  static let symbol = Symbol(Text16(name: "BENCH-01"))
  static let otherSymbol = Symbol(Text16(name: "BENCH-02"))

  private mutating func defineFirms() {
    for number in [Self.buyer, Self.seller] {
      send(.defineFirm, Self.firm(number))
      send(.creditFunds, Self.funds(number, fen: 1_000_000_000_000))
      send(.defineSession, Self.session(number))
    }
    send(.defineWarehouse, Self.warehouse())
  }

  /// So many documents of the seller.
  mutating func admit(_ documents: Int) {
    for number in 0..<documents { send(.admitDocument, Self.document(number)) }
  }
}
