import Market
import Testing

@testable import MarketCore

@Suite struct ParameterChangesTests {
  private static func change(_ number: UInt64, at: Int64) -> PendingChange {
    var change = PendingChange()
    change.number = number
    change.effectiveAt = Instant(nanoseconds: at)
    change.instrument = InstrumentID(rawValue: 1)
    change.parameter = number % 2 == 0 ? .guarantee : .priceBand
    return change
  }

  @Test("the next one stands first, those of an instant as they were published")
  func order() {
    var changes = ParameterChanges(capacity: 4, instruments: 1)
    for (number, at) in [(UInt64(1), Int64(30)), (2, 10), (3, 30), (4, 20)] {
      changes.add(Self.change(number, at: at))
    }
    let next = changes.nextEffect
    let (isDueBefore, isDue) = (
      changes.isDue(at: Instant(nanoseconds: 9)), changes.isDue(at: Instant(nanoseconds: 10))
    )
    #expect(next == Instant(nanoseconds: 10) && !isDueBefore && isDue)
    let (place, nowhere) = (changes.place(of: 4), changes.place(of: 9))
    #expect(place == 1 && nowhere == nil)
    let found = changes.place(of: .priceBand, of: InstrumentID(rawValue: 1))
    #expect(found == 2)
    let other = changes.place(of: .priceBand, of: InstrumentID(rawValue: 2))
    #expect(other == nil)
    var numbers: [UInt64] = []
    while changes.count > 0 { numbers.append(changes.remove(at: 0).number) }
    #expect(numbers == [2, 4, 1, 3])
    let last = changes.nextEffect
    #expect(last == nil)
  }

  @Test("a definition keeps what was changed since, unless it says something else than before")
  func merge() {
    var changes = ParameterChanges(capacity: 1, instruments: 1)
    var definition = DefineInstrument()
    definition.instrument = InstrumentID(rawValue: 1)
    for parameter in InstrumentParameter.allCases {
      let isSet = definition.set(parameter, to: 5)
      #expect(isSet && definition.value(of: parameter) == 5)
    }
    changes.define(definition, as: definition)
    var changed = definition
    let isChanged = changed.set(.guarantee, to: 7) && changed.set(.minimumTradeFee, to: 8)
    #expect(isChanged)
    #expect(ParameterChanges.differ(definition, changed))
    changes.change(changed)
    let (version, kept) = (changes.ruleVersion, changes.merged(definition))
    #expect(version == 2 && !ParameterChanges.differ(kept, changed))
    let isOther = definition.set(.guarantee, to: 6)
    #expect(isOther)
    let merged = changes.merged(definition)
    #expect(merged.value(of: .guarantee) == 6 && merged.value(of: .minimumTradeFee) == 8)
  }

  @Test("no parameter takes what its field can't hold")
  func values() {
    for parameter in InstrumentParameter.allCases {
      var definition = DefineInstrument()
      let takesNegative = definition.set(parameter, to: -1)
      let takesWide = definition.set(parameter, to: Int64(UInt32.max) + 1)
      let takesMost = definition.set(parameter, to: 65_535)
      #expect(!takesNegative && takesWide == (parameter.unit == .yuan) && takesMost)
      #expect(definition.value(of: parameter) == 65_535)
    }
  }

  /// Changes of this many parameters of four instruments, all at one instant.
  private static func due(_ count: Int) -> ScenarioMarket {
    var limits = VenueLimits.small
    limits.parameterChanges = 72
    let market = ScenarioMarket(limits: limits)
    VenueTests.perform("market", market)
    for number in 1...3 { VenueTests.perform("instrument I\(number)", market) }
    var left = count
    for symbol in ["CU-BW-A", "I1", "I2", "I3"] {
      for parameter in InstrumentParameter.allCases where left > 0 {
        let value = parameter == .tolerance ? 300 : 50
        VenueTests.perform(
          "change \(symbol) \(parameter) \(value) situation=1 at=60", market)
        left -= 1
      }
    }
    VenueTests.perform("wait 60", market)
    return market
  }

  private static func inForce(_ lines: [String]) -> Int {
    lines.count { $0.contains(" inForce ") }
  }

  @Test("64 take effect in a step, and no order is taken until all have", arguments: [63, 64, 65])
  func steps(count: Int) {
    let market = Self.due(count)
    let order = Row("new D2 B1 buy 1 68450").flatMap { market.perform($0) } ?? []
    let most = VenueLimits.parameterChangesPerStep
    #expect(Self.inForce(order) == min(count, most))
    #expect(order.contains { $0.contains("rejected") } == (count > most))
    let rest = Row("tick").flatMap { market.perform($0) } ?? []
    #expect(Self.inForce(rest) == max(0, count - most))
  }

  @Test("as many are pending as there is room for", arguments: [3, 4, 5])
  func room(count: Int) {
    let market = ScenarioMarket()
    VenueTests.perform("market", market)
    let lines = InstrumentParameter.allCases.dropFirst(10).prefix(count).flatMap { parameter in
      Row("change CU-BW-A \(parameter) 50 situation=1 at=60").flatMap { market.perform($0) } ?? []
    }
    #expect(lines.count { $0.contains("published") } == min(count, 4))
    #expect(lines.count { $0.contains("limitReached") } == max(0, count - 4))
  }
}
