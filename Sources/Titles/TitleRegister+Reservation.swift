public import Market
import Memory

/// The venue's own claim: orders reserve documents, trades settle them.
extension TitleRegister {
  /// Documents of a firm in an instrument that an order without documents may choose from.
  public func freeCount(of firm: FirmID, in instrument: InstrumentID) -> UInt32 {
    holding(of: firm, in: instrument).map { holdings[$0].freeCount } ?? 0
  }

  /// Reserves the document for an order and puts it at the end of the order's chain.
  public mutating func reserve(_ slot: UInt32, in chain: inout DocumentChain) {
    precondition(documents[slot].encumbrance == .free, "only a free document is reserved")
    precondition(documents[slot].status == .active, "only an ACTIVE document is reserved")
    if documents[slot].isListed { unlist(slot) }
    particulars.expectFront(of: slot)
    documents[slot].encumbrance = .reserved
    append(slot, to: &chain)
  }

  /// Reserves the first listed documents of a holding, which are loose, at the end of the order's chain.
  public mutating func reserveFirsts(
    _ firsts: Int, of holding: UInt32, in chain: inout DocumentChain
  ) {
    for place in 0..<firsts {
      let slot = document(place, of: holding)
      precondition(documents[slot].encumbrance == .free, "only a free document is reserved")
      precondition(documents[slot].status == .active, "only an ACTIVE document is reserved")
      documents[slot].isListed = false
      documents[slot].encumbrance = .reserved
      particulars.expectFront(of: slot)
      append(slot, to: &chain)
    }
    trees.removeFirsts(firsts, of: holdings[holding].tree)
    holdings[holding].freeCount -= UInt32(firsts)
  }

  /// Says which order has reserved the documents: the one that is cancelled where they must be free.
  public mutating func claim(_ chain: DocumentChain, by order: UInt32) {
    var slot = chain.first
    for _ in 0..<chain.count {
      precondition(documents[slot].encumbrance == .reserved, "an order's documents are reserved")
      documents[slot].claimant = order
      slot = documents[slot].next
    }
  }

  /// Frees all documents of an order.
  public mutating func release(_ chain: inout DocumentChain) {
    while chain.count > 0 {
      let slot = removeFirst(of: &chain)
      if chain.count > 0 { documents.expect(chain.first) }
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

  /// Moves the first document of an order into a trade, the one in slot `claimant`: reserved becomes
  /// settling.
  @discardableResult
  public mutating func settleFirst(
    of order: inout DocumentChain, in trade: inout DocumentChain, claimant: UInt32, buyer: FirmID
  ) -> UInt32 {
    let slot = removeFirst(of: &order)
    precondition(documents[slot].encumbrance == .reserved, "an order's documents are reserved")
    precondition(documents[slot].status == .active, "only an ACTIVE document is sold")
    documents[slot].encumbrance = .settling
    documents[slot].claimant = claimant
    particulars[slot].buyer = buyer
    append(slot, to: &trade)
    return slot
  }

  /// Frees all documents of a trade that is unwound: they are the seller's as before.
  public mutating func unwind(_ trade: inout DocumentChain) {
    while trade.count > 0 {
      let slot = removeFirst(of: &trade)
      endSettlement(of: slot)
    }
  }

  /// A document that has left its trade is free; where it is ACTIVE it may be sold again.
  mutating func endSettlement(of slot: UInt32) {
    precondition(documents[slot].encumbrance == .settling, "a trade's documents are settling")
    documents[slot].encumbrance = .free
    particulars[slot].buyer = .none
    file(slot)
  }

  /// The oldest free document of a firm in an instrument that is valid at `now`.
  ///
  /// Those at the head that are no longer valid leave the tree; renewed, they come back.
  public mutating func oldestFree(
    of firm: FirmID, in instrument: InstrumentID, at now: Instant
  ) -> UInt32? {
    holding(of: firm, in: instrument).flatMap { oldestFree(in: $0, at: now) }
  }

  /// The same of a holding.
  public mutating func oldestFree(in holding: UInt32, at now: Instant) -> UInt32? {
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
    let holding = holdings[document.holding]
    if holding.firm != firm {
      return document.encumbrance == .settling && particulars[slot].buyer == firm
        ? .notTransferred : .notHeld
    }
    if document.status != .active {
      return document.status == .expired ? .expired : .notActive
    }
    if holding.instrument != instrument { return .anotherInstrument }
    if document.encumbrance != .free { return .notFree }
    return document.isValid(at: now) ? nil : .expired
  }
}
