import Market
import MarketDefinition
import Records
import Testing

/// What two persons do, and who may ask.
@Suite struct ApprovalsDefinitionTests {
  private func definition(_ approvals: String) throws -> Definition {
    let folder = try DefinitionFolder()
    try folder.edit("venue.yaml", "settlement: {", "approvals: {\(approvals)}\nsettlement: {")
    return try withExtendedLifetime(folder) { try Definition(folder: folder.path) }
  }

  /// The commands about approvals that bring a log to a definition.
  private func commands(_ definition: Definition, _ index: inout ReferenceIndex)
    -> [DefineApprovals]
  {
    var changes = ReferenceChanges(since: index)
    var bodies: [DefineApprovals] = []
    changes.apply(definition) { record in
      guard record.loadHead().typeCode == CommandType.defineApprovals.rawValue else { return }
      bodies.append(record.loadBody(DefineApprovals.self))
    }
    index = changes.updatedIndex
    return bodies
  }

  @Test("kinds and their time are journaled once, and taken back where they are said no more")
  func journaled() throws {
    let two = try definition(
      "actions: [halt, use-reserve, end-dispute], within: 30 min, operators: [1001, 1002]")
    #expect(two.venue.approvals.operators == [1_001, 1_002])
    var index = ReferenceIndex()
    #expect(commands(try DefinitionFolder.definition(), &index).isEmpty)
    let first = commands(two, &index)
    let kinds: [OperatorActionKind] = [.halt, .useReserve, .endDispute]
    #expect(first.map(\.kinds) == [kinds.reduce(0) { $0 | $1.bit }])
    #expect(first.map(\.seconds) == [1_800])
    #expect(commands(two, &index).isEmpty)
    #expect(commands(try DefinitionFolder.definition(), &index).map(\.kinds) == [0])
  }

  static let spoiled = [
    "actions: [halt]", "within: 30 min", "actions: [explode], within: 30 min",
    "actions: [halt], within: 8 d", "actions: [halt], within: 30 min, operators: [root]",
    "actions: [halt], within: 30 min, operators: [4294967295]", "actions: [halt], in: 1 h",
  ]

  @Test("what names no action, no time or no user is refused", arguments: spoiled)
  func wrong(_ approvals: String) throws {
    #expect(throws: InvalidDefinition.self) { try definition(approvals) }
  }

  @Test("seven days are the most")
  func longest() throws {
    #expect(try definition("actions: [halt], within: 7 d").venue.approvals.seconds == 604_800)
  }
}
