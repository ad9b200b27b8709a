import Market
import Memory

/// A ClOrdID(11) that a firm has used, and the order that it names.
struct Name: BitwiseCopyable {
  var clOrdID = ClOrdID()
  var firm = FirmID.none
  var order = Order.none
  /// The order's next name.
  var next = Order.none
  var spare: UInt32 = 0
}

/// The ClOrdID(11)s of the day: of orders, and of accepted replaces and cancels.
struct NameTable: ~Copyable {
  private var names: Slab<Name>
  private var free: SlotPool
  private var index: HashIndex
  private let seed: HashSeed
  private let inPlace = InPlace()

  init(capacity: Int, seed: HashSeed) {
    names = Slab(capacity: capacity, repeating: Name())
    free = SlotPool(capacity: capacity)
    index = HashIndex(capacity: capacity)
    self.seed = seed
  }

  var hasRoom: Bool { free.inUse < names.capacity }

  var fill: (used: Int, capacity: Int) { (free.inUse, names.capacity) }

  /// The slot of the order that `firm` has given this name.
  func order(firm: FirmID, _ clOrdID: ClOrdID) -> UInt32? {
    order(firm: firm, clOrdID, hash: hash(firm, clOrdID))
  }

  /// The same of a name whose hash is known.
  func order(firm: FirmID, _ clOrdID: ClOrdID, hash: UInt64) -> UInt32? {
    index.find(hash: hash) {
      names[$0].clOrdID == clOrdID && names[$0].firm == firm
    }.map { names[$0].order }
  }

  /// Has the place of a name that is looked up soon fetched from memory; changes nothing. Returns its hash.
  func expect(firm: FirmID, _ clOrdID: ClOrdID) -> UInt64 {
    let hash = hash(firm, clOrdID)
    index.expect(hash: hash)
    return hash
  }

  /// The same of the name itself, once its place has come; returns it, most likely.
  func expectName(hash: UInt64) -> UInt32? { index.expect(hash: hash, in: names) }

  /// The order that has a name.
  func order(of name: UInt32) -> UInt32 { names[name].order }

  mutating func add(_ name: Name) -> UInt32? {
    add(name, hash: hash(name.firm, name.clOrdID))
  }

  /// The same of a name whose hash is known.
  mutating func add(_ name: Name, hash: UInt64) -> UInt32? {
    guard let slot = free.take() else { return nil }
    names[slot] = name
    index.insert(hash: hash, slot: slot)
    if let next = free.upcoming { names.expect(next) }
    return slot
  }

  /// Forgets a name and all that follow it.
  mutating func removeAll(from first: UInt32) {
    var slot = first
    while slot != Order.none {
      let name = names[slot]
      index.remove(hash: hash(name.firm, name.clOrdID), slot: slot)
      free.give(slot)
      slot = name.next
    }
  }

  /// Under which a name is found.
  @inline(__always)  // called for each name of a command (benchmark `venue`)
  func hash(_ firm: FirmID, _ clOrdID: ClOrdID) -> UInt64 {
    let text = clOrdID.text
    return seed.hash(text.word0, text.word1, text.word2, text.word3, UInt64(firm.rawValue))
  }
}

extension NameTable: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&names)
    free.transfer(by: &transfer)
    index.transfer(by: &transfer)
  }
}
