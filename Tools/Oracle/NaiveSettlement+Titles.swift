import Market
import Titles

/// What the venue judges of legal changes of documents: who may ask for them, what others have said before,
/// and what follows for orders and trades. What the documents themselves permit `NaiveTitles` says.
extension NaiveSettlement {
  mutating func askTitle(_ ask: TitleAsk, _ named: NamedThings) {
    request = named.title.session == 0 ? named.number : 0
    do throws(NoticeFault) {
      let asked = try self.request(ask, named.title)
      switch ask.purpose {
      case .change: try change(asked, named.title)
      case .consent: try consent(asked, named.title, isGiven: true)
      case .takeBack: try consent(asked, named.title, isGiven: false)
      }
    } catch {
      lines.append(.refused(error, NamedThings(number: 0), state: 0, to: named.title.session))
    }
    request = 0
  }

  /// The operator's word, or that of the registry's session.
  mutating func grade(_ terms: GradeTerms, number: Int) {
    let grade = terms.grade
    let isGrade = (UInt8(ascii: "A")...UInt8(ascii: "D")).contains(grade)
    if terms.session != 0 {
      if terms.session != SettlementMarket.registry {
        return refuse(.notAddressed, to: terms.session)
      }
      if !isGrade { return refuse(.invalidValue, to: terms.session) }
      if !terms.isKnown { return refuse(.unknownWarehouse, to: terms.session) }
    }
    guard isGrade else {
      return lines.append(.refused(.invalidValue, detail: Int(grade), request: number))
    }
    guard terms.isKnown else {
      return lines.append(.refused(.unknownWarehouse, detail: 0, request: number))
    }
    for session in audience([terms.session, SettlementMarket.warehouse]) {
      let request = session == 0 && terms.session == 0 ? number : 0
      lines.append(.graded(from: warehouseGrade, to: grade, request: request, for: session))
    }
    warehouseGrade = grade
  }

  /// A request as the register takes it: who acts by whose right, and what the venue knows beside.
  private func request(_ ask: TitleAsk, _ named: NamedTitle) throws(NoticeFault) -> TitleRequest {
    let known = documents.indices.contains(named.document - 1)
    let legal = known ? self.legal(named.document) : nil
    var asked = TitleRequest()
    asked.document = SettlementNames.document(named.document)
    asked.version = named.version.map { UInt32($0) }
    if named.session == 0, asked.version == nil { asked.version = legal?.version }
    asked.action = ask.action
    asked.reason = ask.reason
    asked.digest = named.digest == 0 ? .none : SettlementNames.digest(named.digest)
    asked.validity = ask.validity(at: now)
    asked.actor = try actor(ask, named, legal)
    asked.firm = firm(as: asked.actor, named, legal)
    asked.recipient = FirmID(rawValue: UInt32(ask.recipient))
    if ask.action == .enforce && ask.recipient == 0 { asked.recipient = asked.firm }
    let makes: [TitleAction] = [.issue, .merge, .convert, .amend]
    if ask.purpose == .change && makes.contains(ask.action) && (ask.action != .issue || !known) {
      asked.draft = try draft(ask, named, asked)
    }
    asked.terms = terms(ask.action, legal, asked.draft)
    asked.consents = consents(to: asked, named.document, legal)
    if named.session == 0 { asked.consents.formUnion(TitleConsents(rawValue: ask.consents)) }
    return asked
  }

  private func actor(_ ask: TitleAsk, _ named: NamedTitle, _ legal: NaiveTitles.Document?)
    throws(NoticeFault) -> TitleActor
  {
    let isBill = legal?.isBill ?? ask.isBill
    switch named.session {
    case 0:
      guard named.actor != .clock else { throw NoticeFault(.invalidValue) }
      return named.actor
    case 1...SettlementMarket.dealers: return .holder
    case SettlementMarket.registry: return .registry
    case SettlementMarket.warehouse: return isBill ? .carrier : .warehouse
    case SettlementMarket.banks[0], SettlementMarket.banks[1]:
      let firm = SettlementMarket.bankFirms[named.session - SettlementMarket.banks[0]]
      return Int(legal?.holder.rawValue ?? 0) == firm ? .holder : .pledgee
    default: throw NoticeFault(.notAddressed)
    }
  }

  private func firm(
    as actor: TitleActor, _ named: NamedTitle, _ legal: NaiveTitles.Document?
  ) -> FirmID {
    if [.operator, .registry, .court, .clock].contains(actor) { return .none }
    guard named.session == 0 else {
      return FirmID(rawValue: UInt32(SettlementMarket.firm(of: named.session)))
    }
    guard let legal, named.firm == 0 else { return FirmID(rawValue: UInt32(named.firm)) }
    switch actor {
    case .holder: return legal.holder
    case .pledgee: return legal.pledgee
    default: return legal.issuer
    }
  }

