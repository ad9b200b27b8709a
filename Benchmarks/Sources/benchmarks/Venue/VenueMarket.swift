import Market
import MarketCore
import Memory
import Records
import Storage

/// The venue of a workload: firms with money or documents, an instrument that is open, clearing and
/// the registry. The odd firms buy, the even ones sell; a session has its firm's number.
struct VenueMarket: ~Copyable {
  private(set) var venue: Venue
  private let workload: VenueWorkload
  private var command = RecordBuffer(capacity: Limits.recordBytes)
  private var batch = RecordBuffer(capacity: Venue.expectedMost * Limits.recordBytes)
  private(set) var events = RecordBuffer(capacity: 8 * Venue.eventBytesPerApply)
  private var sequence: UInt64 = 0
  private var sealedCount = 0
  /// The digest of all events that were sealed, as the engine keeps it.
  private(set) var digest = EventDigest()

  init(_ workload: VenueWorkload) {
    self.workload = workload
    venue = Venue(limits: workload.limits, seed: HashSeed(rawValue: 7))
    defineFirms()
    defineInstrument()
    admitDocuments()
    send(.setPhase, BenchmarkVenue.phase(.open))
  }

  var clearing: UInt32 { UInt32(workload.firms) + 1 }
  var registry: UInt32 { clearing + 1 }

  /// The head of the next command, a microsecond behind the one before.
  mutating func nextHead(_ type: CommandType, session: UInt32) -> RecordHead {
    sequence += 1
    return RecordHead(type, sequence: sequence, session: session)
  }

  /// Applies one command; its events are there until they are sealed.
  mutating func send<Body: BitwiseCopyable>(
    _ type: CommandType, _ body: Body, session: UInt32 = 0
  ) {
    let head = nextHead(type, session: session)
    command.removeAll()
    command.append(head, body: body)
    Self.apply(command, to: &venue, &events)
    seal()
  }

  private static func apply(
    _ command: borrowing RecordBuffer, to venue: inout Venue, _ events: inout RecordBuffer
  ) {
    venue.apply(command.bytes, into: &events)
  }

  /// Applies the record of a log at `offset`; its events stay until they are sealed.
  mutating func apply(_ log: borrowing RecordBuffer, at offset: Int) {
    Self.apply(log, at: offset, to: &venue, &events)
  }

  private static func apply(
    _ log: borrowing RecordBuffer, at offset: Int, to venue: inout Venue,
    _ events: inout RecordBuffer
  ) {
    let end = offset + log.bytes.recordLength(at: offset)
    venue.apply(log.bytes.extracting(offset..<end), into: &events)
  }

  /// Applies `count` records of a log from `offset` on as the engine does: they are moved into its batch,
  /// the venue is told of them, they are applied. Returns where the next one lies.
  mutating func apply(_ log: borrowing RecordBuffer, from offset: Int, count: Int) -> Int {
    var end = offset
    batch.removeAll()
    for _ in 0..<count {
      let start = end
      end += log.bytes.recordLength(at: start)
      batch.append(record: log.bytes.extracting(start..<end))
    }
    venue.expect(batch.bytes)
    var place = 0
    while place < batch.count {
      Self.apply(batch, at: place, to: &venue, &events)
      place += batch.bytes.recordLength(at: place)
    }
    return end
  }

  /// Seals the events since the last call, and gives their room back.
  mutating func seal() {
    var offset = 0
    while offset < events.count {
      let (crc, length) = events.seal(at: offset)
      digest.add(crc)
      offset += length
    }
    events.removeAll()
  }
}

/// The market.
extension VenueMarket {
  static let symbol = Symbol(Text16(name: "BENCH-01"))

  private mutating func defineFirms() {
    for number in 1...UInt32(workload.firms) {
      send(.defineFirm, BenchmarkVenue.firm(number))
      send(.defineSession, BenchmarkVenue.session(number))
      guard number % 2 == 1 else { continue }
      send(.creditFunds, BenchmarkVenue.funds(number, fen: 100_000_000_000_000))
    }
    define(session: clearing, .clearing)
    define(session: registry, .registry)
    send(.defineWarehouse, BenchmarkVenue.warehouse())
  }

  private mutating func define(session number: UInt32, _ role: SessionRole) {
    var session = BenchmarkVenue.session(number)
    session.firm = FirmID(rawValue: 0)
    session.roleCode = role.rawValue
    send(.defineSession, session)
  }

  private mutating func defineInstrument() {
    var body = BenchmarkVenue.instrument(1, Self.symbol)
    body.tick = Self.tick
    body.referencePrice = Price(tenThousandths: 1_000_960 * Self.tick.tenThousandths)
    body.dynamicBandBasisPoints = 500
    body.interruptionSeconds = 60
    body.minIntervalSeconds = 1
    body.toleranceBasisPoints = 200
    body.tradeFeePerMillion = 100
    body.minimumTradeFee = Amount(fen: 100)
    body.titleTransferFeePerUnit = Amount(fen: 100)
    body.highestPremium = Price(tenThousandths: 100_000)
    body.reserveBasisPoints = 10
    body.maxLots = UInt16(Limits.documentsPerOrder)
    body.fundsSeconds = 3_600
    body.titleSeconds = 3_600
    send(.defineInstrument, body)
  }

  static var unit: Quantity { Quantity(thousandths: 1_000) }
  static var tick: Price { Price(tenThousandths: 100) }

  /// The sellers' documents in turn, of different weights and premiums, the oldest first.
  private mutating func admitDocuments() {
    for number in 0..<workload.documents {
      var body = BenchmarkVenue.document(number)
      body.holder = FirmID(rawValue: seller(number))
      body.netWeight = Quantity(thousandths: 990 + Int64(number % 21))
      body.premium = Price(tenThousandths: Int64(number % 5) * 10_000)
      send(.admitDocument, body)
    }
  }

  /// The seller of an order or document by a number of it, and the buyer.
  func seller(_ number: Int) -> UInt32 { 2 + 2 * UInt32(number % (workload.firms / 2)) }
  func buyer(_ number: Int) -> UInt32 { 1 + 2 * UInt32(number % (workload.firms / 2)) }

  /// A firm's own account.
  static func account(_ firm: UInt32) -> AccountCode { AccountCode(Text16(name: "F\(firm)-1")) }
}
