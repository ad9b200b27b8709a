import Market
import Records
import Testing

@testable import MarketDefinition

/// Whose copies a session gets.
@Suite struct CopiesDefinitionTests {
  /// A market whose session SELLER is a drop copy with these lines.
  private func definition(_ lines: String, role: String = "drop-copy") throws -> Definition {
    let folder = try DefinitionFolder()
    try folder.edit("sessions.yaml", "    role: dealer", "    role: \(role)\n\(lines)")
    return try withExtendedLifetime(folder) { try Definition(folder: folder.path) }
  }

  /// The commands about copies that bring a log to a definition.
  private func commands(_ definition: Definition, _ index: inout ReferenceIndex)
    -> [DefineEntitlement]
  {
    var changes = ReferenceChanges(since: index)
    var bodies: [DefineEntitlement] = []
    changes.apply(definition) { record in
      guard record.loadHead().typeCode == CommandType.defineEntitlement.rawValue else { return }
      bodies.append(record.loadBody(DefineEntitlement.self))
    }
    index = changes.updatedIndex
    return bodies
  }

  @Test("without a word a drop copy shows its own firm, and changes are journaled once")
  func own() throws {
    var index = ReferenceIndex()
    let first = commands(try definition(""), &index)
    #expect(first.count == 1)
    let session = try #require(first.first)
    let own = try #require(try definition("").sessions.first?.firm)
    let holds = session.firms.contains(try #require(index.firm(own)))
    let highest = session.firms.highest
    #expect(holds && session.isAll == 0)
    #expect(highest == index.firm(own))
    #expect(commands(try definition(""), &index).isEmpty)
    #expect(commands(try definition("    copies: all\n"), &index).map(\.isAll) == [1])
    #expect(commands(try definition(""), &index).map(\.isAll) == [0])
  }

  @Test("a list names firms; one of them may stand alone")
  func listed() throws {
    let codes = try definition("").firms.map(\.code)
    let names = codes.map { "\($0.text)" }
    #expect(
      try definition("    copies: [\(names.joined(separator: ", "))]\n").sessions[0].copies
        == .firms(codes))
    #expect(
      try definition("    copies: \(names[0])\n").sessions[0].copies == .firms([codes[0]]))
  }

  @Test("a session that trades gets no copies, and no drop copy of a firm that there is not")
  func wrong() throws {
    #expect(throws: InvalidDefinition.self) {
      try definition("    copies: all\n", role: "dealer")
    }
    #expect(throws: InvalidDefinition.self) { try definition("    copies: [NOBODY]\n") }
  }

  @Test("dealers' sessions make no records of copies")
  func dealers() throws {
    var index = ReferenceIndex()
    #expect(commands(try definition("", role: "dealer"), &index).isEmpty)
  }
}
