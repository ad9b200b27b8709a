/// One thing that does not agree, or what has become of it: rule book Art. 20. 176 bytes.
public struct ReconFinding: Sendable, BitwiseCopyable {
  /// TitleDocID(7701); empty where all documents of the trade are concerned, or none.
  public var document = TitleDocID()
  /// What the venue's log says, and what was stated; cut where they are longer.
  public var expected = Text32()
  public var found = Text32()
  /// HSCode(7733) or symbol of a total; empty otherwise.
  public var goods = Text16()
  /// WarehouseCode(7711) of a total; empty otherwise.
  public var warehouse = CompID()
  /// RegistrySeq(7796): counts the findings of the venue from 1.
  public var number: UInt64 = 0
  /// ReconID(7790): the number of the finding that was the first about this break.
  public var reconID: UInt64 = 0
  /// TrdMatchID(880); none of a total.
  public var tradeID = TradeID.none
  /// Of a total: what the documents weigh.
  public var documentsWeight = Quantity.zero
  /// Of a total: what is reported to be in store.
  public var reportedWeight = Quantity.zero
  /// `ReconStatus`.
  public var statusCode: UInt8 = 0
  /// `ReconBreakCode`.
  public var breakCode: UInt8 = 0
  /// `SessionRole` of who has said what differs; zero where it is a report of goods in store.
  public var sourceCode: UInt8 = 0
  /// `ReconMatch`.
  public var goodsMatch: UInt8 = 0
  public var tradeMatch: UInt8 = 0
  public var fundsMatch: UInt8 = 0
  public var reserved0: UInt16 = 0
  public init() {}
}

/// A reconciliation files what it has found. 192 bytes.
public struct ReportRecon: Sendable, BitwiseCopyable {
  public var finding = ReconFinding()
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who has filed it: the user.
  public var uid: UInt32 = 0
  /// Who has filed it: the process.
  public var pid: UInt32 = 0
  public var reserved0: UInt32 = 0
  public init() {}
}

/// A finding is told: ReconReport(UR). 192 bytes.
public struct ReconReported: Sendable, BitwiseCopyable {
  public var finding = ReconFinding()
  /// ExecID(17).
  public var execID = ExecID.none
  /// Of the venue's own record: the request that it answers; zero in what sessions are told.
  public var request: UInt32 = 0
  public var reserved0: UInt32 = 0
  public init() {}
}
