public import Market
public import Memory

/// Every title document that the venue knows: legal state, holder, and the venue's own claim on it.
///
/// Invariants: a document has one holder and one encumbrance; it stands in its holding's tree of
/// free documents only while it is ACTIVE and free; a reserved or settling one is in one chain.
/// Source: market rules 2.1, I1 to I3. Owner of this state: the matching core's thread.
public struct TitleRegister: ~Copyable {
  var documents: Slab<TitleDocument>
  var holdings: Slab<Holding>
  private var byID: HashIndex
  private var byHolder: HashIndex
  private var holdingCount: UInt32 = 0
  /// Documents that there is room for.
  public var capacity: Int { documents.capacity }
  /// Pairs of a firm and an instrument, and how many there is room for.
  public var holdingsUsed: Int { Int(holdingCount) }
  public var holdingsCapacity: Int { holdings.capacity }
  let seed: HashSeed
  /// Documents admitted so far; their slots are 0 ..< count.
  public private(set) var count: UInt32 = 0

  /// Room for `capacity` documents (160 bytes each) in `holdings` pairs of firm and instrument (16).
  public init(capacity: Int, holdings: Int, seed: HashSeed) {
    precondition(capacity > 0 && capacity < Int(UInt32.max), "slots fit 32 bits")
    precondition(holdings > 0 && holdings < Int(UInt32.max), "slots fit 32 bits")
    documents = Slab(capacity: capacity, repeating: TitleDocument())
    self.holdings = Slab(capacity: holdings, repeating: Holding())
    byID = HashIndex(capacity: capacity)
    byHolder = HashIndex(capacity: holdings)
    self.seed = seed
  }

  /// The document in a slot.
  public subscript(_ slot: UInt32) -> TitleDocument {
    precondition(slot < count, "the slot holds a document")
    return documents[slot]
  }

  /// The slot of the document with this number.
  public func slot(of id: TitleDocID) -> UInt32? {
    byID.find(hash: hash(id)) { documents[$0].id == id }
  }

  /// Takes a document in as the registry has it, free.
  public mutating func admit(_ document: TitleDocument) throws(AdmissionRefusal) {
    guard slot(of: document.id) == nil else { throw .duplicate }
    guard Int(count) < documents.capacity,
      let holding = openHolding(of: document.holder, in: document.instrument)
    else { throw .full }
    let slot = count
    count += 1
    documents[slot] = document
    documents[slot].holding = holding
    documents[slot].encumbrance = .free
    byID.insert(hash: hash(document.id), slot: slot)
    if document.status == .active { list(slot) }
  }

  /// Documents of a firm in an instrument that an order without documents may choose from.
  public func freeCount(of firm: FirmID, in instrument: InstrumentID) -> UInt32 {
    holding(of: firm, in: instrument).map { holdings[$0].freeCount } ?? 0
  }

  /// Reserves the document for an order and puts it at the end of the order's chain.
  public mutating func reserve(_ slot: UInt32, in chain: inout DocumentChain) {
    precondition(documents[slot].encumbrance == .free, "only a free document is reserved")
    precondition(documents[slot].status == .active, "only an ACTIVE document is reserved")
    if documents[slot].isListed { unlist(slot) }
    documents[slot].encumbrance = .reserved
    append(slot, to: &chain)
  }

  /// Frees all documents of an order.
  public mutating func release(_ chain: inout DocumentChain) {
    while chain.count > 0 {
      let slot = removeFirst(of: &chain)
      precondition(documents[slot].encumbrance == .reserved, "an order's documents are reserved")
      documents[slot].encumbrance = .free
      list(slot)
    }
  }

  /// Frees the documents behind the first `kept` ones: the last named go first.
  public mutating func release(_ chain: inout DocumentChain, keepingFirst kept: UInt32) {
    precondition(kept <= chain.count, "no more are kept than there are")
    var rest = chain
    chain = DocumentChain()
    for _ in 0..<kept {
      let slot = removeFirst(of: &rest)
      append(slot, to: &chain)
    }
    release(&rest)
  }

  /// Moves the first document of an order into a trade: reserved becomes settling.
  @discardableResult
  public mutating func settleFirst(
    of order: inout DocumentChain, in trade: inout DocumentChain, buyer: FirmID
  ) -> UInt32 {
    let slot = removeFirst(of: &order)
    precondition(documents[slot].encumbrance == .reserved, "an order's documents are reserved")
    precondition(documents[slot].status == .active, "only an ACTIVE document is sold")
    documents[slot].encumbrance = .settling
    documents[slot].buyer = buyer
    append(slot, to: &trade)
    return slot
  }

  /// The oldest free document of a firm in an instrument that is valid at `now`.
  ///
  /// Those at the head that are no longer valid leave the tree for good.
  public mutating func oldestFree(
    of firm: FirmID, in instrument: InstrumentID, at now: Instant
  ) -> UInt32? {
    guard let holding = holding(of: firm, in: instrument) else { return nil }
    while let slot = oldest(in: holding) {
      if documents[slot].isValid(at: now) { return slot }
      unlist(slot)
    }
    return nil
  }

  /// Why `firm` can't sell the document in `instrument` at `now`; nil where it can.
  public func refusal(
    of slot: UInt32, for firm: FirmID, in instrument: InstrumentID, at now: Instant
  ) -> TitleRefusal? {
    let document = self[slot]
    if document.holder != firm {
      return document.encumbrance == .settling && document.buyer == firm
        ? .notTransferred : .notHeld
    }
    if document.status != .active { return .notActive }
    if document.instrument != instrument { return .anotherInstrument }
    if document.encumbrance != .free { return .notFree }
    return document.isValid(at: now) ? nil : .expired
  }

  private func holding(of firm: FirmID, in instrument: InstrumentID) -> UInt32? {
    byHolder.find(hash: hash(firm, instrument)) {
      holdings[$0].firm == firm && holdings[$0].instrument == instrument
    }
  }

  private mutating func openHolding(of firm: FirmID, in instrument: InstrumentID) -> UInt32? {
    if let found = holding(of: firm, in: instrument) { return found }
    guard Int(holdingCount) < holdings.capacity else { return nil }
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

  private func hash(_ firm: FirmID, _ instrument: InstrumentID) -> UInt64 {
    seed.hash(UInt64(firm.rawValue) << 32 | UInt64(instrument.rawValue))
  }
}
