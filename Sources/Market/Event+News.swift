/// News(B) is published: one event for all who hear it. 96 bytes; the headline follows, and the text behind it, its
/// lines parted by line feeds.
public struct NewsPublished: Sendable, BitwiseCopyable {
  public var audience = Audience()
  /// The document that it is about; empty where it is about none.
  public var document = TitleDocID()
  /// The instrument that it is about, also that of the document; empty where it is about none.
  public var symbol = Symbol()
  /// Counts all news, from 1.
  public var number: UInt64 = 0
  /// The command's.
  public var request: UInt32 = 0
  public var headlineLength: UInt16 = 0
  public var textLength: UInt16 = 0
  /// `NewsKind`.
  public var kindCode: UInt8 = 0
  /// `Incident`; zero where it is none.
  public var incidentCode: UInt8 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}
