public import FIX44
import Memory

/// Judges messages by the dictionary: which fields, in which order and groups, of which form and code.
///
/// Of conditional presence those rules are judged here that name two fields, whatever their values; how
/// large a number is, is not. In groups, fields stand in the
/// order of definition (373=15). The first thing that is wrong is the answer.
/// Source: FIX 4.4 volume 2, "Session Reject"; FIX session-layer test cases 14a to 14n.
public struct MessageValidator: ~Copyable {
  /// Groups within groups.
  public static var groupDepth: Int { 4 }

  var tables: ValidationTables
  /// What is open: the message, or the innermost group.
  var level = Level()
  /// What that stands in, outermost first; `depth` of them.
  var outer: Slab<Level>
  private var depth: UInt32 = 0
  /// Numbers messages and entries, so that what was seen need not be forgotten.
  private var stamp: UInt32 = 0
  private var timestamps = TimestampReader()

  /// A message or the entry of a group that is open.
  struct Level: BitwiseCopyable {
    var scope: UInt32 = 0
    /// Where the scope's members begin in the tables.
    var firstMember: UInt32 = 0
    var stamp: UInt32 = 0
    var requiredSeen: UInt16 = 0
    var lastOrdinal: UInt16 = 0
    var section = ValidationTables.Section.header
    /// Entries begun, and what the counter says.
    var entries: UInt32 = 0
    var statedEntries: UInt32 = 0
  }

  /// Compiles `dictionary`: a matter of program start. Where nothing is forwarded, a message that names
  /// a third party, OnBehalfOfCompID(115) or DeliverToCompID(128), is refused by 373=9 (case 18b).
  public init(_ dictionary: FIX44Dictionary, forwards: Bool = true) {
    tables = ValidationTables(dictionary, thirdParties: forwards)
    outer = Slab(capacity: Self.groupDepth, repeating: Level())
  }

  /// What is wrong with the message that `index` has taken apart, nil where nothing is.
  public mutating func validate(
    _ index: borrowing FieldIndex, _ message: RawSpan, unknownUserTags: UnknownUserTags
  ) -> ValidationReject? {
    guard let msgType = index.first(.msgType), let scope = tables.scope(of: message[msgType])
    else { return .unknownMsgType }
    open(message: scope)
    for place in 0..<index.count where !takeUsual(index[place], message) {
      if let reject = take(index[place], message, unknownUserTags) { return reject }
    }
    while depth > 0 {
      if let reject = closeGroup() { return reject }
    }
    return missing()
  }

  /// Takes a field of the message, outside of groups, with which all is right, as nearly always; false
  /// where `take` has to judge it (benchmark order-command).
  @inline(__always)
  private mutating func takeUsual(_ field: Field, _ message: RawSpan) -> Bool {
    guard depth == 0, field.length > 0, let number = ValidationTables.number(of: field.tag)
    else { return false }
    let place = level.firstMember &+ number
    guard tables.members[place].isUsual, tables.members[place].seen != level.stamp,
      tables.members[place].section.rawValue >= level.section.rawValue,
      Self.isRight(tables.members[place], field, message, &timestamps)
    else { return false }
    level.section = tables.members[place].section
    tables.members[place].seen = level.stamp
    level.requiredSeen &+= UInt16(bitPattern: Int16(tables.members[place].weight))
    return true
  }

  /// Whether the value is seen at once to be right.
  @inline(__always)
  private static func isRight(
    _ rule: ValidationTables.MemberRule, _ field: Field, _ message: RawSpan,
    _ timestamps: inout TimestampReader
  ) -> Bool {
    if rule.check == .nothing { return true }
    if field.length == 1, rule.characters.contains(message.byte(at: Int(field.offset))) {
      return true
    }
    return rule.check == .form && rule.form.accepts(field, message, &timestamps)
  }

  /// Judges a field by everything that the dictionary says, the first thing that is wrong first.
  @inline(never)
  private mutating func take(
    _ field: Field, _ message: RawSpan, _ unknownUserTags: UnknownUserTags
  ) -> ValidationReject? {
    if field.length == 0 { return .field(.tagWithoutValue, field.tag) }
    guard let number = ValidationTables.number(of: field.tag), tables.fields[number].isDefined
    else {
      if isThirdParty(field.tag) { return .field(.compIDProblem, field.tag) }
      let isIgnored = field.tag.isUserDefined && unknownUserTags == .ignore
      return isIgnored ? nil : .field(.invalidTagNumber, field.tag)
    }
    if let reason = valueReject(number, field, message) { return .field(reason, field.tag) }
    return depth == 0
      ? takeInMessage(number, field, message) : takeInGroup(number, field, message)
  }

  /// Whether the tag names somebody for whom nothing is forwarded.
  private func isThirdParty(_ tag: Tag) -> Bool {
    tables.refusesThirdParties && (tag == .onBehalfOfCompID || tag == .deliverToCompID)
  }

  /// What is wrong with a value that is not empty: its form, or that it is none of the field's codes.
  private mutating func valueReject(
    _ number: UInt32, _ field: Field, _ message: RawSpan
  ) -> SessionRejectReason? {
    if !tables.fields[number].form.accepts(field, message, &timestamps) {
      return .incorrectDataFormat
    }
    if !tables.fields[number].hasCodes { return nil }
    return tables.fields[number].hasCodes(message[field], tables.codes) ? nil : .valueIncorrect
  }

