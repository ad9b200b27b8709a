public import Market
import Memory
import Titles

/// A title document with what the venue knows of it, codes in the place of numbers.
public struct TitleView: Equatable, Sendable {
  public var id = TitleDocID()
  public var status = TitleStatus.draft
  /// The sell order that it backs; none where it backs none.
  public var order = OrderID.none
  /// The trade that it settles in; none where it settles in none.
  public var trade = TradeID.none
  public var symbol = Symbol()
  public var holder = CompID()
  /// Who controls it in pledge; empty where nobody does.
  public var pledgee = CompID()
  /// The warehouse or the carrier that has issued it; empty where that is not known.
  public var issuer = CompID()
  /// Where the goods are; empty of a bill of lading.
  public var warehouse = CompID()
  public var position = TitlePosition()
  /// TitleVersion(7708).
  public var version: UInt32 = 0
  public var netWeight = Quantity.zero
  public var premium = Price.zero
  public var flags = TitleFlags()
  public var storedFrom = Instant.none
  /// None without a limit, here and below.
  public var storedUntil = Instant.none
  public var feePaidTo = Instant.none
  public var certificateUntil = Instant.none
  /// The last instant at which it may be sold.
  public var soldUntil = Instant.none
  /// The document that it has come from, and the first that has taken its place; empty where there is none.
  public var parent = TitleDocID()
  public var successor = TitleDocID()
  public var digest = Digest256.none
  /// How many entries its chain has since it was admitted, and the digest of the last one.
  public var endorsements: UInt32 = 0
  public var head = Digest256.none
  public init() {}
}

extension Venue {
  /// A title document as it is now; nil where there is none of that number.
  public func title(_ id: TitleDocID) -> TitleView? {
    guard let slot = titles.slot(of: id) else { return nil }
    var view = TitleView()
    addDocument(slot, to: &view)
    addParticulars(of: slot, to: &view)
    return view
  }

  private func addDocument(_ slot: UInt32, to view: inout TitleView) {
    let document = titles[slot]
    view.status = document.status
    switch document.encumbrance {
    case .free: break
    case .reserved: view.order = orders[document.claimant].orderID
    case .settling: view.trade = trades[document.claimant].tradeID
    }
    view.symbol = reference[titles.instrument(of: slot)].symbol
    view.holder = code(of: titles.holder(of: slot))
    view.warehouse = reference.warehouses[document.warehouse].code
    view.version = document.version
    view.netWeight = document.netWeight
    view.premium = document.premium
    view.flags = document.flags
    view.storedFrom = document.storedFrom
    view.soldUntil = document.validUntil
  }

  private func addParticulars(of slot: UInt32, to view: inout TitleView) {
    let held = titles.particulars(of: slot)
    view.id = held.id
    view.pledgee = code(of: held.pledgee)
    view.issuer = code(of: held.issuer)
    view.position = held.position
    view.storedUntil = held.validity.storedUntil
    view.feePaidTo = held.validity.feePaidTo
    view.certificateUntil = held.validity.certificateUntil
    if let parent = held.parent { view.parent = titles.id(of: parent) }
    if let successor = held.successor { view.successor = titles.id(of: successor) }
    view.digest = held.digest
    view.endorsements = held.chain.count
    view.head = held.chain.head
  }

  private func code(of firm: FirmID) -> CompID {
    firm == .none ? CompID() : reference[firm].code
  }
}
