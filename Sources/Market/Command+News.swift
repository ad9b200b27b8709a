/// What a piece of news is. Raw values are stored.
public enum NewsKind: UInt8, Sendable, CaseIterable {
  /// Urgency(61)=0.
  case announcement = 1
  /// The market's stability is or may be affected (Art. 36): Urgency(61)=1.
  case riskWarning = 2
  /// A title document is doubted (Art. 39): Urgency(61)=1.
  case documentWarning = 3
}

/// IncidentCode(7870): the risks that agreements allot by rule book Art. 27. Raw values are stored.
public enum Incident: UInt8, Sendable, CaseIterable {
  case prohibitedTrading = 1
  case tradingSystem = 2
  case receiptTruth = 3
  case defectOfRights = 4
  case wrongPublication = 5
  case clearingSystem = 6
  case fundSystem = 7

  /// What it is, for people.
  public var words: StaticString {
    switch self {
    case .prohibitedTrading: "prohibited trading"
    case .tradingSystem: "security hole of the trading system"
    case .receiptTruth: "truth of a receipt"
    case .defectOfRights: "defect of rights"
    case .wrongPublication: "wrong publication"
    case .clearingSystem: "security hole of the clearing system"
    case .fundSystem: "security hole of the fund system"
    }
  }
}

/// The operator publishes News(B). 104 bytes; the headline follows, and the text behind it, its lines parted by
/// line feeds.
public struct PublishNews: Sendable, BitwiseCopyable {
  /// The document that it is about; empty where it is about none.
  public var document = TitleDocID()
  /// The instrument that it is about; empty where it is about none.
  public var symbol = Symbol()
  /// The firm that is told; empty where all are.
  public var firm = CompID()
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var headlineLength: UInt16 = 0
  public var textLength: UInt16 = 0
  /// `NewsKind`.
  public var kindCode: UInt8 = 0
  /// `Incident`; zero where it is none.
  public var incidentCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public init() {}

  /// The longest headline, bytes.
  public static var headlineBytesMax: Int { 120 }
  /// The longest text with its line feeds, bytes.
  public static var textBytesMax: Int { 640 }
  /// The most lines of a text.
  public static var linesMax: Int { 16 }
}
