import Market
import Memory

/// A published change of a parameter that has not taken effect.
struct PendingChange: BitwiseCopyable {
  var number: UInt64 = 0
  var value: Int64 = 0
  var publishedOn = Instant.none
  var effectiveAt = Instant.none
  var instrument = InstrumentID.none
  var parameter = InstrumentParameter.priceBand
  var situationCode: UInt8 = 0

  /// Those of one instant take effect in the order in which they were published.
  func precedes(_ other: PendingChange) -> Bool {
    effectiveAt != other.effectiveAt
      ? effectiveAt < other.effectiveAt : number < other.number
  }
}

/// What instruments are defined as, what the operator has changed since, and what will change.
struct ParameterChanges: ~Copyable {
  /// By instrument: what its definition said last, and the same with all changes.
  private var defined: Slab<DefineInstrument>
  private var present: Slab<DefineInstrument>
  /// The next one first.
  private var pending: Slab<PendingChange>
  private(set) var count: UInt32 = 0
  /// Numbers given until now.
  private(set) var lastNumber: UInt64 = 0
  /// RuleVersion(7773): counts what has changed the rules, from 1.
  private(set) var ruleVersion: UInt16 = 1

  init(capacity: Int, instruments: Int) {
    defined = Slab(capacity: instruments + 1, repeating: DefineInstrument())
    present = Slab(capacity: instruments + 1, repeating: DefineInstrument())
    pending = Slab(capacity: capacity, repeating: PendingChange())
  }

  init(limits: VenueLimits) {
    self.init(capacity: limits.parameterChanges, instruments: limits.instruments)
  }

  var hasRoom: Bool { Int(count) < pending.capacity }
  var capacity: Int { pending.capacity }
  /// Whether the rules can change once more, with all that is pending.
  var hasVersions: Bool { UInt32(ruleVersion) + count < UInt32(UInt16.max) }
  /// When the next one takes effect; nil where none is pending.
  var nextEffect: Instant? { count > 0 ? pending[0].effectiveAt : nil }

  /// Whether one is to take effect at or before `instant`.
  func isDue(at instant: Instant) -> Bool { count > 0 && pending[0].effectiveAt <= instant }

  /// A pending one by its place, 0 ..< count.
  subscript(_ place: UInt32) -> PendingChange { pending[place] }

  /// The definition of an instrument with all changes that are in force.
  func definition(of instrument: InstrumentID) -> DefineInstrument {
    present[instrument.rawValue]
  }

  /// A new definition with the changes of those parameters about which it says the same as the one before.
  func merged(_ definition: DefineInstrument) -> DefineInstrument {
    let number = definition.instrument.rawValue
    var merged = definition
    for parameter in InstrumentParameter.allCases
    where definition.value(of: parameter) == defined[number].value(of: parameter) {
      _ = merged.set(parameter, to: present[number].value(of: parameter))
    }
    return merged
  }

  /// Whether two definitions have a parameter that is not the same.
  static func differ(_ one: DefineInstrument, _ other: DefineInstrument) -> Bool {
    InstrumentParameter.allCases.contains { one.value(of: $0) != other.value(of: $0) }
  }

  /// Takes note of a definition that is in force, and of what it is with all changes.
  mutating func define(_ definition: DefineInstrument, as merged: DefineInstrument) {
    defined[definition.instrument.rawValue] = definition
    present[definition.instrument.rawValue] = merged
  }

  /// A change is in force.
  mutating func change(_ definition: DefineInstrument) {
    present[definition.instrument.rawValue] = definition
    nextVersion()
  }

  mutating func nextVersion() {
    precondition(ruleVersion < .max, "a change is refused for which there is no version")
    ruleVersion += 1
  }

  /// The place of the pending one of a number.
  func place(of number: UInt64) -> UInt32? {
    for place in 0..<count where pending[place].number == number { return place }
    return nil
  }

  /// The pending one of an instrument's parameter.
  func place(of parameter: InstrumentParameter, of instrument: InstrumentID) -> UInt32? {
    for place in 0..<count
    where pending[place].instrument == instrument && pending[place].parameter == parameter {
      return place
    }
    return nil
  }

  /// How many are pending of an instrument, one of each parameter at most.
  func pendingCount(of instrument: InstrumentID) -> UInt16 {
    var number: UInt16 = 0
    for place in 0..<count where pending[place].instrument == instrument { number += 1 }
    return number
  }

  mutating func nextNumber() -> UInt64 {
    lastNumber += 1
    return lastNumber
  }

  /// Adds one; the caller has made sure of the room.
  mutating func add(_ change: PendingChange) {
    precondition(hasRoom, "a change is refused for which there is no room")
    var place = count
    while place > 0, change.precedes(pending[place - 1]) {
      pending[place] = pending[place - 1]
      place -= 1
    }
    pending[place] = change
    count += 1
  }

  mutating func remove(at place: UInt32) -> PendingChange {
    precondition(place < count, "it is pending")
    let change = pending[place]
    for next in place + 1..<count { pending[next - 1] = pending[next] }
    count -= 1
    return change
  }
}

extension ParameterChanges: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&defined)
    transfer.move(&present)
    transfer.move(&pending)
    transfer.move(&count)
    transfer.move(&lastNumber)
    transfer.move(&ruleVersion)
  }
}
