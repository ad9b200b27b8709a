/// A party's answer to the confirmation of a trade: ConfirmationAck(AU). 64 bytes.
public struct AffirmTrade: Sendable, BitwiseCopyable {
  /// ConfirmID(664).
  public var confirmID = Text32()
  /// TrdMatchID(880).
  public var tradeID = TradeID.none
  /// AffirmStatus(940): 2 rejected, 3 affirmed.
  public var affirmStatus: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public var reserved3: UInt64 = 0
  public var reserved4: UInt64 = 0
  public init() {}
}

/// An institution's answer to an instruction: clearing's TradeCaptureReportAck(AR) for the funds leg, the
/// registry's TitleReport(UT) for the title leg. 72 bytes; `partCount` `RequestedPart`s follow, the documents
/// with the versions that the registry has, and the text behind them.
public struct AnswerInstruction: Sendable, BitwiseCopyable {
  /// The message's own number: TradeReportID(571) or TitleEventID(7700).
  public var reference = Text32()
  /// The instruction that is answered.
  public var instruction = InstructionID.none
  /// TrdMatchID(880).
  public var tradeID = TradeID.none
  /// `InstructionResult`.
  public var resultCode: UInt8 = 0
  /// 1 where the warehouse has signed too (Civil Code Art. 910).
  public var isCountersigned: UInt8 = 0
  /// The institution's own reason.
  public var reasonCode: UInt16 = 0
  public var textLength: UInt16 = 0
  /// At most 64.
  public var partCount: UInt16 = 0
  /// Where the operator answers: counts its requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}

/// The outturn weight of a document that has been delivered in a trade: the warehouse's UT. 96 bytes.
public struct ReportWeight: Sendable, BitwiseCopyable {
  /// TitleEventID(7700).
  public var reference = Text32()
  public var document = TitleDocID()
  /// TrdMatchID(880).
  public var tradeID = TradeID.none
  public var netWeight = Quantity.zero
  public var reserved0: UInt64 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}

/// A party objects to the quality or weight of what was delivered to it. 64 bytes; its text follows.
public struct DisputeTrade: Sendable, BitwiseCopyable {
  /// The message's own number.
  public var reference = Text32()
  /// TrdMatchID(880).
  public var tradeID = TradeID.none
  public var textLength: UInt16 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}

/// What the operator does with a trade. 32 bytes; the reason's text follows.
public struct ControlTrade: Sendable, BitwiseCopyable {
  public var tradeID = TradeID.none
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var textLength: UInt16 = 0
  /// `TradeControl`.
  public var actionCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}
