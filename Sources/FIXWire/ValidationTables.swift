import FIX44
import Memory

/// The dictionary as flat tables. A field's number is the slot of its tag in `FieldIndex`.
///
/// A scope is what fields stand in: a message with header and trailer, or an entry of a group.
struct ValidationTables: ~Copyable {
  /// A field's form and codes.
  struct FieldRule: BitwiseCopyable {
    var tag = Tag(rawValue: 0)
    var form = ValueForm.text
    /// Whether the dictionary has the field.
    var isDefined = false
    /// Whether only codes will do.
    var hasCodes = false
    /// Whether it demands another field beside it.
    var isDemanding = false
    /// Where the codes stand, sorted.
    var firstCode: UInt32 = 0
    var codeCount: UInt32 = 0
    /// What is right as the only character: of the form, and a code where only codes will do.
    var characters = CharacterSet128()
  }

  /// Where a message's field belongs; header, body and trailer follow each other.
  enum Section: UInt8, BitwiseCopyable { case header, body, trailer }

  /// What a value has to be.
  enum Check: UInt8, BitwiseCopyable { case nothing, form, codes }

  /// A field's place in a scope, and what its value has to be; 32 bytes.
  struct MemberRule: BitwiseCopyable {
    /// Of the field.
    var characters = CharacterSet128()
    /// The stamp of the message or entry in which the field was seen last.
    var seen: UInt32 = 0
    /// From 1 in the order of definition; 0 where the field is no member.
    var ordinal: UInt16 = 0
    /// The scope of the group that the field counts; 0 for none (scope 0 is a message's).
    var groupScope: UInt16 = 0
    var section = Section.body
    /// What it adds to the count of required fields: 1 where it is one, -1 where it demands another, so that
    /// the count never comes out and `missing` looks.
    var weight: Int8 = 0
    /// Whether the field stands in a group of this scope, at any depth.
    var isInGroup = false
    /// Whether the field is a member, counts no group, and demands nothing.
    var isUsual = false
    var check = Check.codes
    var form = ValueForm.text
  }

  /// A field that demands another one beside it, by their numbers.
  struct Demand: BitwiseCopyable {
    var number: UInt32 = 0
    var partner: UInt32 = 0
  }

  struct Scope: BitwiseCopyable {
    /// The group's counter; MsgType(35) of a message's scope.
    var tag = Tag.msgType
    var firstRequired: UInt32 = 0
    var requiredCount: UInt16 = 0
  }

  /// Field numbers are below this.
  static var fieldCount: UInt32 { UInt32(FieldIndex.slotCount) }

  var fields: Slab<FieldRule>
  var codes: Slab<CodeText>
  var scopes: Slab<Scope>
  var demands: Slab<Demand>
  var demandCount: UInt32 = 0
  /// Field numbers that are required in scopes.
  var required: Slab<UInt16>
  /// `scope * fieldCount + number`. They remember what was seen, so that one line of memory has all that
  /// is needed for a field.
  var members: Slab<MemberRule>
  /// The scope of each MsgType(35) plus 1, by both characters' low 7 bits.
  var messageScopes: Slab<UInt16>
  /// Whether OnBehalfOfCompID(115) and DeliverToCompID(128) are refused: their fields are not defined.
  let refusesThirdParties: Bool
  /// The scope of the dictionary's first group; messages stand before.
  let firstGroup: UInt32

  /// A field's number, nil where the dictionary can't have it.
  @inline(__always)
  static func number(of tag: Tag) -> UInt32? {
    guard let slot = FieldIndex.slot(of: tag.rawValue) else { return nil }
    return UInt32(truncatingIfNeeded: slot)
  }

  /// The scope of a message type, nil where it has none.
  func scope(of msgType: RawSpan) -> UInt32? {
    let bytes = Span<UInt8>(_bytes: msgType)
    if bytes.isEmpty || bytes.count > 2 || bytes[0] > 127 { return nil }
    let second = bytes.count == 2 ? bytes[1] : 0
    if second > 127 || bytes.count == 2 && second == 0 { return nil }
    let entry = messageScopes[UInt32(bytes[0]) | UInt32(second) << 7]
    return entry == 0 ? nil : UInt32(entry) - 1
  }

}

extension ValidationTables.FieldRule {
  /// One code, or several parted by blanks where the form allows.
  func hasCodes(_ value: RawSpan, _ codes: borrowing Slab<CodeText>) -> Bool {
    if form != .words { return isListed(value, codes) }
    let bytes = Span<UInt8>(_bytes: value)
    var start = 0
    for index in 0...bytes.count where index == bytes.count || bytes[index] == ASCII.space {
      if !isListed(value.extracting(start..<index), codes) { return false }
      start = index + 1
    }
    return true
  }

  private func isListed(_ value: RawSpan, _ codes: borrowing Slab<CodeText>) -> Bool {
    guard let code = CodeText(value) else { return false }
    var low = firstCode
    var high = firstCode &+ codeCount
    while low < high {
      let middle = low &+ (high &- low) / 2
      if codes[middle] < code { low = middle &+ 1 } else { high = middle }
    }
    return low < firstCode &+ codeCount && codes[low] == code
  }
}
