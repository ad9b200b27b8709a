/// SecurityListRequest(x), or SecurityDefinitionRequest(c) with SecurityRequestType(321) 0: the terms of an instrument,
/// or of all, are asked for. 64 bytes.
public struct RequestTerms: Sendable, BitwiseCopyable {
  /// SecurityReqID(320).
  public var reqID = Text32()
  /// Symbol(55); empty where absent.
  public var symbol = Symbol()
  /// `TermsSubject`.
  public var subjectCode: UInt8 = 0
  /// SecurityListRequestType(559) or SecurityRequestType(321).
  public var requestType: UInt8 = 0
  /// SubscriptionRequestType(263), a character; zero where absent.
  public var subscriptionType: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public init() {}

  /// SecurityListRequestType(559) for all instruments.
  public static var all: UInt8 { 4 }
}

/// By which message terms are asked for, and so by which they are told. Raw values are stored.
public enum TermsSubject: UInt8, Sendable, CaseIterable {
  /// SecurityListRequest(x), SecurityList(y).
  case list = 1
  /// SecurityDefinitionRequest(c), SecurityDefinition(d).
  case definition = 2
}

/// Why a request for terms is answered by none. Raw values are stored.
public enum TermsRefusal: UInt8, Sendable, CaseIterable {
  case none = 0
  /// SecurityListRequestType(559) or SecurityRequestType(321) is none that is answered.
  case typeNotOffered = 1
  /// SubscriptionRequestType(263) is not 0.
  case subscription = 2
  case unknownSymbol = 3
  /// There are no instruments.
  case noInstruments = 4
  /// The answer to another request of the session is not complete.
  case pending = 5
  case tooMany = 6
}
