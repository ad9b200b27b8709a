public import Market

/// A legal change of a document that somebody asks for, or agrees to; a stream's words, which get their
/// meaning as things stand then.
public struct TitleAsk: Equatable, Sendable {
  public enum Asker: Equatable, Sendable {
    case session(Int)
    /// Whoever has the right: the institution, the holder, the pledgee, or the operator's hand.
    case entitled
    /// The operator's hand, by somebody's right.
    case hand(TitleActor)
  }
  public enum Which: Equatable, Sendable {
    /// The one at a place among those of which the table knows a way for the action, over again from the
    /// first behind the last.
    case possible(Int)
    /// The same of those that settle.
    case settling(Int)
    case number(Int)
  }
  /// What a request says wrongly; of a right one nothing.
  public enum Fault: Equatable, Sendable, CaseIterable {
    case none, version, noVersion, digest, position, weight, partCount, recipient, number, premium
    case docType, warehouse, fee, late
  }
  public var asker = Asker.entitled
  public var which = Which.possible(0)
  public var action: TitleAction
  public var purpose = TitlePurpose.change
  public var reason = TitleReason.none
  /// The firm that takes it.
  public var recipient = 0
  /// What the operator vouches for.
  public var consents: UInt8 = 0
  /// How long a renewed document is good for, in seconds.
  public var seconds = 30
  /// How many documents it makes, or takes beside its own.
  public var parts = 2
  public var isBill = false
  /// Of what it makes, as records number them: all that a document needs, unless something is left out.
  public var flags = SettlementNames.flags.rawValue
  public var fault = Fault.none

  public init(_ action: TitleAction) { self.action = action }
}

/// What a request means by now.
struct NamedTitle: Equatable {
  /// Zero by the operator's hand.
  var session = 0
  /// Whose right it is by the operator's hand.
  var actor = TitleActor.operator
  var document = 0
  var version: Int?
  var holder = 0
  /// The firm in whose name the operator acts, where no document says it.
  var firm = 0
  /// The instrument of what is made.
  var instrument = 0
  var digest = 0
  /// The document that is made, and where its goods are.
  var newDocument = 0
  var position = 0
  var weight: Int64 = 0
  var parts: [NamedPart] = []
}

/// A document beside that of a request.
struct NamedPart: Equatable {
  var document: Int
  var position = 0
  var weight: Int64 = 0
  var version = 0
}
