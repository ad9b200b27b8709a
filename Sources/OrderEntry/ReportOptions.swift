/// What a session wants of the messages sent to it.
public struct ReportOptions: Sendable, BitwiseCopyable {
  /// Whether own tags and own enumerations stand in its messages. Without them every message validates
  /// against the plain FIX 4.4 dictionary.
  public var ownTags = true

  /// Own tags by default.
  public init(ownTags: Bool = true) { self.ownTags = ownTags }
}
