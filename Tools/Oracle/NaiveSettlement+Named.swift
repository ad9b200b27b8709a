import Market
import Titles

/// What a request about a document means, as things stand before it.
extension NaiveSettlement {
  func named(_ ask: TitleAsk) -> NamedTitle {
    var named = NamedTitle()
    let fresh = documents.count + 1
    named.document = document(of: ask) ?? (ask.action == .issue ? fresh : documents.count)
    let legal = documents.indices.contains(named.document - 1) ? legal(named.document) : nil
    name(ask.asker, of: ask, legal, &named)
    if named.session > 0, let legal, ask.fault != .noVersion {
      named.version = Int(legal.version) + (ask.fault == .version ? 1 : 0)
    }
    named.digest = ask.fault == .digest ? 0 : named.document
    if ask.fault == .digest && ask.action == .register { named.digest = 1_000_000 }
    named.position = ask.fault == .position ? 1 : fresh
    let weight = legal?.weight ?? SettlementMarket.unit
    named.weight = ask.fault == .weight ? weight - 1 : weight
    switch ask.action {
    case .issue where legal == nil:
      named.holder = 1 + fresh % SettlementMarket.dealers
      named.instrument = ask.isBill ? market.instruments.count - 1 : 0
      if ask.fault == .weight { named.weight = 0 }
    case .split, .convert:
      let count = ask.fault == .partCount ? 0 : ask.action == .split ? ask.parts : 1
      named.parts = parts(count, of: named.weight, from: ask.fault == .number ? 1 : fresh)
    case .merge: nameOthers(ask, legal, fresh, &named)
    case .amend:
      named.newDocument = ask.fault == .number ? 1 : fresh
      named.digest = named.newDocument
    default: break
    }
    return named
  }

  /// The document that is asked about; nil where none would do.
  private func document(of ask: TitleAsk) -> Int? {
    switch ask.which {
    case .number(let number):
      return ask.action == .issue && !documents.indices.contains(number - 1) ? nil : number
    case .settling(let place):
      let settling = documents.filter { if case .trade = $0.claim { true } else { false } }
      return settling.isEmpty ? nil : settling[place % settling.count].number
    case .possible(let place):
      let possible = documents.map(\.number).filter {
        NaiveTitles.permits(ask.action, from: legal($0).status)
      }
      return possible.isEmpty ? nil : possible[place % possible.count]
    }
  }

  private func name(
    _ asker: TitleAsk.Asker, of ask: TitleAsk, _ legal: NaiveTitles.Document?,
    _ named: inout NamedTitle
  ) {
    switch asker {
    case .session(let session): named.session = session
    case .hand(let actor):
      named.actor = actor
      if legal == nil { named.firm = SettlementMarket.keeper }
    case .entitled: named.session = entitled(ask, legal)
    }
  }

  /// Who may do this; zero where it is the operator.
  private func entitled(_ ask: TitleAsk, _ legal: NaiveTitles.Document?) -> Int {
    if ask.purpose != .change && ask.action == .pledge {
      return SettlementMarket.mailbox(of: ask.recipient)
    }
    if ask.purpose != .change && ask.action == .withdraw { return SettlementMarket.warehouse }
    if ask.purpose != .change && ask.action == .enforce { return SettlementMarket.registry }
    switch ask.action {
    case .approve, .activate, .refuse, .expire: return 0
    case .register, .split, .merge, .freeze, .unfreeze, .transfer:
      return SettlementMarket.registry
    case .issue, .renew, .loadOut, .giveUp, .convert, .amend: return SettlementMarket.warehouse
    case .pledge, .withdraw, .deimmobilise: return mailbox(legal?.holder ?? .none)
    case .release, .enforce: return mailbox(legal?.pledgee ?? .none)
    }
  }

  /// New documents of equal weight, the last one with the rest.
  private func parts(_ count: Int, of weight: Int64, from first: Int) -> [NamedPart] {
    (0..<count).map { place in
      let each = weight / Int64(count)
      let rest = place == count - 1 ? weight - each * Int64(count) : 0
      return NamedPart(document: first + place, position: first + place, weight: each + rest)
    }
  }