  private mutating func open(message scope: UInt32) {
    if stamp > UInt32.max - 4 * UInt32(FieldIndex.capacity) {
      for place in 0..<UInt32(tables.members.capacity) { tables.members[place].seen = 0 }
      stamp = 0
    }
    stamp += 1
    depth = 0
    level = Level(scope: scope, firstMember: scope * ValidationTables.fieldCount, stamp: stamp)
  }

  /// Finds the level that the field belongs to; groups that it does not belong to are at their end.
  private mutating func takeInGroup(
    _ number: UInt32, _ field: Field, _ message: RawSpan
  ) -> ValidationReject? {
    while depth > 0 {
      let rule = tables.members[level.firstMember &+ number]
      if rule.ordinal != 0, !belongsOutside(rule, number) {
        return takeInEntry(rule, number, field, message)
      }
      if let reject = closeGroup() { return reject }
    }
    return takeInMessage(number, field, message)
  }

  /// Whether a member of the open group can only be the field of that tag in what the group stands in.
  private func belongsOutside(_ rule: ValidationTables.MemberRule, _ number: UInt32) -> Bool {
    let fits =
      rule.ordinal == 1 ? level.entries < level.statedEntries : rule.ordinal > level.lastOrdinal
    return !fits && tables.members[outer[depth - 1].firstMember + number].ordinal != 0
  }

  private mutating func takeInMessage(
    _ number: UInt32, _ field: Field, _ message: RawSpan
  ) -> ValidationReject? {
    let rule = tables.members[level.firstMember &+ number]
    if rule.ordinal == 0 {
      return .field(rule.isInGroup ? .groupFieldsOutOfOrder : .tagNotDefinedForMessage, field.tag)
    }
    if rule.seen == level.stamp { return .field(.tagAppearsMoreThanOnce, field.tag) }
    if rule.section.rawValue < level.section.rawValue {
      return .field(.tagOutOfRequiredOrder, field.tag)
    }
    level.section = rule.section
    return accept(number, field, message)
  }

  private mutating func takeInEntry(
    _ rule: ValidationTables.MemberRule, _ number: UInt32, _ field: Field, _ message: RawSpan
  ) -> ValidationReject? {
    if rule.ordinal == 1 {
      if level.entries > 0, let reject = missing() { return reject }
      if level.entries == level.statedEntries {
        return .field(.incorrectNumInGroupCount, groupCounter)
      }
      stamp += 1
      level.stamp = stamp
      level.entries += 1
      level.requiredSeen = 0
    } else if level.entries == 0 || rule.ordinal <= level.lastOrdinal {
      return .field(.groupFieldsOutOfOrder, field.tag)
    }
    level.lastOrdinal = rule.ordinal
    return accept(number, field, message)
  }

  /// Notes the field as seen, and opens the group that it counts.
  private mutating func accept(
    _ number: UInt32, _ field: Field, _ message: RawSpan
  ) -> ValidationReject? {
    let place = level.firstMember &+ number
    tables.members[place].seen = level.stamp
    level.requiredSeen &+= UInt16(bitPattern: Int16(tables.members[place].weight))
    let groupScope = UInt32(tables.members[place].groupScope)
    return groupScope == 0 ? nil : openGroup(groupScope, field, message)
  }

  private mutating func openGroup(
    _ scope: UInt32, _ counter: Field, _ message: RawSpan
  ) -> ValidationReject? {
    let entries: UInt64
    do {
      entries = try FieldValue.uint(counter, in: message)
    } catch {
      return .field(error.reason, counter.tag)
    }
    if entries == 0 { return nil }
    if entries > UInt64(FieldIndex.capacity) {
      return .field(.incorrectNumInGroupCount, counter.tag)
    }
    outer[depth] = level
    depth += 1
    level = Level(
      scope: scope, firstMember: scope * ValidationTables.fieldCount,
      statedEntries: UInt32(entries))
    return nil
  }

  private mutating func closeGroup() -> ValidationReject? {
    if level.entries > 0, let reject = missing() { return reject }
    if level.entries != level.statedEntries {
      return .field(.incorrectNumInGroupCount, groupCounter)
    }
    depth -= 1
    level = outer[depth]
    return nil
  }

  /// The first required field that the open message or entry has not had, or the first that another one
  /// demands.
  private mutating func missing() -> ValidationReject? {
    let scope = tables.scopes[level.scope]
    if level.requiredSeen == scope.requiredCount { return nil }
    for place in scope.firstRequired..<scope.firstRequired + UInt32(scope.requiredCount) {
      let number = UInt32(tables.required[place])
      if tables.members[level.firstMember + number].seen != level.stamp {
        return .field(.requiredTagMissing, tables.fields[number].tag)
      }
    }
    return demanded()
  }

  /// The first field that another one demands and that is missing; rare, so out of the way (benchmark
  /// order-command).
  @inline(never)
  private mutating func demanded() -> ValidationReject? {
    for place in 0..<tables.demandCount {
      let demand = tables.demands[place]
      let rule = tables.members[level.firstMember + demand.number]
      if rule.ordinal == 0 || rule.seen != level.stamp { continue }
      if !hasSeen(demand.partner) { return .conditional(tables.fields[demand.partner].tag) }
    }
    return nil
  }

  /// Whether the open message or entry has had a field; of an entry that can't have it, such as
  /// MessageEncoding(347), whether the message has.
  private func hasSeen(_ number: UInt32) -> Bool {
    let rule = tables.members[level.firstMember + number]
    if rule.ordinal != 0 || depth == 0 { return rule.seen == level.stamp }
    return tables.members[outer[0].firstMember + number].seen == outer[0].stamp
  }

  private var groupCounter: Tag { tables.scopes[level.scope].tag }
}
