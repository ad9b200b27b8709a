import FIX44
import Testing

/// What holds for every field, group and message of the dictionary.
@Suite struct FIX44DictionaryStructureTests {
  let dictionary = FIX44Dictionary.make()

  private var structures: [(name: String, members: [Member])] {
    dictionary.messages.map { ($0.name, $0.members) }
      + dictionary.groups.map { ($0.name, $0.members) }
      + [("StandardHeader", dictionary.header), ("StandardTrailer", dictionary.trailer)]
  }

  @Test("tags, names of fields, MsgTypes and names of messages are unique")
  func unique() {
    #expect(Set(dictionary.fields.map(\.tag)).count == dictionary.fields.count)
    #expect(Set(dictionary.fields.map(\.name)).count == dictionary.fields.count)
    #expect(Set(dictionary.messages.map(\.msgType)).count == dictionary.messages.count)
    #expect(Set(dictionary.messages.map(\.name)).count == dictionary.messages.count)
    #expect(Set(dictionary.groups.map(\.name)).count == dictionary.groups.count)
  }

  @Test("fields are sorted by tag, groups by counter")
  func sorted() {
    #expect(dictionary.fields.map(\.tag) == dictionary.fields.map(\.tag).sorted())
    #expect(dictionary.groups.map(\.counter) == dictionary.groups.map(\.counter).sorted())
  }

  @Test(
    "standard tags end below 1000, the venue's own stand in 7700 to 7899 and are optional, but for the first of an own group"
  )
  func ownTags() {
    let ownGroups = dictionary.groups.filter { $0.counter.isUserDefined }
    let delimiters = Set(ownGroups.map { $0.members[0].tag })
    for field in dictionary.fields {
      let number = field.tag.rawValue
      #expect(field.tag.isUserDefined ? (7700...7899).contains(number) : number < 1000)
    }
    for (name, members) in structures {
      let demanded = members.filter {
        $0.tag.isUserDefined && $0.presence == .required && !delimiters.contains($0.tag)
      }
      #expect(demanded.isEmpty, "\(name)")
    }
  }

  @Test("every member is a known field, and stands once in its message or group")
  func members() {
    for (name, members) in structures {
      #expect(members.allSatisfy { dictionary.field($0.tag) != nil }, "\(name)")
      #expect(Set(members.map(\.tag)).count == members.count, "\(name)")
    }
  }

  @Test("a member counts a group exactly where its type is NumInGroup")
  func counters() {
    for (name, members) in structures {
      for member in members {
        let isCounter = dictionary.field(member.tag)?.type == .numInGroup
        let group = member.group.map { dictionary.groups[$0] }
        #expect(isCounter == (group != nil), "\(name) \(member.tag)")
        #expect(group == nil || group?.counter == member.tag, "\(name) \(member.tag)")
      }
    }
  }

  @Test("every group begins with a required plain field, its delimiter")
  func delimiters() {
    for group in dictionary.groups {
      #expect(group.members.first?.presence == .required, "\(group.name)")
      #expect(group.members.first?.group == nil, "\(group.name)")
    }
    let delimiters = dictionary.groups.map { "\($0.counter) \($0.members[0].tag)" }
    #expect(
      delimiters == [
        "33 58", "73 11", "136 137", "146 55", "146 55", "146 55", "146 55", "146 55", "232 233",
        "267 269", "268 269",
        "268 279", "384 372", "386 336", "453 448", "552 54", "552 54",
        "555 600", "580 75", "627 628", "702 703", "711 311", "711 311", "753 707", "802 523",
        "862 528", "864 865",
        "887 888",
        "897 571",
        "7757 7850",
      ])
  }

  @Test("a data field stands directly behind its length field")
  func dataFields() {
    for (name, members) in structures {
      for (index, member) in members.enumerated() {
        guard let length = dictionary.field(member.tag)?.lengthTag else { continue }
        #expect(index > 0 && members[index - 1].tag == length, "\(name) \(member.tag)")
      }
    }
  }

  @Test("8, 9 and 35 begin the header, 10 ends the trailer, no message repeats either")
  func headerAndTrailer() {
    #expect(dictionary.header.prefix(3).map(\.tag) == [.beginString, .bodyLength, .msgType])
    #expect(dictionary.trailer.last?.tag == .checkSum)
    let shared = Set((dictionary.header + dictionary.trailer).map(\.tag))
    for message in dictionary.messages {
      #expect(shared.isDisjoint(with: message.members.map(\.tag)), "\(message.name)")
    }
  }
}
