public import FIX44

/// Why a message can't be taken apart into fields.
public struct WireError: Error, Equatable, Sendable {
  /// What is wrong at the place.
  public enum Kind: Sendable, CaseIterable {
    /// `=` with nothing before it.
    case emptyTag
    /// A tag that begins with 0.
    case leadingZero
    /// A byte other than a digit before `=`.
    case malformedTag
    /// A tag above 99,999.
    case tagTooLarge
    /// No `=` before the delimiter: most likely a delimiter within the value before.
    case missingEquals
    /// No delimiter behind the last field.
    case unterminated
    /// A data field that doesn't end where its length says.
    case dataLengthMismatch
    /// A data field without its length directly before it.
    case dataWithoutLength
    /// More than `FieldIndex.capacity` fields.
    case tooManyFields
  }

  public let kind: Kind
  /// Of the first byte of the field in question, from the message's first byte.
  public let offset: Int
  /// RefTagID(371): the field's tag where it has one, else the one before it; zero where there is none.
  public let tag: Tag

  public init(_ kind: Kind, offset: Int, tag: Tag) {
    self.kind = kind
    self.offset = offset
    self.tag = tag
  }

  /// SessionRejectReason(373).
  public var reason: SessionRejectReason {
    switch kind {
    case .emptyTag, .leadingZero, .malformedTag, .tagTooLarge: .invalidTagNumber
    case .missingEquals, .unterminated: .delimiterInValue
    case .dataLengthMismatch: .valueIncorrect
    case .dataWithoutLength: .requiredTagMissing
    case .tooManyFields: .other
    }
  }
}
