import Market
import MarketDefinition
import Records
import Testing

/// From which rates on somebody is flagged, in venue.yaml.
@Suite struct MonitorsDefinitionTests {
  private func definition(_ monitors: String?) throws -> Definition {
    let folder = try DefinitionFolder()
    if let monitors {
      try folder.edit("venue.yaml", "settlement: {", "monitors: {\(monitors)}\nsettlement: {")
    }
    return try withExtendedLifetime(folder) { try Definition(folder: folder.path) }
  }

  @Test("thresholds, and what they are unless said; a day is the market's")
  func keys() throws {
    #expect(try definition(nil).venue.monitors == nil)
    let short = try #require(try definition("warning: 100").venue.monitors)
    #expect([short.highRate, short.highDay, short.throttle] == [300, 20_000, 300])
    #expect([short.bursts, short.burstMessages, short.warning] == [10, 10, 100])
    let venue = try definition("highRate: 512, highDay: 0, bursts: 3, burstMessages: 4").venue
    let command = try #require(venue.monitors?.command(utcOffsetSeconds: 28_800))
    #expect([command.highRate, command.highDay] == [512, 0])
    #expect([command.bursts, command.burstMessages] == [3, 4])
    #expect([command.warning, command.throttle] == [200, 300])
    #expect(command.utcOffsetSeconds == 28_800)
  }

  static let spoiled = [
    ("throttle: 513", "'513' is not a whole number from 0 to 512"),
    ("highRate: -1", "'-1' is not a whole number from 0 to 512"),
    ("warning: 301", "'warning' is 301, above 'throttle', which is 300"),
    ("warnings: 3", "did you mean 'warning'?"),
  ]

  @Test("what is no threshold is named with the way out", arguments: spoiled)
  func wrong(_ monitors: String, _ says: String) throws {
    do {
      _ = try definition(monitors)
      Issue.record("\(monitors) is taken")
    } catch let error as InvalidDefinition {
      #expect("\(error)".contains(says), "\(error)")
    }
  }

  @Test("they are journaled once, again where they change, and as none where they are taken out")
  func journaled() throws {
    var index = ReferenceIndex()
    var bodies: [DefineMonitors] = []
    for monitors in [nil, "", "", "throttle: 400", nil, nil] as [String?] {
      var changes = ReferenceChanges(since: index)
      changes.apply(try definition(monitors)) { record in
        guard record.loadHead().typeCode == CommandType.defineMonitors.rawValue else { return }
        bodies.append(record.loadBody(DefineMonitors.self))
      }
      index = changes.updatedIndex
    }
    #expect(bodies.map(\.throttle) == [300, 400, 0])
    #expect(bodies.map(\.highRate) == [300, 300, 0])
  }
}
