import Market
import Memory

/// With whom firms deal that have said so: for each firm a row of bits, one for each firm by its number. No firm
/// has the number zero, so that bit says whether the firm has a list at all.
struct CounterpartyLists: ~Copyable {
  private var words: Slab<UInt64>
  private let wordsPerFirm: UInt32
  /// Firms that have a list.
  private(set) var count = 0
  /// Whether a firm ever had one: from then on books of the mode listing may be crossed.
  private(set) var wereUsed = false

  init(firms: Int) {
    wordsPerFirm = UInt32(firms / 64 + 1)
    words = Slab(capacity: (firms + 1) * Int(wordsPerFirm), repeating: 0)
  }

  /// Whether a firm has a list.
  func limits(_ firm: FirmID) -> Bool { has(.none, in: firm) }

  /// Whether two firms deal with each other: neither has a list in which the other is not. One firm deals with
  /// itself.
  func mayDeal(_ firm: FirmID, _ other: FirmID) -> Bool {
    count == 0 || firm == other || permits(other, to: firm) && permits(firm, to: other)
  }

  /// A firm has a list in which nobody is yet.
  mutating func open(for firm: FirmID) {
    remove(of: firm)
    set(.none, in: firm)
    count += 1
    wereUsed = true
  }

  /// A firm is one with whom another deals.
  mutating func add(_ other: FirmID, to firm: FirmID) {
    precondition(limits(firm), "the firm has a list")
    set(other, in: firm)
  }

  /// A firm deals with everybody.
  mutating func remove(of firm: FirmID) {
    guard limits(firm) else { return }
    let row = firm.rawValue * wordsPerFirm
    for place in row..<row + wordsPerFirm { words[place] = 0 }
    count -= 1
  }

  func mix(into digest: inout Digest) {
    digest.mix(UInt64(count))
    digest.mix(wereUsed)
    guard count > 0 else { return }
    for place in 0..<UInt32(words.capacity) where words[place] != 0 {
      digest.mix(place)
      digest.mix(words[place])
    }
  }

  private func permits(_ other: FirmID, to firm: FirmID) -> Bool {
    !limits(firm) || has(other, in: firm)
  }

  private func has(_ other: FirmID, in firm: FirmID) -> Bool {
    words[place(of: other, in: firm)] & 1 << UInt64(other.rawValue & 63) != 0
  }

  private mutating func set(_ other: FirmID, in firm: FirmID) {
    words[place(of: other, in: firm)] |= 1 << UInt64(other.rawValue & 63)
  }

  private func place(of other: FirmID, in firm: FirmID) -> UInt32 {
    precondition(other.rawValue >> 6 < wordsPerFirm, "firms have numbers up to the limit")
    return firm.rawValue * wordsPerFirm + other.rawValue >> 6
  }
}

extension CounterpartyLists: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&words)
    transfer.move(&count)
    transfer.move(&wereUsed)
  }
}
