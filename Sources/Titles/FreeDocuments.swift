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

  func entry(of slot: UInt32) -> DocumentEntry {
    DocumentEntry(storedFrom: documents[slot].storedFrom, document: slot)
  }
}
