import Market
import Memory
import Records
import Titles

/// Legal changes of title documents, all but the transfer, which belongs to a trade: market rules 2.1. The
/// register judges and performs them; here stands who may ask for what, and what follows for orders and
/// trades.
extension Venue {
  /// A change is asked for, or consented to: by a session in its role, or by the operator's hand.
  mutating func requestTitle(_ command: RawSpan, into events: inout RecordBuffer) {
    guard cause.session == .venue || reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    var refused = NoticeRefused()
    defer { request = 0 }
    do throws(NoticeFailure) {
      let body = try notice(RequestTitle.self, command)
      refused.reference = body.reference
      refused.request = cause.session == .venue ? body.request : 0
      request = refused.request
      guard let purpose = TitlePurpose(rawValue: body.purposeCode) else {
        throw NoticeFailure(.invalidValue)
      }
      let asked = try titleRequest(body)
      switch purpose {
      case .change: try change(asked, body, command, into: &events)
      case .consent: try consent(asked, body, isGiven: true, into: &events)
      case .takeBack: try consent(asked, body, isGiven: false, into: &events)
      }
    } catch {
      refuse(refused, error, into: &events)
    }
  }

  private mutating func change(
    _ asked: TitleRequest, _ body: RequestTitle, _ command: RawSpan,
    into events: inout RecordBuffer
  ) throws(NoticeFailure) {
    let count = try partCount(body.partCount, behind: RequestTitle.self)
    let parts = titleParts(of: command, count, behind: RequestTitle.self)
    try perform(asked, parts.span.extracting(0..<count), body.reference, into: &events)
  }

  /// How many documents follow a body; refused where there are more than a change may have, or fewer bytes.
  func partCount<Body: BitwiseCopyable>(_ count: UInt16, behind type: Body.Type)
    throws(NoticeFailure) -> Int
  {
    let length = MemoryLayout<Body>.size + Int(count) * MemoryLayout<RequestedPart>.size
    guard Int(count) <= TitlePart.most, Int(cause.bodyLength) >= length else {
      throw NoticeFailure(.wrongPartCount)
    }
    return Int(count)
  }

  /// The documents that follow a body.
  func titleParts<Body: BitwiseCopyable>(
    of command: RawSpan, _ count: Int, behind type: Body.Type
  ) -> InlineArray<64, TitlePart> {
    var parts = InlineArray<64, TitlePart>(repeating: TitlePart())
    for index in 0..<count {
      parts[index] = TitlePart(command.loadTrailing(RequestedPart.self, index, behind: type))
    }
    return parts
  }

  /// Has the register do what is asked for. An order that the document backs is cancelled first where the
  /// change may not wait for it; a trade that it settles in stands still where it is frozen.
  mutating func perform(
    _ asked: TitleRequest, _ parts: Span<TitlePart>, _ reference: Text32,
    into events: inout RecordBuffer
  ) throws(NoticeFailure) {
    let known = titles.count
    let formerHolder = titles.slot(of: asked.document).map { titles.holder(of: $0) } ?? .none
    var outcome = titles.change(asked, parts: parts, at: now, into: &titleChanges)
    if case .cancelFirst(let order) = outcome {
      if orders[order].isOfAuction {
        withdrawFromAuction(order, into: &events)
      } else {
        cancel(order, reason: Execution.other, into: &events)
      }
      outcome = titles.change(asked, parts: parts, at: now, into: &titleChanges)
    }
    if case .refused(let refusal, let part) = outcome {
      throw NoticeFailure(refusal, part: part)
    }
    precondition(outcome == .done, "with its order cancelled a document is free")
    for place in 0..<titleChanges.count { countStored(titleChanges[place].slot) }
    for slot in known..<titles.count {
      self.reference[titles.instrument(of: slot)].documents += 1
    }
    tellTitles(reference, from: formerHolder, into: &events)
    if asked.action == .freeze { stopTrade(of: asked.document, into: &events) }
  }

  /// A document that is frozen is not delivered: its trade stands still until the operator decides.
  private mutating func stopTrade(of document: TitleDocID, into events: inout RecordBuffer) {
    guard let slot = titles.slot(of: document), titles[slot].encumbrance == .settling else {
      return
    }
    let trade = titles[slot].claimant
    if trades[trade].state.isBeforeDelivery { dispute(trade, .documentFrozen, into: &events) }
  }

  /// Notes what lets another ask for a change, as long as the document is of that version.
  private mutating func consent(
    _ asked: TitleRequest, _ body: RequestTitle, isGiven: Bool, into events: inout RecordBuffer
  ) throws(NoticeFailure) {
    guard let slot = titles.slot(of: asked.document) else {
      throw NoticeFailure(.unknownDocument as TitleActionRefusal)
    }
    let document = titles[slot]
    guard asked.version ?? document.version == document.version,
      asked.version != nil || cause.session == .venue
    else { throw NoticeFailure(.wrongVersion) }
    guard titles.allows(asked.action, of: slot) else {
      throw NoticeFailure(.wrongState as TitleActionRefusal)
    }
    let kind = try kind(of: asked, to: slot)
    var given = consents.given(to: slot, at: document.version)
    if isGiven {
      given.insert(kind, by: asked.firm)
    } else {
      given.remove(kind, by: asked.firm)
    }
    consents.set(given, of: slot)
    var consented = TitleConsented()
    consented.document = asked.document
    consented.holder = titles.holder(of: slot)
    consented.firm = asked.firm
    consented.version = document.version
    consented.actionCode = asked.action.rawValue
    consented.actorCode = asked.actor.rawValue
    consented.isGiven = isGiven ? 1 : 0
    consented.statusCode = document.status.rawValue
    consented.instrument = titles.instrument(of: slot)
    tellConsent(consented, of: slot, body.reference, into: &events)
  }

  /// What it is that somebody says to a change, and whether it is theirs to say.
  private func kind(of asked: TitleRequest, to slot: UInt32) throws(NoticeFailure)
    -> TitleConsents
  {
    switch (asked.action, asked.actor) {
    case (.pledge, .pledgee) where asked.firm != titles.holder(of: slot): return .pledgeeAccepts
    case (.withdraw, .warehouse), (.withdraw, .carrier):
      guard asked.firm == titles.particulars(of: slot).issuer else { break }
      return .warehouseSigns
    case (.convert, .warehouse), (.convert, .carrier): return .warehouseSigns
    case (.enforce, .registry): return .defaultDeclared
    default: break
    }
    throw NoticeFailure(.wrongActor)
  }
}

extension TitlePart {
  fileprivate init(_ part: RequestedPart) {
    self.init()
    document = part.document
    digest = part.digest
    position = part.position
    netWeight = part.netWeight
    version = part.version
  }
}
