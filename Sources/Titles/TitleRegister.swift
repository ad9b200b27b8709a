public import Market
public import Memory

/// Every title document that the venue knows: legal state, holder, and the venue's own claim on it.
///
/// Invariants: a document has one holder and one encumbrance; it stands in its holding's tree of
/// free documents only while it is ACTIVE and free; a reserved or settling one is in one chain; no two
/// live ones stand for the same goods. A number is never used again, so a document keeps its slot.
/// Source: market rules 2.1, I1 to I4, I6. Owner of this state: the matching core's thread.
public struct TitleRegister: ~Copyable {
  var documents: Slab<TitleDocument>
  var particulars: Slab<TitleParticulars>
  var holdings: Slab<Holding>
  var trees: DocumentTrees
  private var byID: HashIndex
  private(set) var byHolder: HashIndex
  /// Live documents by where their goods are.
  var byPosition: HashIndex
  var expiries: Heap<TitleExpiry>
  let transitions = TransitionTable()
  private var holdingCount: UInt32 = 0
  private let inPlace = InPlace()
  /// Documents that there is room for.
  public var capacity: Int { documents.capacity }
  /// Pairs of a firm and an instrument, and how many there is room for.
  public var holdingsUsed: Int { Int(holdingCount) }
  public var holdingsCapacity: Int { holdings.capacity }
  let seed: HashSeed
  /// Documents admitted so far; their slots are 0 ..< count.
  public private(set) var count: UInt32 = 0

  /// Room for `capacity` documents (256 bytes each, 106 in trees, 16 for their expiry and 32 of indices) in
  /// `holdings` pairs of firm and instrument (284, and 8 of index).
  public init(capacity: Int, holdings: Int, seed: HashSeed) {
    precondition(capacity > 0 && capacity < Int(UInt32.max), "slots fit 32 bits")
    precondition(holdings > 0 && holdings < Int(UInt32.max), "slots fit 32 bits")
    documents = Slab(capacity: capacity, repeating: TitleDocument())
    particulars = Slab(capacity: capacity, repeating: TitleParticulars())
    self.holdings = Slab(capacity: holdings, repeating: Holding())
    trees = DocumentTrees(documents: capacity, trees: holdings)
    byID = HashIndex(capacity: capacity)
    byHolder = HashIndex(capacity: holdings)
    byPosition = HashIndex(capacity: capacity)
    expiries = Heap(capacity: capacity, repeating: TitleExpiry())
    self.seed = seed
  }

  /// The document in a slot, as far as orders look at it.
  public subscript(_ slot: UInt32) -> TitleDocument {
    precondition(slot < count, "the slot holds a document")
    return documents[slot]
  }

  /// What else is known of the document in a slot.
  public func particulars(of slot: UInt32) -> TitleParticulars {
    precondition(slot < count, "the slot holds a document")
    return particulars[slot]
  }

  /// The number of the document in a slot.
  public func id(of slot: UInt32) -> TitleDocID { particulars[slot].id }

  /// The document that the one in a slot has come from; nil where it is the first.
  public func parent(of slot: UInt32) -> UInt32? { particulars[slot].parent }

  /// Who holds the document in a slot.
  public func holder(of slot: UInt32) -> FirmID { holdings[documents[slot].holding].firm }

  /// The instrument of the document in a slot.
  public func instrument(of slot: UInt32) -> InstrumentID {
    holdings[documents[slot].holding].instrument
  }

  /// The slot of the document with this number.
  public func slot(of id: TitleDocID) -> UInt32? {
    byID.find(hash: hash(id)) { particulars[$0].id == id }
  }

