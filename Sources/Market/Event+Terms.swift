/// The terms of an instrument, or why they are not told: SecurityList(y) or SecurityDefinition(d). 296 bytes;
/// `changeCount` `PublishedChange` and `wordsLength` bytes of the definition's words follow.
public struct TermsTold: Sendable, BitwiseCopyable {
  public var request = RequestTerms()
  /// SecurityResponseID(322).
  public var execID = ExecID.none
  /// The warehouse where the goods lie; empty for none.
  public var warehouse = CompID()
  /// As they are in force; nothing where the request is refused.
  public var terms = DefineInstrument()
  /// TotNoRelatedSym(393).
  public var total: UInt32 = 0
  /// Changes that are published and not in force.
  public var changeCount: UInt16 = 0
  public var wordsLength: UInt16 = 0
  /// RuleVersion(7773).
  public var ruleVersion: UInt16 = 0
  /// `TermsRefusal`.
  public var refusalCode: UInt8 = 0
  /// 1 for LastFragment(893)=Y.
  public var isLast: UInt8 = 0
  public var reserved0: UInt32 = 0
  public init() {}
}

/// A change of a parameter that is published and not in force. 40 bytes.
public struct PublishedChange: Sendable, BitwiseCopyable {
  /// ParameterChangeID(7871).
  public var number: UInt64 = 0
  /// In the parameter's unit.
  public var value: Int64 = 0
  public var publishedOn = Instant.none
  public var effectiveAt = Instant.none
  /// `InstrumentParameter`.
  public var parameterCode: UInt8 = 0
  /// `AbnormalSituation` that it is an emergency measure in; zero for none.
  public var situationCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}