  /// Others of the same holder and kind that are merged with one.
  private func nameOthers(
    _ ask: TitleAsk, _ legal: NaiveTitles.Document?, _ fresh: Int, _ named: inout NamedTitle
  ) {
    named.newDocument = ask.fault == .number ? 1 : fresh
    named.digest = named.newDocument
    let own = documents.indices.contains(named.document - 1) ? documents[named.document - 1] : nil
    let others = documents.filter { other in
      let law = self.legal(other.number)
      return other.number != named.document && law.status == legal?.status
        && (ask.fault == .recipient || law.holder == legal?.holder)
        && other.instrument == own?.instrument
    }
    let count = ask.fault == .partCount ? 0 : max(1, ask.parts - 1)
    named.parts = others.prefix(count).map {
      let law = self.legal($0.number)
      return NamedPart(
        document: $0.number, weight: law.weight,
        version: Int(law.version) + (ask.fault == .late ? 1 : 0))
    }
    named.weight += named.parts.reduce(0) { $0 + $1.weight }
  }
}

extension TitleAsk {
  /// The dates of a document that is issued or renewed.
  func validity(at now: Int64) -> TitleValidity {
    var validity = TitleValidity()
    guard action == .renew || action == .issue else { return validity }
    let seconds = Int64(fault == .late ? -1 : self.seconds)
    validity.storedUntil = Instant(nanoseconds: now + seconds * 1_000_000_000)
    if fault == .fee { validity.feePaidTo = Instant(nanoseconds: now - 1) }
    return validity
  }
}

/// The documents that are there at the beginning.
extension SettlementMarket {
  /// Document n stands at n - 1: those that trade, and behind them some that are registered only.
  func drafts(from now: Int64) -> [TitleDraft] {
    var drafts: [TitleDraft] = []
    for instrument in instruments.indices {
      for dealer in 1...Self.dealers {
        for _ in 0..<Self.documents {
          let number = drafts.count + 1
          var draft = draft(number, of: instrument, weight: 9_800 + Int64(number * 37 % 401))
          draft.holder = FirmID(rawValue: UInt32(dealer))
          draft.validity = Self.validity(number, from: now)
          drafts.append(draft)
        }
      }
    }
    for place in 0..<24 {
      let instrument = place % 6 >= 3 ? instruments.count - 1 : 0
      var draft = draft(drafts.count + 1, of: instrument, weight: 9_900 + Int64(place % 7) * 50)
      draft.holder = FirmID(rawValue: UInt32(1 + place / 6))
      if place % 4 == 3 { draft.flags.remove(.splittable) }
      drafts.append(draft)
    }
    return drafts
  }

  private func draft(_ number: Int, of instrument: Int, weight: Int64) -> TitleDraft {
    var draft = TitleDraft()
    draft.id = SettlementNames.document(number)
    draft.digest = SettlementNames.digest(number)
    draft.position = SettlementNames.position(number)
    draft.netWeight = Quantity(thousandths: weight)
    draft.premium = Price(tenThousandths: Int64(number % 3) * 10_000)
    draft.storedFrom = Instant(nanoseconds: Int64(number))
    draft.instrument = InstrumentID(rawValue: UInt32(instrument + 1))
    draft.issuer = FirmID(rawValue: UInt32(Self.keeper))
    draft.warehouse = instruments[instrument].isBill ? 0 : 1
    draft.docType = UInt8(ascii: instruments[instrument].isBill ? "B" : "R")
    draft.flags = SettlementNames.flags
    return draft
  }

  private static func validity(_ number: Int, from now: Int64) -> TitleValidity {
    var validity = TitleValidity()
    func instant(_ seconds: Int) -> Instant {
      Instant(nanoseconds: now + Int64(seconds) * 1_000_000_000)
    }
    if number % 5 == 0 { validity.storedUntil = instant(20 + number * 7 % 200) }
    if number % 7 == 0 { validity.feePaidTo = instant(10 + number * 11 % 150) }
    return validity
  }

  /// The state of document n at the beginning.
  static func status(ofDraft number: Int) -> TitleStatus {
    number <= SettlementMarket().instruments.count * dealers * documents ? .active : .registered
  }
}
