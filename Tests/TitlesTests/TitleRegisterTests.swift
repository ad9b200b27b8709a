import Market
import Memory
import Testing
import Titles

@Suite struct TitleRegisterTests {
  static let firm = FirmID(rawValue: 1)
  static let copper = InstrumentID(rawValue: 1)
  static let now = Instant(nanoseconds: 1_000)

  static func document(_ number: Int, stored: Int64 = 0) -> TitleDraft {
    var document = TitleDraft()
    document.id = TitleDocID(Text32("R\(1_000 + number)") ?? Text32())
    document.instrument = copper
    document.holder = firm
    document.storedFrom = Instant(nanoseconds: stored)
    return document
  }

  static func register(_ documents: [TitleDraft]) throws -> TitleRegister {
    var register = TitleRegister(capacity: 4_096, holdings: 8, seed: HashSeed(rawValue: 3))
    for document in documents { try register.admit(document, status: .active, version: 1) }
    return register
  }

  @Test("the oldest document goes first, of equal age the lowest number")
  func firstInFirstOut() throws {
    var register = try Self.register([
      Self.document(3, stored: 5), Self.document(2, stored: 9), Self.document(1, stored: 5),
      Self.document(4, stored: 1),
    ])
    var chain = DocumentChain()
    var taken: [String] = []
    while let slot = register.oldestFree(of: Self.firm, in: Self.copper, at: Self.now) {
      taken.append("\(register.id(of: slot).text)")
      register.reserve(slot, in: &chain)
    }
    #expect(taken == ["R1004", "R1001", "R1003", "R1002"])
    #expect(chain.count == 4)
  }

  @Test("a document is admitted once, and only while there is room")
  func admission() throws {
    var register = TitleRegister(capacity: 2, holdings: 1, seed: HashSeed(rawValue: 3))
    var outcomes: [String] = []
    var stranger = Self.document(3)
    stranger.holder = FirmID(rawValue: 2)
    for document in [
      Self.document(1), Self.document(1), stranger, Self.document(2), Self.document(4),
    ] {
      do throws(AdmissionRefusal) {
        try register.admit(document, status: .active, version: 1)
        outcomes.append("taken")
      } catch {
        outcomes.append("\(error)")
      }
    }
    #expect(outcomes == ["taken", "duplicate", "full", "taken", "full"])
  }

  @Test("only an ACTIVE document is chosen, and only while it is valid")
  func validity() throws {
    var early = Self.document(1, stored: 1)
    early.validity.storedUntil = Instant(nanoseconds: 999)
    var last = Self.document(2, stored: 2)
    last.validity.storedUntil = Instant(nanoseconds: 1_000)
    var register = try Self.register([early, last])
    try register.admit(Self.document(3, stored: 0), status: .frozen, version: 1)
    let oldest = register.oldestFree(of: Self.firm, in: Self.copper, at: Self.now)
    let id = oldest.map { "\(register.id(of: $0).text)" }
    #expect(id == "R1002")
    let refusals = (0..<3).map {
      register.refusal(of: UInt32($0), for: Self.firm, in: Self.copper, at: Self.now)
    }
    #expect(refusals == [.expired, nil, .notActive])
  }

  @Test("what an order may sell: held, of the instrument, free, transferred")
  func refusals() throws {
    var register = try Self.register((0..<4).map { Self.document($0) })
    var order = DocumentChain()
    var trade = DocumentChain()
    register.reserve(1, in: &order)
    register.reserve(2, in: &order)
    let buyer = FirmID(rawValue: 2)
    register.settleFirst(of: &order, in: &trade, claimant: 9, buyer: buyer)
    func refusal(_ slot: UInt32, _ firm: FirmID, _ instrument: UInt32 = 1) -> TitleRefusal? {
      register.refusal(
        of: slot, for: firm, in: InstrumentID(rawValue: instrument), at: Self.now)
    }
    #expect(refusal(0, Self.firm) == nil)
    #expect(refusal(0, Self.firm, 2) == .anotherInstrument)
    #expect(refusal(0, buyer) == .notHeld)
    #expect(refusal(1, buyer) == .notTransferred)
    #expect(refusal(1, Self.firm) == .notFree)
    #expect(refusal(2, Self.firm) == .notFree)
    #expect(refusal(2, buyer) == .notHeld)
  }

  @Test("a cut frees the last documents", arguments: 0...4)
  func cut(_ kept: UInt32) throws {
    var register = try Self.register((0..<4).map { Self.document($0) })
    var chain = DocumentChain()
    for slot in [2, 0, 3, 1] as [UInt32] { register.reserve(slot, in: &chain) }
    register.release(&chain, keepingFirst: kept)
    let reserved = (0..<4).filter { register[UInt32($0)].encumbrance == .reserved }
    #expect(Set(reserved) == Set([2, 0, 3, 1].prefix(Int(kept))))
    #expect(chain.count == kept)
    let free = register.freeCount(of: Self.firm, in: Self.copper)
    #expect(free == 4 - kept)
  }

  @Test("no document is reserved twice, nor sold without a reservation")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      var register = try Self.register([Self.document(1)])
      var chain = DocumentChain()
      register.reserve(0, in: &chain)
      register.reserve(0, in: &chain)
    }
    await #expect(processExitsWith: .failure) {
      var register = try Self.register([Self.document(1)])
      var order = DocumentChain()
      var trade = DocumentChain()
      register.settleFirst(of: &order, in: &trade, claimant: 9, buyer: FirmID(rawValue: 2))
    }
  }
}
