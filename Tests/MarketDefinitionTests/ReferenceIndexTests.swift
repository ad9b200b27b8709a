import Market
import MarketCore
import MarketDefinition
import Memory
import Records
import Testing

/// A venue, and what is noted of its log.
private struct NotedVenue: ~Copyable {
  var venue = Venue(limits: .small, seed: HashSeed(rawValue: 1))
  var events = RecordBuffer(capacity: Venue.eventBytesPerApply)
  var index = ReferenceIndex()

  /// What a start with a definition says of it: all that is new is journaled.
  mutating func start(_ definition: Definition) -> [String] {
    var changes = ReferenceChanges(since: index)
    var commands = RecordBuffer(capacity: 65_536)
    changes.apply(definition) { commands.append(record: $0) }
    var offset = 0
    while offset < commands.count {
      let end = offset + Int(commands.bytes.loadHead(at: offset).length)
      apply(commands.bytes.extracting(offset..<end))
      offset = end
    }
    return changes.lines
  }

  mutating func grade(_ grade: Character, by session: UInt32 = 0) throws {
    var body = GradeWarehouse()
    body.code = CompID(try #require(Text16("W1")))
    body.grade = try #require(grade.asciiValue)
    var head = RecordHead()
    head.typeCode = CommandType.gradeWarehouse.rawValue
    head.session = SessionID(rawValue: session)
    var command = RecordBuffer(capacity: 256)
    command.append(head, body: body)
    apply(command.bytes)
  }

  mutating func apply(_ command: RawSpan) {
    events.removeAll()
    venue.apply(command, into: &events)
    note(command, told: events, in: &index)
  }

  func knows(_ document: String) throws -> Bool {
    venue.document(TitleDocID(try #require(Text32(document)))) != nil
  }
}

private func note(
  _ command: RawSpan, told events: borrowing RecordBuffer, in index: inout ReferenceIndex
) {
  index.note(command, told: events.bytes)
}

@Suite struct ReferenceIndexTests {
  /// The definition with R3, active and stored at a position, in place of R2.
  private func definition(storedAt position: String) throws -> Definition {
    let folder = try DefinitionFolder()
    let rows = "R3,CU,W1,SELLER,ACTIVE,24.5,2026-08-18,2027-08-18,-60,2,,\(position)"
    try folder.edit(
      "receipts.csv", "R2,CU,W1,SELLER,FROZEN,24.5,2026-08-18,2027-08-18,-60,2,,A-2", rows)
    return try withExtendedLifetime(folder) { try Definition(folder: folder.path) }
  }

  @Test(
    "a receipt that the venue has refused is tried at each start, and once more when it is taken")
  func refused() throws {
    var noted = NotedVenue()
    _ = noted.start(try DefinitionFolder.definition())
    // R2 lies at A-2 as the log has it.
    let occupied = try definition(storedAt: "A-2")
    for _ in 0..<2 {
      let lines = noted.start(occupied)
      #expect(lines == ["+ 1 title documents"])
      #expect(try !noted.knows("R3"))
    }
    let free = try definition(storedAt: "A-3")
    let lines = noted.start(free)
    #expect(lines == ["+ 1 title documents"])
    #expect(try noted.knows("R3"))
    #expect(noted.start(free) == [])
  }

  @Test("approvals and monitors that the log has are not told again at the next start")
  func rulesOfTheVenue() throws {
    let folder = try DefinitionFolder()
    try folder.edit(
      "venue.yaml", "settlement: {",
      "monitors: {throttle: 400}\napprovals: {actions: [halt], within: 30 min, operators: [1001, 1002]}\n"
        + "settlement: {")
    let definition = try withExtendedLifetime(folder) { try Definition(folder: folder.path) }
    var noted = NotedVenue()
    let first = noted.start(definition)
    #expect(first.filter { $0.contains("approvals") || $0.contains("monitors") }.count == 2)
    let second = noted.start(definition)
    #expect(second == [])
  }

  @Test("a grade that the venue has not taken keeps no receipt out")
  func refusedGrade() throws {
    var noted = NotedVenue()
    _ = noted.start(try DefinitionFolder.definition())
    let new = try definition(storedAt: "A-3")
    // A dealer may not; and there is no grade E.
    try noted.grade("D", by: 1)
    try noted.grade("E")
    let lines = noted.start(new)
    #expect(lines == ["+ 1 title documents"])
    #expect(try noted.knows("R3"))
  }

  @Test("one that the operator has given does, until it is better")
  func grade() throws {
    var noted = NotedVenue()
    _ = noted.start(try DefinitionFolder.definition())
    let new = try definition(storedAt: "A-3")
    try noted.grade("C")
    let refused = noted.start(new)
    #expect(refused.count == 1 && refused[0].hasPrefix("! document R3 is not admitted"))
    try noted.grade("B")
    let lines = noted.start(new)
    #expect(lines == ["+ 1 title documents"])
    #expect(try noted.knows("R3"))
  }

  @Test("a document that has come to the venue otherwise is tried once")
  func known() throws {
    var noted = NotedVenue()
    let definition = try DefinitionFolder.definition()
    _ = noted.start(definition)
    noted.index = ReferenceIndex()
    let lines = noted.start(definition)
    #expect(lines.contains("+ 2 title documents"))
    #expect(noted.start(definition) == [])
  }
}
