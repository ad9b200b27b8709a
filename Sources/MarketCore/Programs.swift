import Market
import Memory

/// A programme that a firm has registered.
struct Program: BitwiseCopyable {
  /// ProgramRegID(7801): the place in the table, and how often that was used; zero while it was not.
  var number: UInt32 = 0
  var isInForce = false
  var strategy = StrategyType.algorithm
  var maxRate: UInt32 = 0
  /// ComplianceID(376), unique among the firm's in force.
  var name = Text32()
}

/// The programmes that firms have registered: for each firm as many places. A number that was given is never
/// given again.
struct Programs: ~Copyable {
  private var programs: Slab<Program>
  private let perFirm: UInt32
  private let firms: UInt32

  init(firms: Int, perFirm: Int) {
    self.firms = UInt32(firms)
    self.perFirm = UInt32(perFirm)
    programs = Slab(capacity: firms * perFirm, repeating: Program())
  }

  /// Whether a number is one of a firm's registrations in force.
  func isInForce(_ number: UInt32, of firm: FirmID) -> Bool { place(number, of: firm) != nil }

  /// The firm's registration in force of that name.
  func named(_ name: Text32, of firm: FirmID) -> Program? {
    for place in places(of: firm) where programs[place].isInForce && programs[place].name == name {
      return programs[place]
    }
    return nil
  }

  /// Takes in a programme, whose name is new; its number, or nil where the firm has no place for one more.
  mutating func register(_ program: Program, of firm: FirmID) -> UInt32? {
    for place in places(of: firm) where !programs[place].isInForce {
      guard let number = next(at: place) else { continue }
      programs[place] = program
      programs[place].number = number
      programs[place].isInForce = true
      return number
    }
    return nil
  }

  /// Ends a registration in force of that name; what it was, nil where there is none.
  mutating func end(_ number: UInt32, named name: Text32, of firm: FirmID) -> Program? {
    guard let place = place(number, of: firm), programs[place].name == name else { return nil }
    programs[place].isInForce = false
    return programs[place]
  }

  func mix(into digest: inout Digest) {
    for place in 0..<firms * perFirm where programs[place].number != 0 {
      let program = programs[place]
      digest.mix(program.number)
      digest.mix(program.isInForce)
      digest.mix(program.strategy.rawValue)
      digest.mix(program.maxRate)
      digest.mix(program.name)
    }
  }

  private func place(_ number: UInt32, of firm: FirmID) -> UInt32? {
    guard number > 0 else { return nil }
    let place = (number - 1) % (firms * perFirm)
    guard places(of: firm).contains(place), programs[place].number == number,
      programs[place].isInForce
    else { return nil }
    return place
  }

  private func places(of firm: FirmID) -> Range<UInt32> {
    precondition(firm.rawValue >= 1 && firm.rawValue <= firms, "a firm that is known")
    return (firm.rawValue - 1) * perFirm..<firm.rawValue * perFirm
  }

  /// The number that a place gives next; nil where it has given all of its own.
  private func next(at place: UInt32) -> UInt32? {
    let last = programs[place].number
    if last == 0 { return place + 1 }
    let (number, isTooHigh) = last.addingReportingOverflow(firms * perFirm)
    return isTooHigh ? nil : number
  }
}

extension Programs: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&programs)
  }
}
