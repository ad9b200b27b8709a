/// A request for positions is taken, or refused: RequestForPositionsAck(AO). 112 bytes.
public struct PositionsAcknowledged: Sendable, BitwiseCopyable {
  /// PosReqID(710).
  public var posReqID = Text32()
  /// PosMaintRptID(721).
  public var execID = ExecID.none
  public var account = AccountCode()
  public var symbol = Symbol()
  /// PartyID(448), as it was asked for.
  public var party = CompID()
  /// TotalNumPosReports(727).
  public var total: UInt32 = 0
  /// `PositionRefusal`.
  public var refusalCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}

/// What a firm has of one instrument, or its money: PositionReport(AP). 168 bytes.
public struct PositionReported: Sendable, BitwiseCopyable {
  /// PosReqID(710).
  public var posReqID = Text32()
  /// PosMaintRptID(721).
  public var execID = ExecID.none
  public var account = AccountCode()
  /// Empty where the report is about money.
  public var symbol = Symbol()
  public var firm = FirmID.none
  /// None where the report is about money.
  public var instrument = InstrumentID.none
  /// SettlPrice(730): the instrument's reference price.
  public var price = Price.zero
  /// Document units of all live documents that the firm holds.
  public var held = Quantity.zero
  /// Of these, in sell orders.
  public var reserved = Quantity.zero
  /// Of these, sold and not delivered.
  public var settling = Quantity.zero
  /// Of these, in a legal state that lets nobody sell them.
  public var blocked = Quantity.zero
  /// What they weigh.
  public var weight = Quantity.zero
  /// What that is worth at the price.
  public var value = Amount.zero
  /// Money, CNY: all, and what is neither held nor due.
  public var balance = Amount.zero
  public var available = Amount.zero
  /// TotalNumPosReports(727).
  public var total: UInt32 = 0
  public var reserved0: UInt32 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}
