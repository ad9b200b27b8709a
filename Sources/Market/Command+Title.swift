/// What a `RequestTitle` is for. Raw values are stored.
public enum TitlePurpose: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The change is asked for: it is made, or refused.
  case change = 0
  /// Who sends it lets another ask for the change, as long as the document stays as it is.
  case consent = 1
  /// It no longer does.
  case takeBack = 2
}

/// A legal change of a title document is asked for, or consented to: TitleReport(UT), or the operator's
/// hand. 320 bytes; `partCount` `RequestedPart`s follow, and the text behind them.
public struct RequestTitle: Sendable, BitwiseCopyable {
  public var document = TitleDocID()
  /// TitleEventID(7700).
  public var reference = Text32()
  /// TitleDigest(7709): what the registry has, or what the document, or the new one, says from now on.
  public var digest = Digest256.none
  /// The document that a merge or an amendment makes; empty else.
  public var newDocument = TitleDocID()
  /// Where the goods are of a document that is issued, or that a merge or an amendment makes.
  public var position = TitlePosition()
  /// The firm in whose name the operator acts; empty of a session, which acts in its own.
  public var firm = CompID()
  /// TitleRecipient(7759): the pledgee of a pledge, the new holder of an enforcement.
  public var recipient = CompID()
  /// TitleHolder(7707) of a document that is issued.
  public var holder = CompID()
  /// WarehouseCode(7711) of a document that is made; empty of a bill of lading.
  public var warehouse = CompID()
  /// Symbol(55) of a document that is issued, or of receipts that take a bill's place.
  public var symbol = Symbol()
  public var storedFrom = Instant.none
  /// End of the last day of storage: StoredUntil(7717); none without a limit, here and below.
  public var storedUntil = Instant.none
  /// End of the last day that is paid: StorageFeePaidTo(7718).
  public var feePaidTo = Instant.none
  /// End of the last day on which the quality certificate holds.
  public var certificateUntil = Instant.none
  /// NetWeight(7725) of a document that is made.
  public var netWeight = Quantity.zero
  /// Quality and location premium, per unit.
  public var premium = Price.zero
  /// An index of HSCode(7733), as whoever made the document numbers them; 0 for none.
  public var hsCode: UInt32 = 0
  /// TitleVersion(7708), where `hasVersion`.
  public var version: UInt32 = 0
  /// Where the operator asks: counts its requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  /// At most 64.
  public var partCount: UInt16 = 0
  public var textLength: UInt16 = 0
  /// `TitleAction`.
  public var actionCode: UInt8 = 0
  /// `TitleActor` of whom the operator acts as; zero of a session, whose role says it.
  public var actorCode: UInt8 = 0
  /// `TitlePurpose`.
  public var purposeCode: UInt8 = 0
  /// `TitleReason`.
  public var reasonCode: UInt8 = 0
  /// 1 where the version is named; only operator, court and clock act on the present one, whatever it is.
  public var hasVersion: UInt8 = 0
  /// TitleDocType(7702) of a document that is issued or amended.
  public var docType: UInt8 = 0
  /// `TitleFlags` of a document that is made.
  public var flags = TitleFlags()
  /// What others have said, as the operator vouches; nothing of a session.
  public var consents = TitleConsents()
  public init() {}
}

/// The registry or the operator gives a warehouse its grade (Art. 21). 64 bytes; the reason's text follows.
public struct GradeWarehouse: Sendable, BitwiseCopyable {
  /// TitleEventID(7700) of the registry's; empty of the operator's.
  public var reference = Text32()
  public var code = CompID()
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var textLength: UInt16 = 0
  /// A to D.
  public var grade: UInt8 = 0
  public var reserved0: UInt8 = 0
  public init() {}
}

/// A document beside the one of a `RequestTitle`: a new one of a split or a conversion, or another one that
/// is merged. 112 bytes.
public struct RequestedPart: Sendable, BitwiseCopyable {
  public var document = TitleDocID()
  public var digest = Digest256.none
  public var position = TitlePosition()
  public var netWeight = Quantity.zero
  /// TitleVersion(7708) of one that is merged.
  public var version: UInt32 = 0
  public var reserved0: UInt32 = 0
  public init() {}
}
