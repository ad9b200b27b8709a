import Market
import Titles

/// Legal changes that are made: what they are called in the documents' chains, and what follows from them.
extension NaiveSettlement {
  func legal(_ number: Int) -> NaiveTitles.Document {
    titles.documents[SettlementNames.document(number)] ?? NaiveTitles.Document(TitleDraft())
  }

  mutating func change(_ asked: TitleRequest, _ named: NamedTitle) throws(NoticeFault) {
    let parts = named.parts.map(SettlementNames.part)
    let former =
      documents.indices.contains(named.document - 1) ? legal(named.document).holder : .none
    let before = titles.documents
    var outcome = judge(asked, parts)
    if case .cancelFirst(let order) = outcome {
      end(order: Int(order))
      outcome = judge(asked, parts)
    }
    if case .refused(let refusal, let part) = outcome { throw NoticeFault(refusal, part: part) }
    let made = named.parts.map(\.document).filter { $0 > documents.count }
    let single = asked.action == .issue ? named.document : named.newDocument
    for number in made + (single > documents.count ? [single] : []) {
      documents.append(NaiveDocument(number: number, of: asked, parent: parent(named.document)))
    }
    let others = asked.action == .merge ? named.parts.map(\.document) : []
    let fresh = asked.action == .issue ? [] : made + (single > 0 ? [single] : [])
    for number in [named.document] + others + fresh {
      let old = before[SettlementNames.document(number)]?.status ?? .draft
      tell(number, asked, from: old, former: former, session: named.session)
    }
    if asked.action == .freeze { stopTrade(of: named.document) }
  }

  private func parent(_ number: Int) -> NaiveDocument? {
    documents.indices.contains(number - 1) ? documents[number - 1] : nil
  }

  /// What the documents permit, with orders and trades as they stand.
  private mutating func judge(_ asked: TitleRequest, _ parts: [TitlePart]) -> TitleOutcome {
    titles.now = Instant(nanoseconds: now)
    for document in documents {
      let id = SettlementNames.document(document.number)
      switch document.claim {
      case .free: titles.documents[id]?.claim = 0
      case .order(let order):
        titles.documents[id]?.claim = 5
        titles.documents[id]?.claimant = UInt32(order)
      case .trade: titles.documents[id]?.claim = 6
      }
    }
    return titles.change(asked, parts)
  }

  /// An order ends because of a document that backs it.
  mutating func end(order number: Int) {
    guard let order = orders[number] else { return object("order \(number) backs nothing") }
    for document in order.documents { documents[document - 1].claim = .free }
    orders[number]?.documents = []
    orders[number]?.status = .canceled
    lines.append(.ended(number, to: order.terms.firm))
  }

  /// Enters a change in the document's chain: from whom it came to whom.
  mutating func enter(_ number: Int, _ asked: TitleRequest, from old: TitleStatus) -> TitleStep {
    let legal = self.legal(number)
    let controller = legal.pledgee == .none ? legal.holder : legal.pledgee
    let document = documents[number - 1]
    documents[number - 1].entries += 1
    documents[number - 1].controller = controller
    if document.claim != .free, case .trade = document.claim { passedOver.insert(number) }
    return TitleStep(
      document: document, legal: legal, asked: asked, from: old,
      giver: document.controller ?? legal.issuer, taker: controller, request: request)
  }

  private mutating func tell(
    _ number: Int, _ asked: TitleRequest, from old: TitleStatus, former: FirmID, session: Int
  ) {
    let step = enter(number, asked, from: old)
    let legal = self.legal(number)
    let sessions =
      [session, SettlementMarket.registry]
      + [legal.holder, former, step.giver, step.taker, legal.issuer].map(mailbox)
    for session in audience(sessions) { lines.append(.title(step, trade: 0, to: session)) }
  }

  /// A trade of which a document is frozen stands still.
  private mutating func stopTrade(of number: Int) {
    guard case .trade(let trade) = documents[number - 1].claim else { return }
    if self[trade].state.isBeforeDelivery { dispute(trade, .documentFrozen) }
  }

  func hasFrozen(_ trade: Int) -> Bool {
    self[trade].documents.contains {
      legal($0).status == .frozen && documents[$0 - 1].claim == .trade(trade)
    }
  }
}

/// Documents whose time ends.
extension NaiveSettlement {
  /// Those that wait for their end, the first to end first; one that settles is passed over once, and waits
  /// again behind its trade.
  private var ending: [Int] {
    documents.map(\.number).filter { number in
      let legal = self.legal(number)
      return [.active, .pledged, .frozen].contains(legal.status) && legal.until != .none
        && legal.until.nanoseconds < now && !passedOver.contains(number)
    }
    .sorted { (legal($0).until, $0) < (legal($1).until, $1) }
  }

  var hasEndingTitle: Bool { !ending.isEmpty }

  mutating func expireTitle() {
    for number in ending {
      if case .trade = documents[number - 1].claim {
        passedOver.insert(number)
        continue
      }
      var asked = TitleRequest()
      asked.document = SettlementNames.document(number)
      asked.action = .expire
      asked.actor = .clock
      do throws(NoticeFault) {
        var named = NamedTitle()
        named.document = number
        try change(asked, named)
      } catch {
        object("document \(number) does not expire")
      }
      return
    }
  }

  /// A document's trade is over: it is free, and its time counts again.
  mutating func free(_ number: Int) {
    documents[number - 1].claim = .free
    passedOver.remove(number)
  }
}

/// A title document, beside what the law knows of it.
struct NaiveDocument {
  enum Claim: Equatable { case free, order(Int), trade(Int) }
  let number: Int
  var instrument: Int
  /// When it was stored: the first ones are sold first.
  var storedFrom: Int
  /// 1/10,000 CNY.
  var premium: Int64
  var parent = 0
  var claim = Claim.free
  /// The trade that it came by last, and whether it is still to be weighed.
  var deliveredIn = 0
  var awaitsWeight = false
  /// Entries of its chain, and who has controlled it since the last one.
  var entries = 0
  var controller: FirmID?

  init(number: Int, instrument: Int) {
    self.number = number
    self.instrument = instrument
    storedFrom = number
    premium = Int64(number % 3) * 10_000
  }

  /// One that a request has made.
  init(number: Int, of asked: TitleRequest, parent: NaiveDocument?) {
    self.number = number
    instrument = parent?.instrument ?? 0
    storedFrom = 0
    premium = asked.draft.premium.tenThousandths
    if asked.draft.instrument != .none {
      instrument = Int(asked.draft.instrument.rawValue) - 1
    }
    guard asked.action != .issue, let parent else { return }
    self.parent = parent.number
    controller = parent.controller
    if asked.action == .split {
      storedFrom = parent.storedFrom
      premium = parent.premium
    }
  }

  static func premium(of ask: TitleAsk) -> Price {
    Price(tenThousandths: ask.fault == .premium ? SettlementMarket.highestPremium + 1 : 10_000)
  }

  /// What it costs at a price, for some weight: fen, half a fen up.
  func amount(at price: Int64, weight: Int64) -> Int64 {
    ((price + premium) * weight + 50_000) / 100_000
  }
}