  /// What is to be made, with what the venue itself asks of it.
  private func draft(_ ask: TitleAsk, _ named: NamedTitle, _ asked: TitleRequest)
    throws(NoticeFault) -> TitleDraft
  {
    var draft = TitleDraft()
    draft.id = SettlementNames.document(
      ask.action == .issue ? named.document : named.newDocument)
    draft.digest = asked.digest
    draft.position = SettlementNames.position(named.position)
    draft.validity = ask.validity(at: now)
    draft.netWeight = Quantity(thousandths: named.weight)
    draft.premium = NaiveDocument.premium(of: ask)
    draft.docType = UInt8(ascii: ask.isBill ? "B" : "R")
    draft.flags = TitleFlags(rawValue: ask.flags)
    if ask.action == .issue {
      draft.issuer = asked.firm
      draft.holder = FirmID(rawValue: UInt32(named.holder))
    }
    if ask.action == .issue || ask.action == .convert {
      draft.instrument = InstrumentID(rawValue: UInt32(named.instrument + 1))
    }
    if !ask.isBill && (ask.action == .issue || ask.action == .convert) {
      draft.warehouse = 1
      guard ask.action != .issue || asked.firm.rawValue == UInt32(SettlementMarket.keeper) else {
        throw NoticeFault(.wrongActor as TitleActionRefusal)
      }
      if ask.action == .convert {
        draft.issuer = FirmID(rawValue: UInt32(SettlementMarket.keeper))
      }
    }
    try check(draft, ask, named)
    return draft
  }

  private func check(_ draft: TitleDraft, _ ask: TitleAsk, _ named: NamedTitle)
    throws(NoticeFault)
  {
    var instrument = named.instrument
    if draft.instrument == .none {
      guard documents.indices.contains(named.document - 1) else { return }
      instrument = documents[named.document - 1].instrument
    }
    guard draft.premium.tenThousandths <= SettlementMarket.highestPremium else {
      throw NoticeFault(.invalidValue)
    }
    guard market.instruments[instrument].isBill == ask.isBill || ask.action == .merge else {
      throw NoticeFault(.wrongDocType as TitleActionRefusal)
    }
  }

  private func terms(
    _ action: TitleAction, _ legal: NaiveTitles.Document?, _ draft: TitleDraft
  ) -> TitleTerms {
    var terms = TitleTerms()
    guard legal != nil || draft.instrument != .none else { return terms }
    let tolerance = SettlementMarket.unit * SettlementMarket.toleranceBasisPoints / 10_000
    terms.lightest = Quantity(thousandths: SettlementMarket.unit - tolerance)
    terms.leastPart = Quantity(thousandths: SettlementMarket.leastPart)
    terms.heaviest = Quantity(thousandths: SettlementMarket.unit + tolerance)
    let worst = UInt8(ascii: action == .approve ? "B" : "C")
    let isStored = (legal?.warehouse ?? draft.warehouse) != 0
    terms.isWarehouseCompliant = !isStored || warehouseGrade <= worst
    return terms
  }

  /// What others have said to this, for the version that the document has.
  private func consents(
    to asked: TitleRequest, _ number: Int, _ legal: NaiveTitles.Document?
  ) -> TitleConsents {
    guard let legal, let given = given[number], given.version == legal.version else { return [] }
    var all = TitleConsents()
    switch asked.action {
    case .pledge where given.pledgee == asked.recipient: all.insert(.pledgeeAccepts)
    case .withdraw where given.signs != nil: all.insert(.warehouseSigns)
    case .convert where given.signs == asked.draft.issuer: all.insert(.warehouseSigns)
    case .enforce where given.declaresDefault: all.insert(.defaultDeclared)
    default: break
    }
    return all
  }

  /// Somebody says what lets another ask, or takes back what itself has said.
  private mutating func consent(_ asked: TitleRequest, _ named: NamedTitle, isGiven: Bool)
    throws(NoticeFault)
  {
    guard documents.indices.contains(named.document - 1) else {
      throw NoticeFault(.unknownDocument as TitleActionRefusal)
    }
    let legal = self.legal(named.document)
    guard asked.version ?? legal.version == legal.version,
      asked.version != nil || named.session == 0
    else { throw NoticeFault(.wrongVersion as TitleActionRefusal) }
    guard NaiveTitles.permits(asked.action, from: legal.status) else {
      throw NoticeFault(.wrongState as TitleActionRefusal)
    }
    var said = given[named.document] ?? NaiveConsents()
    if said.version != legal.version { said = NaiveConsents(version: legal.version) }
    let isKeeper = asked.actor == .warehouse || asked.actor == .carrier
    switch asked.action {
    case .pledge where asked.actor == .pledgee && asked.firm != legal.holder:
      said.pledgee = isGiven ? asked.firm : said.pledgee == asked.firm ? nil : said.pledgee
    case .withdraw where isKeeper && asked.firm == legal.issuer, .convert where isKeeper:
      said.signs = isGiven ? asked.firm : said.signs == asked.firm ? nil : said.signs
    case .enforce where asked.actor == .registry: said.declaresDefault = isGiven
    default: throw NoticeFault(.wrongActor as TitleActionRefusal)
    }
    given[named.document] = said
    for session in audience([named.session, mailbox(legal.holder)]) {
      lines.append(
        .consented(named.document, asked, legal, isGiven: isGiven, request: request, to: session))
    }
  }

  func mailbox(_ firm: FirmID) -> Int { SettlementMarket.mailbox(of: Int(firm.rawValue)) }

  /// The venue itself, and each other one once.
  func audience(_ sessions: [Int]) -> [Int] {
    var told = [0]
    for session in sessions where !told.contains(session) { told.append(session) }
    return told
  }
}

/// What others let happen to a document, as long as it is of that version.
struct NaiveConsents {
  var version: UInt32 = 0
  var pledgee: FirmID?
  /// The warehouse that signs.
  var signs: FirmID?
  var declaresDefault = false
}
