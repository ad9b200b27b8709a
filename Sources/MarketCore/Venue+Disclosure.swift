import Market
import Memory
import Records
import Titles

/// Who a session is to a document, and to what a firm has: rule book Art. 22.
extension Venue {
  /// What its role alone makes of it.
  func tier(of session: SessionID) -> DisclosureTier {
    switch reference[session].role {
    case .registry, .clearing, .supervisor, .operator: .supervisor
    case .marketData: .everybody
    case .dealer, .broker, .marketMaker, .warehouse, .bank, .dropCopy: .dealer
    }
  }

  /// To what a firm has.
  func tier(of session: SessionID, to firm: FirmID) -> DisclosureTier {
    let tier = tier(of: session)
    return tier == .dealer && mayTrade(session) && reference[session].firm == firm ? .owner : tier
  }

  /// As the register has the document now.
  func tier(of session: SessionID, to slot: UInt32) -> DisclosureTier {
    let tier = tier(of: session)
    guard tier == .dealer else { return tier }
    let session = reference[session]
    let particulars = titles.particulars(of: slot)
    let keeper = reference.warehouses[titles[slot].warehouse].firm
    switch session.firm {
    case titles.holder(of: slot), particulars.issuer, keeper: return .owner
    case particulars.pledgee: return .pledgee
    default: return .dealer
    }
  }

  /// Who acts learns of its own change what it did before: who realises a pledge has none behind it.
  func tier(of session: SessionID, told change: TitleChanged, _ slot: UInt32) -> DisclosureTier {
    let tier = tier(of: session, to: slot)
    guard tier == .dealer, session == cause.session else { return tier }
    return change.actorCode == TitleActor.pledgee.rawValue ? .pledgee : .owner
  }
}
