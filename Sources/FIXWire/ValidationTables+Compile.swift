import FIX44
import Memory

extension ValidationTables {
  /// Compiles the dictionary: a matter of program start.
  init(_ dictionary: FIX44Dictionary, thirdParties: Bool) {
    let scopeCount = dictionary.messages.count + dictionary.groups.count
    let places =
      dictionary.header.count + dictionary.trailer.count
      + (dictionary.messages.map(\.members.count) + dictionary.groups.map(\.members.count))
      .reduce(0, +)
    refusesThirdParties = !thirdParties
    firstGroup = UInt32(dictionary.messages.count)
    fields = Slab(capacity: Int(Self.fieldCount), repeating: FieldRule())
    codes = Slab(
      capacity: dictionary.fields.reduce(1) { $0 + $1.values.count }, repeating: CodeText())
    scopes = Slab(capacity: scopeCount + 1, repeating: Scope())
    demands = Slab(capacity: 2 * dictionary.fields.count + 3, repeating: Demand())
    required = Slab(
      capacity: (dictionary.messages.count + 1) * (places + 1), repeating: 0)
    members = Slab(capacity: (scopeCount + 1) * Int(Self.fieldCount), repeating: MemberRule())
    messageScopes = Slab(capacity: 128 * 128, repeating: 0)
    compileFields(dictionary)
    compileDemands(dictionary)
    compileScopes(dictionary)
    if !thirdParties { refuseThirdParties() }
  }

  private mutating func compileFields(_ dictionary: FIX44Dictionary) {
    var codeCount: UInt32 = 0
    for field in dictionary.fields {
      var rule = FieldRule(tag: field.tag, form: ValueForm(field.type), isDefined: true)
      rule.hasCodes = !field.values.isEmpty
      rule.firstCode = codeCount
      rule.codeCount = UInt32(field.values.count)
      for code in field.values.map({ CodeText($0) }).sorted() {
        codes[codeCount] = code
        codeCount += 1
        if code.high == 0, code.low < 128 { rule.take(UInt8(code.low)) }
      }
      if !rule.hasCodes {
        for digit in ASCII.zero...ASCII.nine { rule.take(digit) }
      }
      fields[Self.definedNumber(of: field.tag)] = rule
    }
  }

  private mutating func refuseThirdParties() {
    for tag in [Tag.onBehalfOfCompID, .deliverToCompID] {
      let number = Self.definedNumber(of: tag)
      fields[number].isDefined = false
      for scope in 0..<firstGroup { members[scope * Self.fieldCount + number].isUsual = false }
    }
  }

  /// A length demands its data, an encoded field the encoding, and these each other.
  private mutating func compileDemands(_ dictionary: FIX44Dictionary) {
    var pairs: [(Tag, Tag)] = [
      (.securityID, .securityIDSource), (.securityIDSource, .securityID), (.commission, .commType),
    ]
    for field in dictionary.fields {
      guard let length = field.lengthTag else { continue }
      pairs.append((length, field.tag))
      if field.name.hasPrefix("Encoded") { pairs.append((field.tag, .messageEncoding)) }
    }
    for (tag, partner) in pairs {
      let number = Self.definedNumber(of: tag)
      demands[demandCount] = Demand(number: number, partner: Self.definedNumber(of: partner))
      demandCount += 1
      fields[number].isDemanding = true
    }
  }

  private mutating func compileScopes(_ dictionary: FIX44Dictionary) {
    var requiredCount: UInt32 = 0
    for (index, message) in dictionary.messages.enumerated() {
      let scope = UInt32(index)
      let key = UInt32(message.msgType.rawValue & 0x7f) | UInt32(message.msgType.rawValue >> 8) << 7
      messageScopes[key] = UInt16(scope + 1)
      scopes[scope].firstRequired = requiredCount
      let sections: [(Section, [Member])] = [
        (.header, dictionary.header), (.body, message.members), (.trailer, dictionary.trailer),
      ]
      var ordinal: UInt16 = 0
      for (section, members) in sections {
        for member in members {
          ordinal += 1
          add(member, ordinal, to: scope, section, &requiredCount)
          markGroup(member, of: scope, dictionary, depth: 1)
        }
      }
    }
    for (index, group) in dictionary.groups.enumerated() {
      let scope = firstGroup + UInt32(index)
      scopes[scope].tag = group.counter
      scopes[scope].firstRequired = requiredCount
      for (place, member) in group.members.enumerated() {
        add(member, UInt16(place + 1), to: scope, .body, &requiredCount)
      }
    }
  }

  private mutating func add(
    _ member: Member, _ ordinal: UInt16, to scope: UInt32, _ section: Section,
    _ requiredCount: inout UInt32
  ) {
    let number = Self.definedNumber(of: member.tag)
    precondition(fields[number].isDefined, "members are defined: \(member.tag)")
    let place = scope * Self.fieldCount + number
    precondition(members[place].ordinal == 0, "a field has one place: \(member.tag)")
    members[place].ordinal = ordinal
    members[place].section = section
    members[place].isUsual = member.group == nil && !fields[number].isDemanding
    if fields[number].isDemanding { members[place].weight = -1 }
    members[place].characters = fields[number].characters
    members[place].form = fields[number].form
    members[place].check =
      fields[number].hasCodes ? .codes : fields[number].form == .text ? .nothing : .form
    if let group = member.group { members[place].groupScope = UInt16(firstGroup) + UInt16(group) }
    if member.presence == .required {
      if members[place].weight == 0 { members[place].weight = 1 }
      required[requiredCount] = UInt16(number)
      requiredCount += 1
      scopes[scope].requiredCount += 1
    }
  }

  /// Notes for `scope` what stands in the group that `member` counts, and in groups within it.
  private mutating func markGroup(
    _ member: Member, of scope: UInt32, _ dictionary: FIX44Dictionary, depth: Int
  ) {
    guard let group = member.group else { return }
    precondition(depth <= MessageValidator.groupDepth, "groups are nested to depth 4")
    for inner in dictionary.groups[group].members {
      members[scope * Self.fieldCount + Self.definedNumber(of: inner.tag)].isInGroup = true
      markGroup(inner, of: scope, dictionary, depth: depth + 1)
    }
  }
}

extension ValidationTables {
  private static func definedNumber(of tag: Tag) -> UInt32 {
    guard let number = number(of: tag) else {
      preconditionFailure("the field index has a slot for each tag of the dictionary: \(tag)")
    }
    return number
  }
}

extension ValidationTables.FieldRule {
  /// Notes `character` as right if the form accepts it as the only one.
  fileprivate mutating func take(_ character: UInt8) {
    let only = [1 of UInt8](repeating: character)
    let field = Field(tag: tag, offset: 0, length: 1)
    var timestamps = TimestampReader()
    if form.accepts(field, RawSpan(_elements: only.span), &timestamps) {
      characters.insert(character)
    }
  }
}
