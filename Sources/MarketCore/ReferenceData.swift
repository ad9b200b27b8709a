import Funds
import Market
import Matching
import Memory

/// A firm as the core needs it.
struct Firm: BitwiseCopyable {
  var code = CompID()
  var controlGroup: UInt32 = 0
  /// Another firm is of its control group too.
  var sharesGroup = false
  var state = FirmState.suspended
  /// The operator and its staff may not trade (rule book Art. 10).
  var isOperator = false
  /// The operator has stopped it: no new orders until that is lifted.
  var isStopped = false
  /// The bank through which it clears (Art. 13); none where it clears by itself.
  var clearingMember = FirmID.none
  /// The firm whose broker sessions may cross for it; none where it has named none.
  var broker = FirmID.none
  /// Where it is told of its documents and its money: its first enabled session that speaks for it; the venue for none.
  var mailbox = SessionID.venue
  /// The trades whose guarantee it is called to top up, the first called and the last.
  var firstCall = Trade.none
  var lastCall = Trade.none
  /// Its trades that wait for the rest of their price, the oldest and the newest.
  var firstBalance = Trade.none
  var lastBalance = Trade.none
  /// Money has come to it: they are being topped up and paid.
  var paysBalances = false
}

extension Firm {
  /// An account of the firm begins with its code and a hyphen; none named is the firm's own.
  @inline(__always)  // no copy of the firm (benchmark `venue`)
  func owns(_ account: AccountCode) -> Bool { code.begins(account) }
}

extension CompID {
  fileprivate func begins(_ account: AccountCode) -> Bool {
    if account.text.isEmpty { return true }
    let length = text.count
    guard account.text.count > length + 1, account.text[length] == UInt8(ascii: "-") else {
      return false
    }
    return (account.text.word0 ^ text.word0) & Self.front(length) == 0
      && (account.text.word1 ^ text.word1) & Self.front(length - 8) == 0
  }

  /// The first `count` bytes of a word; none or all where it has fewer or no more.
  private static func front(_ count: Int) -> UInt64 {
    count >= 8 ? .max : 1 &<< UInt64(8 * max(count, 0)) &- 1
  }
}

/// A session as the core needs it.
struct Session: BitwiseCopyable {
  var firm = FirmID.none
  var connection: UInt32 = 0
  var epoch = Epoch(rawValue: 0)
  var role = SessionRole.dealer
  var isEnabled = false
  /// The operator has stopped it: no new orders until that is lifted.
  var isStopped = false
  /// The operator has disabled it: nobody logs on as it until that is lifted.
  var isDisabled = false
  var isLoggedOn = false
  /// The highest MsgSeqNum(34) of the epoch that stands in the log.
  var lastInbound = MsgSeqNum(rawValue: 0)
  /// Outgoing numbers up to this one may be in use.
  var reservedUpTo: UInt64 = 0
  /// The event position that the session had been served up to then.
  var reservedAt: UInt64 = 0
  /// The least MsgSeqNum(34) of the epoch's next message to it that the operator has set; zero for none.
  var leastOutbound: UInt64 = 0
  /// The epoch that a reset has demanded; it is pending while above `epoch`.
  var demandedEpoch = Epoch(rawValue: 0)
  /// Who has demanded it.
  var demandCause = EpochCause.operator
  /// The schedule keeps it out.
  var isOutsideHours = false
  /// When its schedule changes that next; none where that is not known.
  var hoursChangeAt = Instant.none
  /// The last moment of its schedule at which numbers began again; none where it has none.
  var resetAt = Instant.none
  /// Its orders that rest in a book or wait outside of it.
  var liveOrders: UInt32 = 0
  /// As its last Logon(A) has it.
  var cancelOnDisconnect = CancelOnDisconnect()
  /// Its place among the graces that run; nil where none does.
  var grace: UInt32?
  /// Its grace begins when sessions can log on again.
  var awaitsGrace = false
  /// How often its password has changed, as far as the log tells.
  var credentialVersion: UInt32 = 0
  var compID = CompID()
  var subID = CompID()
}

/// The reference data of a venue: each kind in a table by its dense number from 1.
struct ReferenceData: ~Copyable {
  var firms: Slab<Firm>
  var sessions: Slab<Session>
  var instruments: Slab<Instrument>
  var warehouses: Slab<Warehouse>
  var auctionTerms: Slab<AuctionTerms>
  /// Of instruments.
  var words: Slab<InstrumentWords>
  /// Whose copies sessions get.
  var entitlements: Entitlements
  var firmCount: UInt32 = 0
  var sessionCount: UInt32 = 0
  var instrumentCount: UInt32 = 0
  var warehouseCount: UInt32 = 0
  /// Where clearing and the registry get instructions: the role's first enabled session; the venue where none is.
  private(set) var clearing = SessionID.venue
  private(set) var registry = SessionID.venue
  /// The bank of firms that clear by themselves.
  private var bank = SessionID.venue
  private var bySymbol: HashIndex
  private let seed: HashSeed
  private let inPlace = InPlace()

