import Market
import Memory

/// A firm's documents of one instrument: the tree of those that are free, first in first out.
struct Holding: BitwiseCopyable {
  var firm = FirmID.none
  var instrument = InstrumentID.none
  var tree = DocumentTree()
  /// Documents in the tree.
  var freeCount: UInt32 = 0
}

/// A document in the order in which a holding's documents are sold: first in, first out, by the time it
/// was stored, then by its number. In a node above others it stands for all from it on, below `child`.
struct DocumentEntry: BitwiseCopyable {
  var storedFrom = Instant.none
  var document = TitleDocument.none
  var child = DocumentNode.none

  func precedes(_ other: DocumentEntry, in known: borrowing Slab<TitleParticulars>) -> Bool {
    if storedFrom != other.storedFrom { return storedFrom < other.storedFrom }
    return hasLowerNumber(than: other, in: known)
  }

  /// Which of two comes first that were stored at the same time: numbers are looked up only then, and apart
  /// from the loop that compares times (benchmark `venue`).
  @inline(never)
  private func hasLowerNumber(
    than other: DocumentEntry, in known: borrowing Slab<TitleParticulars>
  ) -> Bool {
    if document == other.document { return false }
    for index in 0..<4 {
      let mine = known[document].id.text[word: index].byteSwapped
      let theirs = known[other.document].id.text[word: index].byteSwapped
      if mine != theirs { return mine < theirs }
    }
    return false
  }
}

extension TitleRegister {
  mutating func list(_ slot: UInt32) {
    precondition(!documents[slot].isListed, "a document is listed once")
    let holding = documents[slot].holding
    trees.add(entry(of: slot), to: &holdings[holding].tree, particulars)
    documents[slot].isListed = true
    holdings[holding].freeCount += 1
  }

  mutating func unlist(_ slot: UInt32) {
    precondition(documents[slot].isListed, "a free document is listed")
    let holding = documents[slot].holding
    trees.remove(entry(of: slot), from: &holdings[holding].tree, particulars)
    documents[slot].isListed = false
    holdings[holding].freeCount -= 1
  }

  /// The oldest listed document of a holding.
  func oldest(in holding: UInt32) -> UInt32? { trees.first(of: holdings[holding].tree) }

  /// So many of the first listed documents of a holding are loose: they go together, at little cost.
  public func looseFirsts(of holding: UInt32) -> Int {
    trees.looseFirsts(of: holdings[holding].tree)
  }

  /// One of the loose documents of a holding, the oldest at place 0.
  public func document(_ place: Int, of holding: UInt32) -> UInt32 {
    trees[holdings[holding].tree.first, place].document
  }

  func entry(of slot: UInt32) -> DocumentEntry {
    DocumentEntry(storedFrom: documents[slot].storedFrom, document: slot)
  }
}
