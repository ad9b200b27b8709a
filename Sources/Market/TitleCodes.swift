/// TitleAction(7754): what is done to a title document. Raw values are stored.
///
/// Source: market rules 2.1; which state and whom each asks for stands in the table of transitions.
public enum TitleAction: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case issue = 1
  case approve = 2
  case register = 3
  /// The registry holds it in the venue's favour from now on: it may be sold.
  case activate = 4
  /// Its trade is paid in full: it is the buyer's.
  case transfer = 5
  case pledge = 6
  /// The pledgee gives it back.
  case release = 7
  /// The pledge is realised: it is the pledgee's, or whose the pledgee says.
  case enforce = 8
  case freeze = 9
  case unfreeze = 10
  /// The registry no longer holds it in the venue's favour.
  case deimmobilise = 11
  case withdraw = 12
  case loadOut = 13
  case giveUp = 14
  case split = 15
  case merge = 16
  /// The goods of a bill of lading have come to a warehouse: receipts take its place.
  case convert = 17
  /// Another bill of lading takes its place.
  case amend = 18
  case expire = 19
  case renew = 20
  case refuse = 21
}

/// By whose right a title document is changed. Raw values are stored.
public enum TitleActor: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The warehouse that has issued it.
  case warehouse = 1
  /// The carrier that has issued it.
  case carrier = 2
  case `operator` = 3
  case registry = 4
  case holder = 5
  case pledgee = 6
  /// A court's order, carried out by the operator.
  case court = 7
  case clock = 8
}

/// EndorsementCode(7751): what an entry of the chain is called among those who exchange bills of lading.
/// Raw values are stored.
public enum EndorsementCode: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case issue = 1
  case endorse = 2
  case endorseToOrder = 3
  case blankEndorse = 4
  case transfer = 5
  case sign = 6
  case surrenderForDelivery = 7
  case surrenderForAmendment = 8
  case surrendered = 9
}

/// Why a document is frozen or refused. Raw values are stored.
public enum TitleReason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// None is given.
  case none = 0
  /// Somebody doubts the document: rule book Art. 19.
  case doubt = 1
  case dispute = 2
  /// What a court has frozen only a court frees.
  case court = 3
  /// Goods, trade and money do not agree: rule book Art. 20.
  case reconciliationBreak = 4
  /// It was entered in error.
  case error = 5
}

/// What a document says of itself, as bits.
public struct TitleFlags: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// BondedFlag(7714): Art. 49(8).
  public static var bonded: TitleFlags { TitleFlags(rawValue: 1) }
  public static var splittable: TitleFlags { TitleFlags(rawValue: 2) }
  /// ToOrder(7749): a straight bill is not negotiable.
  public static var toOrder: TitleFlags { TitleFlags(rawValue: 4) }
  /// ShippedOnBoard(7752).
  public static var shippedOnBoard: TitleFlags { TitleFlags(rawValue: 8) }
  /// A sea waybill is no document of title.
  public static var seaWaybill: TitleFlags { TitleFlags(rawValue: 16) }
}

/// What others have said to a request, as far as the venue knows, as bits.
public struct TitleConsents: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// The pledgee takes the pledge: Civil Code 441.
  public static var pledgeeAccepts: TitleConsents { TitleConsents(rawValue: 1) }
  /// The warehouse has put its signature beside it: Civil Code 910.
  public static var warehouseSigns: TitleConsents { TitleConsents(rawValue: 2) }
  /// The money of the trade is with the clearing institution, all of it.
  public static var fundsSettled: TitleConsents { TitleConsents(rawValue: 4) }
  /// The registry has the default that lets the pledgee realise the pledge.
  public static var defaultDeclared: TitleConsents { TitleConsents(rawValue: 8) }
}
