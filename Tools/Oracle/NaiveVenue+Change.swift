import Market

extension NaiveVenue {
  /// OrderCancelRequest(F).
  mutating func cancel(_ original: Int, as name: Int, session: Int) {
    let firm = market.firm(ofSession: session)
    let known = names[OrderName(firm: firm, name: original)]
    if names[OrderName(firm: firm, name: name)] != nil {
      return refuseChange(name, original, known, .duplicateClOrdID, session)
    }
    guard let id = known else {
      return refuseChange(name, original, nil, .unknownOrder, session)
    }
    guard !self[id].isDone else {
      return refuseChange(name, original, id, .tooLateToCancel, session)
    }
    guard !self[id].isAuctioned else {
      return refuseChange(name, original, id, .irrevocable, session)
    }
    guard fence(of: id) == nil else {
      return refuseChange(name, original, id, .pendingCancel, session)
    }
    guard !instruments[self[id].instrument].isUncrossing else {
      return refuseChange(name, original, id, .tooLateToCancel, session)
    }
    rename(id, name)
    end(id, .canceled) { $0.origName = original }
  }

  /// OrderCancelReplaceRequest(G).
  mutating func replace(_ original: Int, by terms: OrderTerms, session: Int) {
    let firm = market.firm(ofSession: session)
    let known = names[OrderName(firm: firm, name: original)]
    if names[OrderName(firm: firm, name: terms.name)] != nil {
      return refuseChange(terms.name, original, known, .duplicateClOrdID, session)
    }
    guard let id = known else {
      return refuseChange(terms.name, original, nil, .unknownOrder, session)
    }
    let old = self[id]
    if let reason = changeReason(old, terms, session) {
      return refuseChange(terms.name, original, id, reason, session)
    }
    var new = old
    switch old.type {
    case .market, .stop: break
    case .limit, .stopLimit: new.price = terms.price
    case .marketToLimit: if terms.price != 0 { new.price = terms.price }
    }
    if terms.stopPx != 0 { new.stopPx = terms.stopPx }
    if terms.expireTime != 0 { new.expireTime = terms.expireTime }
    new.quantity = Int(terms.quantity / 1_000)
    new.leaves = new.quantity - old.cum
    if new.price != old.price { new.limit = new.price }
    let keepsPlace = keepsPlace(old, new)
    guard new.leaves > 0 else {
      return refuseChange(terms.name, original, id, .quantityBelowFilled, session)
    }
    if let reason = keepsPlace ? nil : intervalReason(new) ?? bookReason(new) {
      return refuseChange(terms.name, original, id, reason, session)
    }
    if let reason = meansReason(new, lots: new.leaves, instead: old) {
      return refuseChange(terms.name, original, id, reason, session)
    }
    change(id, to: new, as: terms.name, original, keepsPlace: keepsPlace)
  }

  private mutating func change(
    _ id: Int, to new: NaiveOrder, as name: Int, _ original: Int, keepsPlace: Bool
  ) {
    let old = self[id]
    release(id, lots: old.leaves)
    if !keepsPlace { remove(id) }
    var new = new
    new.place = self[id].place
    new.shown = keepsPlace ? min(old.shown, new.leaves) : 0
    new.heldPerLot = max(0, instruments[new.instrument].mostPaid(at: new.limit))
    self[id] = new
    reserve(id, lots: new.leaves)
    rename(id, name)
    report(.replaced, id) { $0.origName = original }
    guard !keepsPlace else { return }
    old.place == .stops ? park(id) : come(id)
  }

  /// Fewer lots at the same price, of a waiting stop order at the same StopPx(99), keep the place; an
  /// order all or none always comes again.
  private func keepsPlace(_ old: NaiveOrder, _ new: NaiveOrder) -> Bool {
    guard new.leaves <= old.leaves, !old.isAllOrNone else { return false }
    return old.place == .stops ? new.stopPx == old.stopPx : new.price == old.price
  }

  private func changeReason(_ old: NaiveOrder, _ terms: OrderTerms, _ session: Int) -> Reason? {
    if terms.instrument != old.instrument { return .symbolDiffers }
    if terms.side != old.side { return .sideDiffers }
    if old.isDone { return .tooLateToCancel }
    if old.isAuctioned { return .irrevocable }
    if fence(of: old.id) != nil { return .pendingCancel }
    if !keepsFields(old, terms) { return .unchangeableField }
    let instrument = instruments[old.instrument]
    if instrument.phase == .halted { return .instrumentHalted }
    if isStopped(session) { return .stoppedByOperator }
    if let reason = closedReason(instrument) { return reason }
    if terms.expireTime != 0 && terms.expireTime <= now { return .expireTimePast }
    return priceReason(terms, instrument.terms, replacing: old)
      ?? quantityReason(terms, instrument.terms)
  }

  /// What a replace does not change is absent or as the order has it.
  private func keepsFields(_ old: NaiveOrder, _ terms: OrderTerms) -> Bool {
    terms.listing == nil && !terms.saysOtherKind && terms.type == old.type
      && terms.force == old.force
      && (terms.minQty == 0 || terms.minQty == old.entered.minQty)
      && (terms.maxFloor == 0 || terms.maxFloor == old.entered.maxFloor)
      && (!terms.isPostOnly || old.isPostOnly) && (!terms.isAllOrNone || old.isAllOrNone)
      && (terms.selfMatch == 0 || SelfMatch(terms.selfMatch) == old.selfMatch)
      && (old.place == .stops || terms.stopPx == 0 || terms.stopPx == old.stopPx)
      && (terms.expireTime == 0 || old.force == .goodTillDate)
  }

  private mutating func rename(_ id: Int, _ name: Int) {
    self[id].name = name
    names[OrderName(firm: self[id].firm, name: name)] = id
  }

  private mutating func refuseChange(
    _ name: Int, _ original: Int, _ id: Int?, _ reason: Reason, _ session: Int
  ) {
    var line = TraceLine(.cancelReject)
    line.order = id ?? 0
    line.name = name
    line.origName = original
    line.session = session
    line.status = id.map { self[$0].status } ?? .rejected
    line.reason = reason
    lines.append(line)
  }
}