  init(limits: VenueLimits, seed: HashSeed) {
    firms = Slab(capacity: limits.firms + 1, repeating: Firm())
    sessions = Slab(capacity: limits.sessions + 1, repeating: Session())
    instruments = Slab(capacity: limits.instruments + 1, repeating: Instrument())
    warehouses = Slab(capacity: limits.warehouses + 1, repeating: Warehouse())
    auctionTerms = Slab(capacity: limits.instruments + 1, repeating: AuctionTerms())
    words = Slab(capacity: limits.instruments + 1, repeating: InstrumentWords())
    entitlements = Entitlements(capacity: limits.entitlements)
    bySymbol = HashIndex(capacity: limits.instruments)
    self.seed = seed
  }

  func knows(_ firm: FirmID) -> Bool { firm.rawValue >= 1 && firm.rawValue <= firmCount }

  func knows(_ session: SessionID) -> Bool {
    session.rawValue >= 1 && session.rawValue <= sessionCount
  }

  func knows(_ instrument: InstrumentID) -> Bool {
    instrument.rawValue >= 1 && instrument.rawValue <= instrumentCount
  }

  func knowsWarehouse(_ warehouse: UInt32) -> Bool {
    warehouse >= 1 && warehouse <= warehouseCount
  }

  // Read by `get`: a coroutine that is called allocates its frame where that is large.
  subscript(_ firm: FirmID) -> Firm {
    get { firms[firm.rawValue] }
    @inline(__always) _modify { yield &firms[firm.rawValue] }
  }

  subscript(_ session: SessionID) -> Session {
    get { sessions[session.rawValue] }
    @inline(__always) _modify { yield &sessions[session.rawValue] }
  }

  subscript(_ instrument: InstrumentID) -> Instrument {
    get { instruments[instrument.rawValue] }
    @inline(__always) _modify { yield &instruments[instrument.rawValue] }
  }

  /// The firm that goes by `code`, in O(firms).
  func firm(_ code: CompID) -> FirmID? {
    for number in 1..<(firmCount + 1) where firms[number].code == code {
      return FirmID(rawValue: number)
    }
    return nil
  }

  /// The instrument that goes by `symbol`.
  func instrument(_ symbol: Symbol) -> InstrumentID? {
    bySymbol.find(hash: hash(symbol)) { instruments[$0].symbol == symbol }
      .map { InstrumentID(rawValue: $0) }
  }

  /// Makes an instrument known by its symbol.
  mutating func index(_ instrument: InstrumentID) {
    bySymbol.insert(hash: hash(self[instrument].symbol), slot: instrument.rawValue)
  }

  /// Who gets instructions, from the sessions that there are.
  mutating func chooseInstitutions() {
    clearing = first(.clearing)
    registry = first(.registry)
    bank = first(.bank)
  }

  /// The session of the bank that keeps a firm's money; the venue's own record where there is none.
  func bank(of firm: FirmID) -> SessionID {
    let member = self[firm].clearingMember
    guard knows(member), self[member].mailbox != .venue,
      self[self[member].mailbox].role == .bank
    else { return bank }
    return self[member].mailbox
  }

  /// Where the warehouses of a firm are told of deliveries.
  mutating func chooseSessions(ofWarehousesOf firm: FirmID) {
    if firm == .none { return }
    let session = first(.warehouse, of: firm)
    for number in 1..<(warehouseCount + 1) where warehouses[number].firm == firm {
      warehouses[number].session = session
    }
  }

  /// The mailbox of a firm behind a change of one of its sessions, or of one that was.
  mutating func chooseMailbox(of firm: FirmID, behind session: SessionID) {
    guard firm != .none else { return }
    let present = self[firm].mailbox
    if speaks(session, for: firm) && (present == .venue || session < present) {
      self[firm].mailbox = session
    } else if present == session && !speaks(session, for: firm) {
      self[firm].mailbox = .venue
      for number in 1..<(sessionCount + 1) where speaks(SessionID(rawValue: number), for: firm) {
        self[firm].mailbox = SessionID(rawValue: number)
        return
      }
    }
  }

  private func speaks(_ session: SessionID, for firm: FirmID) -> Bool {
    let session = self[session]
    return session.isEnabled && session.firm == firm && session.role.speaksForFirm
  }

  /// The warehouse of a code.
  func warehouse(_ code: CompID) -> UInt32? {
    for number in 1..<(warehouseCount + 1) where warehouses[number].code == code { return number }
    return nil
  }

  /// The first enabled session of a role, of any firm or of one.
  func first(_ role: SessionRole, of firm: FirmID? = nil) -> SessionID {
    for number in 1..<(sessionCount + 1)
    where sessions[number].role == role && sessions[number].isEnabled
      && firm ?? sessions[number].firm == sessions[number].firm
    {
      return SessionID(rawValue: number)
    }
    return .venue
  }

  private func hash(_ symbol: Symbol) -> UInt64 {
    seed.hash(symbol.text.word0, symbol.text.word1)
  }
}

extension ReferenceData: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&firms)
    transfer.move(&sessions)
    transfer.move(&instruments)
    transfer.move(&warehouses)
    transfer.move(&auctionTerms)
    transfer.move(&words)
    entitlements.transfer(by: &transfer)
    transfer.move(&firmCount)
    transfer.move(&sessionCount)
    transfer.move(&instrumentCount)
    transfer.move(&warehouseCount)
    transfer.move(&clearing)
    transfer.move(&registry)
    transfer.move(&bank)
    bySymbol.transfer(by: &transfer)
  }
}
