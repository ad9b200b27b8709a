import Market
import MarketDefinition
import Records
import Testing

@Suite struct ReferenceChangesTests {
  /// What a log holds after the changes to `definition` have been journaled in it.
  private func journal(
    _ definition: Definition, since index: ReferenceIndex = ReferenceIndex()
  ) -> (index: ReferenceIndex, lines: [String], types: [UInt16]) {
    var changes = ReferenceChanges(since: index)
    var read = index
    var types: [UInt16] = []
    changes.apply(definition) { record in
      types.append(record.loadHead().typeCode)
      read.note(record)
    }
    return (read, changes.lines, types)
  }

  @Test("a firm's counterparties are told behind all firms, and again when they change")
  func counterparties() throws {
    let folder = try DefinitionFolder()
    let first = try #require(try Definition(folder: folder.path).firms.first)
    var index = ReferenceIndex()
    for (list, told) in [
      ("[\(first.code.text)]", "+ counterparties"), ("[]", "~ counterparties"), ("[]", ""),
      (nil, "~ counterparties"), (nil, ""),
    ] as [(String?, String)] {
      let key = list.map { "\n    counterparties: \($0)" } ?? ""
      let folder = try DefinitionFolder()
      try folder.edit("firms.yaml", "code: \(first.code.text)", "code: \(first.code.text)\(key)")
      var changes = ReferenceChanges(since: index)
      var bodies: [DefineCounterparties] = []
      changes.apply(try Definition(folder: folder.path)) { record in
        let type = record.loadHead().typeCode
        guard type == CommandType.defineCounterparties.rawValue else { return }
        bodies.append(record.loadBody(DefineCounterparties.self))
      }
      let lines = changes.lines.filter { $0.contains("counterparties") }
      #expect(lines.count == (told.isEmpty ? 0 : 1) && bodies.count == lines.count)
      #expect(lines.allSatisfy { $0.hasPrefix(told) })
      #expect(bodies.allSatisfy { $0.isLimited == (list == nil ? 0 : 1) })
      #expect(bodies.allSatisfy { $0.count == (list == nil || list == "[]" ? 0 : 1) })
      index = changes.updatedIndex
    }
  }

  @Test("a taker names one of five best prices, unless the instrument says how many")
  func listingReach() throws {
    for (text, reach) in [
      ("", UInt8(5)), ("\n    listingReach: 1", 1), ("\n    listingReach: 16", 16),
    ] {
      let folder = try DefinitionFolder()
      try folder.edit("instruments.yaml", "[listing, continuous]", "[listing]\(text)")
      var changes = ReferenceChanges(since: ReferenceIndex())
      var reaches: [UInt8] = []
      changes.apply(try Definition(folder: folder.path)) { record in
        guard record.loadHead().typeCode == CommandType.defineInstrument.rawValue else { return }
        reaches.append(record.loadBody(DefineInstrument.self).listingReach)
      }
      #expect(reaches == [reach])
    }
  }

