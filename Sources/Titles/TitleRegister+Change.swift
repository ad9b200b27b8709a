public import Market
import Memory

/// A refusal, and which document is to blame: 0 the request's own, from 1 its parts.
struct TitleFault: Error {
  let refusal: TitleActionRefusal
  let part: Int

  init(_ refusal: TitleActionRefusal, part: Int = 0) {
    self.refusal = refusal
    self.part = part
  }
}

/// Legal changes: judged by the table, then done as a whole, with one entry in the chain of each
/// document. What is refused has changed nothing.
extension TitleRegister {
  /// Does what a request asks for, all but a transfer, which belongs to a trade.
  /// - Complexity: O(parts) lookups and SHA-256 of as many entries; parts are compared pairwise.
  public mutating func change(
    _ request: TitleRequest, parts: Span<TitlePart>, at now: Instant,
    into changes: inout TitleChanges
  ) -> TitleOutcome {
    changes.removeAll()
    do throws(TitleFault) {
      guard let slot = slot(of: request.document) else {
        guard request.action == .issue else { throw TitleFault(.unknownDocument) }
        try issueNew(request, at: now, into: &changes)
        return .done
      }
      let transition = try transition(of: slot, for: request)
      try check(transition.guards, of: slot, request, parts, at: now)
      if documents[slot].encumbrance == .reserved, transition.guards.cancelsOrder {
        return .cancelFirst(order: documents[slot].claimant)
      }
      perform(transition, of: slot, request, at: now, into: &changes)
      replace(slot, request, parts, at: now, into: &changes)
      return .done
    } catch {
      return .refused(error.refusal, part: error.part)
    }
  }

  /// Why a request without parts would be refused now; nil where it would be done.
  public func refusal(of request: TitleRequest, at now: Instant) -> TitleActionRefusal? {
    guard let slot = slot(of: request.document) else { return .unknownDocument }
    do throws(TitleFault) {
      try check(transition(of: slot, for: request).guards, of: slot, request, Span(), at: now)
      return nil
    } catch {
      return error.refusal
    }
  }

  /// Whether the table has a way for `action` from the document's state, whoever goes it.
  public func allows(_ action: TitleAction, of slot: UInt32) -> Bool {
    transitions.transition(from: documents[slot].status, by: action) != nil
  }

  /// The way that the request goes, of those that are open to who asks.
  func transition(of slot: UInt32, for request: TitleRequest) throws(TitleFault) -> TitleTransition
  {
    let status = documents[slot].status
    if request.action == .issue && status != .draft { throw TitleFault(.duplicate) }
    guard request.action != .transfer else { throw TitleFault(.notSettling) }
    guard documents[slot].version == request.version ?? documents[slot].version,
      request.version != nil || request.actor.seesPresentVersion
    else { throw TitleFault(.wrongVersion) }
    guard let transition = transitions.transition(from: status, by: request.action) else {
      throw TitleFault(.wrongState)
    }
    guard transition.actors.contains(request.actor), isEntitled(request, to: slot) else {
      throw TitleFault(.wrongActor)
    }
    return transition
  }

  /// Whether the firm is the one whose right the request names.
  private func isEntitled(_ request: TitleRequest, to slot: UInt32) -> Bool {
    let owner: FirmID
    switch request.actor {
    case .operator, .registry, .court, .clock: return true
    case .warehouse: owner = documents[slot].isBill ? .none : particulars[slot].issuer
    case .carrier: owner = documents[slot].isBill ? particulars[slot].issuer : .none
    case .holder: owner = holder(of: slot)
    case .pledgee: owner = particulars[slot].pledgee
    }
    return request.firm == owner && owner != .none
  }

  /// A document whose number is new: made and issued at once.
  private mutating func issueNew(
    _ request: TitleRequest, at now: Instant, into changes: inout TitleChanges
  ) throws(TitleFault) {
    let draft = request.draft
    guard let transition = transitions.transition(from: .draft, by: .issue) else {
      preconditionFailure("a draft can be issued")
    }
    let actor: TitleActor = draft.isBill ? .carrier : .warehouse
    guard request.actor == actor, request.firm == draft.issuer, draft.issuer != .none else {
      throw TitleFault(.wrongActor)
    }
    guard draft.id == request.document else { throw TitleFault(.dataMissing) }
    try checkComplete(draft)
    try checkPosition(draft)
    guard hasRoom(for: 1), hasRoom(for: draft.holder, in: draft.instrument) else {
      throw TitleFault(.full)
    }
    let slot = add(draft, behind: EndorsementChain())
    perform(transition, of: slot, request, at: now, into: &changes)
  }

