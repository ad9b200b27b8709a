import Market
import Testing

@testable import MarketCore

/// The programmes that firms have registered.
@Suite struct ProgramsTests {
  private static let (first, last) = (FirmID(rawValue: 1), FirmID(rawValue: 3))

  private static func program(_ name: String) -> Program {
    var program = Program()
    program.name = Text32(name)!
    program.maxRate = 10
    return program
  }

  private static func value(_ programs: borrowing Programs) -> UInt64 {
    var digest = Digest()
    programs.mix(into: &digest)
    return digest.value
  }

  @Test("as many are in force of each firm as it may have, and one that has ended makes room")
  func room() {
    var programs = Programs(firms: 3, perFirm: 2)
    var given = ["A", "B", "C"].map { programs.register(Self.program($0), of: Self.first) }
    given.append(programs.register(Self.program("A"), of: Self.last))
    #expect(given == [1, 2, nil, 5])
    let ended = programs.end(2, named: Text32("B")!, of: Self.first)?.number
    let next = programs.register(Self.program("C"), of: Self.first)
    #expect(ended == 2)
    #expect(next == 8)
    let inForce = [1, 2, 5, 8, 0, 7].map { programs.isInForce($0, of: Self.first) }
    #expect(inForce == [true, false, false, true, false, false])
  }

  @Test("only the firm that has registered a programme ends it, once, by its name and number")
  func ends() {
    var programs = Programs(firms: 3, perFirm: 2)
    let number = programs.register(Self.program("A"), of: Self.last) ?? 0
    let before = Self.value(programs)
    var ended = [programs.end(number, named: Text32("B")!, of: Self.last)?.number]
    ended.append(programs.end(number, named: Text32("A")!, of: Self.first)?.number)
    ended.append(programs.end(number + 1, named: Text32("A")!, of: Self.last)?.number)
    #expect(ended == [nil, nil, nil])
    #expect(Self.value(programs) == before)
    ended = [programs.end(number, named: Text32("A")!, of: Self.last)?.number]
    ended.append(programs.end(number, named: Text32("A")!, of: Self.last)?.number)
    #expect(ended == [number, nil])
    #expect(Self.value(programs) != before)
    let named = programs.named(Text32("A")!, of: Self.last)?.number
    #expect(named == nil)
  }
}