  /// Takes a document in as the registry has it, free. It is sold no later than `marginNanos` before its
  /// time is over.
  public mutating func admit(
    _ draft: TitleDraft, status: TitleStatus, version: UInt32, marginNanos: Int64 = 0
  ) throws(AdmissionRefusal) {
    guard slot(of: draft.id) == nil else { throw .duplicate }
    guard version <= UInt32(Int32.max) else { throw .versionTooHigh }
    guard !status.isLive || liveDocument(at: draft.position, in: draft.warehouse) == nil else {
      throw .positionOccupied
    }
    guard hasRoom(for: 1), hasRoom(for: draft.holder, in: draft.instrument) else { throw .full }
    let chain = EndorsementChain(behind: .none, recipient: draft.controller)
    let slot = add(draft, behind: chain)
    particulars[slot].pledgee = draft.pledgee
    documents[slot].version = version
    documents[slot].validUntil = draft.validity.saleUntil(marginNanos: marginNanos)
    setStatus(of: slot, status)
  }

  /// Whether so many new documents fit.
  func hasRoom(for newDocuments: Int) -> Bool {
    newDocuments <= documents.capacity - Int(count)
  }

  /// Whether the firm's documents of the instrument have a place, or one can be made.
  public func hasRoom(for firm: FirmID, in instrument: InstrumentID) -> Bool {
    Int(holdingCount) < holdings.capacity || holding(of: firm, in: instrument) != nil
  }

  /// Makes a place for a firm's documents of an instrument, before it has any; there is room for it.
  public mutating func reserveHolding(of firm: FirmID, in instrument: InstrumentID) {
    _ = openHolding(of: firm, in: instrument)
  }

  /// Makes a draft of the next slot; the caller has made sure of the room and the number.
  mutating func add(_ draft: TitleDraft, behind chain: EndorsementChain) -> UInt32 {
    let slot = count
    count += 1
    documents[slot].netWeight = draft.netWeight
    documents[slot].premium = draft.premium
    documents[slot].storedFrom = draft.storedFrom
    documents[slot].warehouse = draft.warehouse
    documents[slot].docType = draft.docType
    documents[slot].flags = draft.flags
    documents[slot].holding = openHolding(of: draft.holder, in: draft.instrument)
    particulars[slot].id = draft.id
    particulars[slot].digest = draft.digest
    particulars[slot].position = draft.position
    particulars[slot].validity = draft.validity
    particulars[slot].issuer = draft.issuer
    particulars[slot].hsCode = draft.hsCode
    particulars[slot].chain = chain
    byID.insert(hash: hash(draft.id), slot: slot)
    return slot
  }

  /// Makes another firm the holder of a document that is in no tree; there is room for it.
  mutating func setHolder(of slot: UInt32, to firm: FirmID) {
    precondition(!documents[slot].isListed, "only what is not listed changes hands")
    documents[slot].holding = openHolding(of: firm, in: instrument(of: slot))
  }

  /// A firm's holding in an instrument; nil where it has never had any.
  public func holding(of firm: FirmID, in instrument: InstrumentID) -> UInt32? {
    byHolder.find(hash: hash(firm, instrument)) {
      holdings[$0].firm == firm && holdings[$0].instrument == instrument
    }
  }

  private mutating func openHolding(of firm: FirmID, in instrument: InstrumentID) -> UInt32 {
    if let found = holding(of: firm, in: instrument) { return found }
    precondition(Int(holdingCount) < holdings.capacity, "a guard has made sure of the room")
    let slot = holdingCount
    holdingCount += 1
    holdings[slot] = Holding(firm: firm, instrument: instrument)
    byHolder.insert(hash: hash(firm, instrument), slot: slot)
    return slot
  }

  private func hash(_ id: TitleDocID) -> UInt64 {
    let text = id.text
    return seed.hash(text.word0, text.word1, text.word2, text.word3)
  }

  func hash(_ firm: FirmID, _ instrument: InstrumentID) -> UInt64 {
    seed.hash(UInt64(firm.rawValue) << 32 | UInt64(instrument.rawValue))
  }
}

extension TitleRegister: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&documents)
    transfer.move(&particulars)
    transfer.move(&holdings)
    trees.transfer(by: &transfer)
    byID.transfer(by: &transfer)
    byHolder.transfer(by: &transfer)
    byPosition.transfer(by: &transfer)
    expiries.transfer(by: &transfer)
    transfer.move(&holdingCount)
    transfer.move(&count)
  }
}