  /// Does what has been judged to one document, and enters it in its chain.
  mutating func perform(
    _ transition: TitleTransition, of slot: UInt32, _ request: TitleRequest, at now: Instant,
    into changes: inout TitleChanges
  ) {
    let old = documents[slot].status
    let status = transition.to ?? statusBefore(request.action, of: slot)
    switch request.action {
    case .pledge: particulars[slot].pledgee = request.recipient
    case .release: particulars[slot].pledgee = .none
    case .enforce:
      particulars[slot].pledgee = .none
      setHolder(of: slot, to: request.recipient)
    case .freeze:
      particulars[slot].statusBeforeFreeze = old
      particulars[slot].freezeReason = request.freezeReason
    case .unfreeze: particulars[slot].freezeReason = .none
    case .expire: particulars[slot].statusBeforeExpiry = old
    case .activate: setValidity(of: slot, particulars[slot].validity, request.terms)
    case .renew:
      particulars[slot].digest = request.digest
      setValidity(of: slot, request.validity, request.terms)
    case .issue, .approve, .register, .transfer, .deimmobilise, .withdraw, .loadOut, .giveUp,
      .split, .merge, .convert, .amend, .refuse:
      break
    }
    setStatus(of: slot, status)
    endorse(slot, from: old, request, at: now, into: &changes)
  }

  private func statusBefore(_ action: TitleAction, of slot: UInt32) -> TitleStatus {
    action == .unfreeze
      ? particulars[slot].statusBeforeFreeze : particulars[slot].statusBeforeExpiry
  }

  private mutating func setValidity(
    of slot: UInt32, _ validity: TitleValidity, _ terms: TitleTerms
  ) {
    particulars[slot].validity = validity
    documents[slot].validUntil = validity.saleUntil(marginNanos: terms.marginNanos)
  }

  /// Counts a legal change and enters it in the document's chain.
  mutating func endorse(
    _ slot: UInt32, from old: TitleStatus, _ request: TitleRequest, at now: Instant,
    into changes: inout TitleChanges
  ) {
    documents[slot].version += 1
    let place = changes.add()
    enter(slot, from: old, request, at: now, as: &changes[place])
  }

  private mutating func enter(
    _ slot: UInt32, from old: TitleStatus, _ request: TitleRequest, at now: Instant,
    as change: inout TitleChange
  ) {
    let chain = particulars[slot].chain
    change.endorsement.document = particulars[slot].id
    change.endorsement.digest = particulars[slot].digest
    change.endorsement.previous = chain.head
    change.endorsement.time = now
    change.endorsement.sequence = chain.count + 1
    change.endorsement.version = documents[slot].version
    change.endorsement.firm = request.firm
    change.endorsement.from =
      chain.recipient == .none ? particulars[slot].issuer : chain.recipient
    change.endorsement.to = controller(of: slot)
    change.endorsement.action = request.action
    change.endorsement.actor = request.actor
    change.endorsement.status = documents[slot].status
    change.endorsement.reason = request.reason
    let follows = particulars[slot].chain.append(change.endorsement)
    precondition(follows, "an entry goes on where the chain has come to")
    change.slot = slot
    change.from = old
    change.holder = holder(of: slot)
    change.head = particulars[slot].chain.head
  }
}

extension TitleRequest {
  /// Why a document is frozen: a court's order is one, whatever is said.
  fileprivate var freezeReason: TitleReason { actor == .court ? .court : reason }
}

extension TitleActor {
  /// Whether it acts on the present version, whatever that is: it is the venue's own, or orders it.
  var seesPresentVersion: Bool {
    switch self {
    case .operator, .court, .clock: true
    case .warehouse, .carrier, .registry, .holder, .pledgee: false
    }
  }
}
