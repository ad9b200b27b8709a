/// A title document has changed in law: an entry of its chain. Told to the venue (drop copy); but for a
/// transfer, also to who asked for it, to the registry, and to the firms that it concerns. 272 bytes.
public struct TitleChanged: Sendable, BitwiseCopyable {
  public var document = TitleDocID()
  /// TitleEventID(7700) of the request; empty where nobody has asked.
  public var reference = Text32()
  /// TitleDigest(7709) of what the document says from now on.
  public var digest = Digest256.none
  /// The digest of the entry before; of the first one of a part, its parent's last one.
  public var previous = Digest256.none
  /// The digest of this entry.
  public var head = Digest256.none
  /// ParentDocID(7710); empty where it has none.
  public var parent = TitleDocID()
  public var netWeight = Quantity.zero
  /// TrdMatchID(880) of the trade that it was delivered in; none else.
  public var tradeID = TradeID.none
  /// Until when it may be sold; none without a limit.
  public var validUntil = Instant.none
  public var instrument = InstrumentID.none
  public var warehouse: UInt32 = 0
  public var holder = FirmID.none
  /// Who acts; none where the venue, the registry or a court does.
  public var firm = FirmID.none
  /// Who controlled it before, and who does now: its pledgee, or else its holder.
  public var fromFirm = FirmID.none
  public var toFirm = FirmID.none
  /// EndorsementSeq(7750).
  public var endorsementSeq: UInt32 = 0
  /// TitleVersion(7708).
  public var version: UInt32 = 0
  /// `TitleAction`.
  public var actionCode: UInt8 = 0
  /// `TitleActor`.
  public var actorCode: UInt8 = 0
  /// `TitleStatus` before and now.
  public var fromStatusCode: UInt8 = 0
  public var statusCode: UInt8 = 0
  /// `TitleReason`.
  public var reasonCode: UInt8 = 0
  /// TitleDocType(7702).
  public var docType: UInt8 = 0
  /// The venue's own claim behind it: 0 free, 5 reserved, 6 settling.
  public var encumbranceCode: UInt8 = 0
  /// `EndorsementCode`; zero where it has none.
  public var endorsementCode: UInt8 = 0
  /// ExecID of this report; none in the venue's own record.
  public var execID = ExecID.none
  /// The operator's request, where it is the cause; zero else, and in what others are told.
  public var request: UInt32 = 0
  /// `DisclosureTier` of the session that is told; supervisor in the venue's own record.
  public var tierCode = DisclosureTier.supervisor.rawValue
  public var reserved1: UInt8 = 0
  public var reserved2: UInt16 = 0
  public init() {}
}

/// Somebody lets another ask for a change of a title document, or no longer does. Told to the venue, to who
/// has said it, and to the document's holder. 104 bytes.
public struct TitleConsented: Sendable, BitwiseCopyable {
  public var document = TitleDocID()
  /// TitleEventID(7700) of the message, to its sender; empty else.
  public var reference = Text32()
  /// ExecID of this report; none in the venue's own record.
  public var execID = ExecID.none
  public var holder = FirmID.none
  /// Who has said it; none of the registry.
  public var firm = FirmID.none
  /// TitleVersion(7708) for which it holds.
  public var version: UInt32 = 0
  /// `TitleAction` that it is for.
  public var actionCode: UInt8 = 0
  /// `TitleActor` who has said it.
  public var actorCode: UInt8 = 0
  /// 1 where it lets, 0 where it no longer does.
  public var isGiven: UInt8 = 0
  /// `TitleStatus` of the document.
  public var statusCode: UInt8 = 0
  public var instrument = InstrumentID.none
  /// The operator's request, where it is the cause; zero else, and in what others are told.
  public var request: UInt32 = 0
  /// `DisclosureTier` of the session that is told; supervisor in the venue's own record.
  public var tierCode = DisclosureTier.supervisor.rawValue
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public init() {}
}

/// A warehouse has another grade. 72 bytes. The venue's own record, and told to the registry where that has asked
/// for it, and to the warehouse.
public struct WarehouseGraded: Sendable, BitwiseCopyable {
  /// TitleEventID(7700) of the registry, to the registry.
  public var reference = Text32()
  public var code = CompID()
  public var warehouse: UInt32 = 0
  /// Who runs it; none where nobody speaks for it.
  public var firm = FirmID.none
  /// The operator's request.
  public var request: UInt32 = 0
  /// A to D, before and now.
  public var fromGrade: UInt8 = 0
  public var grade: UInt8 = 0
  public var reserved0: UInt16 = 0
  /// TitleEventID(7700) where the recipient has none; none of the venue's own record.
  public var execID = ExecID.none
  public init() {}
}

/// Money has moved from one account of the ledger to another. 56 bytes.
public struct FundsMoved: Sendable, BitwiseCopyable {
  public var amount = Amount.zero
  /// The trade that it was posted for; none else.
  public var tradeID = TradeID.none
  /// The firm, clearing member or warehouse of each account; zero for the venue's own.
  public var fromNumber: UInt32 = 0
  public var toNumber: UInt32 = 0
  /// Currency(15) as three ASCII bytes, first lowest.
  public var currency: UInt32 = 0
  /// The kinds of both accounts, and the reason, as the ledger numbers them.
  public var fromKind: UInt8 = 0
  public var toKind: UInt8 = 0
  public var reasonCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  /// The operator's, where it is the cause: a use of the risk reserve; zero else.
  public var request: UInt32 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}
