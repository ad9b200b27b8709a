/// What a firm has is asked for: RequestForPositions(AN). 96 bytes.
public struct RequestPositions: Sendable, BitwiseCopyable {
  /// PosReqID(710).
  public var posReqID = Text32()
  /// Account(1), which is only repeated: documents and money belong to firms.
  public var account = AccountCode()
  /// Symbol(55); empty where all is asked for.
  public var symbol = Symbol()
  /// PartyID(448): the code of the firm.
  public var party = CompID()
  /// PosReqType(724).
  public var requestType: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public var reserved3: UInt64 = 0
  public init() {}
}

/// What secures a firm's trades and orders is asked for: CollateralInquiry(BB). 64 bytes.
public struct InquireCollateral: Sendable, BitwiseCopyable {
  /// CollInquiryID(909).
  public var inquiryID = Text32()
  /// PartyID(448): the code of the firm; empty for the sender's own.
  public var party = CompID()
  public var reserved0: UInt64 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}

/// Why a request for positions or about collateral is answered by no report. Raw values are stored.
public enum PositionRefusal: UInt8, Sendable, CaseIterable {
  /// It is answered by as many reports as the acknowledgement says.
  case none = 0
  /// PosReqType(724) is not 0, positions.
  case typeNotOffered = 1
  case unknownFirm = 2
  /// A firm asks for another one's.
  case notAuthorised = 3
  case unknownSymbol = 4
  /// The answer to another request of the session is not complete.
  case pending = 5
  case tooMany = 6
}
