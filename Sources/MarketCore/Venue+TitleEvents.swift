import Market
import Memory
import Records
import Titles

/// Who is told of a document's legal change beside the venue: each session once.
struct TitleAudience: BitwiseCopyable {
  /// The asker, the registry, and the firms that hold it, have held it, give, take and have issued it.
  static var most: Int { 7 }
  private var sessions = InlineArray<7, SessionID>(repeating: .venue)
  private(set) var count = 0

  subscript(index: Int) -> SessionID { sessions[index] }

  /// Nobody, who is told anyway as the venue, and who is there already are not added.
  mutating func add(_ session: SessionID) {
    guard session != .venue else { return }
    for index in 0..<count where sessions[index] == session { return }
    precondition(count < Self.most, "there is a place for each of them")
    sessions[count] = session
    count += 1
  }
}

/// What is told of title documents.
extension Venue {
  /// The venue's own records of what the last request has changed, each an entry of its chain.
  mutating func recordTitles(of tradeID: TradeID, into events: inout RecordBuffer) {
    for place in 0..<titleChanges.count {
      let offset = events.append(
        eventHead(.titleChanged, for: .venue), zeroed: TitleChanged.self)
      events[TitleChanged.self, at: offset].fill(titleChanges, place, titles, tradeID)
    }
  }

  /// The same, each followed by what others are told of it.
  mutating func tellTitles(
    _ reference: Text32, from formerHolder: FirmID, into events: inout RecordBuffer
  ) {
    for place in 0..<titleChanges.count {
      var body = TitleChanged()
      body.fill(titleChanges, place, titles, .none)
      body.request = request
      events.append(eventHead(.titleChanged, for: .venue), body: body)
      body.request = 0
      let audience = audience(of: titleChanges[place], formerHolder)
      for index in 0..<audience.count {
        let session = audience[index]
        body.reference = session == cause.session ? reference : Text32()
        body.tierCode = tier(of: session, told: body, titleChanges[place].slot).rawValue
        body.execID = numbers.nextExecID()
        events.append(eventHead(.titleChanged, for: session), body: body)
      }
    }
  }

  private func audience(of change: TitleChange, _ formerHolder: FirmID) -> TitleAudience {
    var audience = TitleAudience()
    // What the clock does comes behind somebody's command, who has no part in it.
    if change.endorsement.actor != .clock { audience.add(cause.session) }
    audience.add(reference.registry)
    audience.add(reference[change.holder].mailbox)
    audience.add(reference[formerHolder].mailbox)
    audience.add(reference[change.endorsement.from].mailbox)
    audience.add(reference[change.endorsement.to].mailbox)
    audience.add(reference[titles.particulars(of: change.slot).issuer].mailbox)
    return audience
  }

  /// Somebody has consented to a change of a document, or taken that back.
  mutating func tellConsent(
    _ consented: TitleConsented, of slot: UInt32, _ reference: Text32,
    into events: inout RecordBuffer
  ) {
    var body = consented
    body.request = request
    events.append(eventHead(.titleConsented, for: .venue), body: body)
    body.request = 0
    var audience = TitleAudience()
    audience.add(cause.session)
    audience.add(self.reference[body.holder].mailbox)
    for index in 0..<audience.count {
      let session = audience[index]
      body.reference = session == cause.session ? reference : Text32()
      body.tierCode = tier(of: session, to: slot).rawValue
      body.execID = numbers.nextExecID()
      events.append(eventHead(.titleConsented, for: session), body: body)
    }
  }
}

extension TitleChanged {
  /// Fills in what it says of a change, where it says nothing yet.
  fileprivate mutating func fill(
    _ changes: borrowing TitleChanges, _ place: Int, _ titles: borrowing TitleRegister,
    _ tradeID: TradeID
  ) {
    let slot = changes[place].slot
    document = changes[place].endorsement.document
    digest = changes[place].endorsement.digest
    previous = changes[place].endorsement.previous
    head = changes[place].head
    if let parent = titles.parent(of: slot) { self.parent = titles.id(of: parent) }
    netWeight = titles[slot].netWeight
    self.tradeID = tradeID
    validUntil = titles[slot].validUntil
    instrument = titles.instrument(of: slot)
    warehouse = titles[slot].warehouse
    holder = changes[place].holder
    firm = changes[place].endorsement.firm
    fromFirm = changes[place].endorsement.from
    toFirm = changes[place].endorsement.to
    endorsementSeq = changes[place].endorsement.sequence
    version = changes[place].endorsement.version
    actionCode = changes[place].endorsement.action.rawValue
    actorCode = changes[place].endorsement.actor.rawValue
    fromStatusCode = changes[place].from.rawValue
    statusCode = changes[place].endorsement.status.rawValue
    reasonCode = changes[place].endorsement.reason.rawValue
    docType = titles[slot].docType
    encumbranceCode = titles[slot].encumbrance.rawValue
    endorsementCode = changes[place].endorsement.action.endorsementCode?.rawValue ?? 0
    tierCode = DisclosureTier.supervisor.rawValue
  }
}