  @Test("a file changes no parameter that is traded by, but what is in force it may say")
  func parameters() throws {
    let symbol = Symbol(try #require(Text16("CU")))
    var first = ReferenceChanges(since: ReferenceIndex())
    var defined = DefineInstrument()
    let noted = { (record: RawSpan) in
      guard record.loadHead().typeCode == CommandType.defineInstrument.rawValue else { return }
      defined = record.loadBody(DefineInstrument.self)
    }
    first.apply(try DefinitionFolder.definition(), publish: noted)
    let before = defined
    #expect(before.bandBasisPoints == 600)
    let folder = try DefinitionFolder()
    try folder.edit("instruments.yaml", "bandPercent: 6", "bandPercent: 8\n    listingReach: 3")
    try folder.edit("instruments.yaml", "[listing, continuous]", "[listing]")
    let changed = try Definition(folder: folder.path)
    for (inForce, band, isKept) in [
      (600, 600, true), (700, 600, true), (800, 800, false), (nil, 800, false),
    ] as [(UInt32?, UInt32, Bool)] {
      var present = before
      present.bandBasisPoints = inForce ?? 600
      var changes = ReferenceChanges(
        since: first.updatedIndex, inForce: inForce == nil ? nil : [symbol: present])
      changes.apply(changed, publish: noted)
      #expect(defined.bandBasisPoints == band)
      #expect(defined.listingReach == 3)
      let kept = changes.lines.filter { $0.hasPrefix("! instrument CU: price band as in force") }
      #expect(kept.count == (isKept ? 1 : 0), "\(changes.lines)")
    }
  }

  @Test("what an instrument says in words goes with it, its phases too, 512 bytes at most")
  func words() throws {
    let definition = try DefinitionFolder.definition()
    var changes = ReferenceChanges(since: ReferenceIndex())
    var text = ""
    changes.apply(definition) { record in
      let head = record.loadHead()
      guard head.typeCode == CommandType.defineInstrument.rawValue else { return }
      let start = RecordHead.byteCount + MemoryLayout<DefineInstrument>.size
      let length = Int(record.loadBody(DefineInstrument.self).attributesLength)
      let bytes = Span<UInt8>(_bytes: record.extracting(start..<start + length))
      text = String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    #expect(text.hasPrefix("name="))
    #expect(text.contains("\nphases=") && text.contains(" open, ") && text.hasSuffix(" closed\n"))
    let room = 512 - text.utf8.count
    for (more, problems) in [(room, 0), (room + 1, 1)] {
      let folder = try DefinitionFolder()
      let padding = String(repeating: "x", count: more)
      try folder.edit("instruments.yaml", "matchRule: ", "matchRule: \(padding)")
      do {
        _ = try Definition(folder: folder.path)
        #expect(problems == 0)
      } catch {
        #expect(problems == 1 && "\(error)".contains("513 bytes with their keys, at most 512"))
      }
    }
  }

  @Test("an empty log takes everything, references before what refers to them")
  func first() throws {
    let definition = try DefinitionFolder.definition()
    let (index, lines, types) = journal(definition)
    #expect(types == [64, 64, 64, 64, 67, 66, 65, 65, 68, 68, 69])
    #expect(lines.contains("+ instrument CU"))
    #expect(index.firm(CompID(try #require(Text16("BUYER")))) == FirmID(rawValue: 2))
    #expect(index.instrument(Symbol(try #require(Text16("CU")))) == InstrumentID(rawValue: 1))
  }

  @Test("calls come from the calendar, the dynamic band from the instrument")
  func phases() throws {
    let folder = try DefinitionFolder()
    try folder.edit(
      "instruments.yaml", "bandPercent: 6",
      "bandPercent: 6\n    dynamicBandPercent: 1.25\n    interruptionSeconds: 86400")
    var changes = ReferenceChanges(since: ReferenceIndex())
    var bodies: [DefineInstrument] = []
    changes.apply(try Definition(folder: folder.path)) { record in
      guard record.loadHead().typeCode == CommandType.defineInstrument.rawValue else { return }
      bodies.append(record.loadBody(DefineInstrument.self))
    }
    #expect(bodies.map(\.calls) == [[.opening, .closing]])
    #expect(bodies.map(\.dynamicBandBasisPoints) == [125])
    #expect(bodies.map(\.interruptionSeconds) == [86_400])
  }

  @Test(
    "settlement comes from the instrument and from what holds for all; a warehouse from its firm")
  func settlement() throws {
    let folder = try DefinitionFolder()
    try folder.edit(
      "instruments.yaml", "signingFlow: automatic",
      "signingFlow: affirm by AU\n    settlement: {signWithin: 60 s, titleWithin: 2 d}")
    var changes = ReferenceChanges(since: ReferenceIndex())
    var instrument = DefineInstrument()
    var warehouse = DefineWarehouse()
    changes.apply(try Definition(folder: folder.path)) { record in
      switch CommandType(rawValue: record.loadHead().typeCode) {
      case .defineInstrument: instrument = record.loadBody(DefineInstrument.self)
      case .defineWarehouse: warehouse = record.loadBody(DefineWarehouse.self)
      default: break
      }
    }
    #expect(instrument.signingFlowCode == SigningFlow.affirm.rawValue)
    #expect(instrument.clearingModeCode == ClearingMode.gross.rawValue)
    #expect(instrument.signSeconds == 60 && instrument.titleSeconds == 172_800)
    #expect(instrument.balanceSeconds == 7_200 && instrument.fundsSeconds == 600)
    #expect(instrument.weightSeconds == 0 && instrument.reserveBasisPoints == 5)
    #expect(warehouse.firm == FirmID(rawValue: 4))
  }

  @Test("the same definition again changes nothing")
  func unchanged() throws {
    let definition = try DefinitionFolder.definition()
    let (index, _, _) = journal(definition)
    let again = journal(definition, since: index)
    #expect(again.types == [])
    #expect(again.lines == [])
  }

  @Test("a changed instrument keeps its number and is told as a difference")
  func changed() throws {
    let folder = try DefinitionFolder()
    let (index, _, _) = journal(try Definition(folder: folder.path))
    try folder.edit("instruments.yaml", "bandPercent: 6", "bandPercent: 7")
    try folder.edit("firms.yaml", "code: SELLER", "code: OTHER\n    name: O\n  - code: SELLER")
    let (after, lines, types) = journal(try Definition(folder: folder.path), since: index)
    #expect(lines == ["+ firm OTHER", "~ instrument CU"])
    #expect(types == [64, 66])
    #expect(after.firm(CompID(try #require(Text16("OTHER")))) == FirmID(rawValue: 5))
    #expect(after.firm(CompID(try #require(Text16("SELLER")))) == FirmID(rawValue: 1))
  }

  /// The index behind the grade that a command gives.
  private func graded(_ index: ReferenceIndex, _ grade: Character) throws -> ReferenceIndex {
    var body = GradeWarehouse()
    body.code = CompID(try #require(Text16("W1")))
    body.grade = try #require(grade.asciiValue)
    var head = RecordHead()
    head.typeCode = CommandType.gradeWarehouse.rawValue
    var buffer = RecordBuffer(capacity: 256)
    buffer.append(head, body: body)
    var index = index
    index.note(buffer.bytes)
    return index
  }

  @Test("at a warehouse that was given grade C a new receipt waits until it has a better one")
  func admission() throws {
    let folder = try DefinitionFolder()
    let (index, _, _) = journal(try Definition(folder: folder.path))
    try folder.edit("receipts.csv", "R2,CU,W1,SELLER,FROZEN", "R3,CU,W1,SELLER,ACTIVE")
    let definition = try Definition(folder: folder.path)
    let (after, lines, types) = journal(definition, since: try graded(index, "C"))
    #expect(types == [])
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix("! document R3 is not admitted: warehouse W1") ?? false)
    #expect(journal(definition, since: try graded(after, "B")).lines == ["+ 1 title documents"])
    try folder.edit("warehouses.yaml", "grade: A", "grade: B")
    let defined = journal(try Definition(folder: folder.path), since: after)
    #expect(defined.types == [67, 68])
  }

  @Test("what is no longer defined is told, and stays")
  func removed() throws {
    let folder = try DefinitionFolder()
    let (index, _, _) = journal(try Definition(folder: folder.path))
    try folder.edit("firms.yaml", "  - code: DESK\n    name: Operator\n    operator: yes", "")
    let (_, lines, types) = journal(try Definition(folder: folder.path), since: index)
    #expect(types == [])
    #expect(lines.count == 1)
    #expect(lines.first?.contains("firm DESK is no longer defined") ?? false)
  }
}
