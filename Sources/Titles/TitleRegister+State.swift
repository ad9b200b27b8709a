import Market
import Memory

/// What follows from a document's state: where it stands, and which goods it stands for.
extension TitleRegister {
  /// Changes the state; the document goes where it belongs by then.
  mutating func setStatus(of slot: UInt32, _ status: TitleStatus) {
    let wasLive = documents[slot].status.isLive
    documents[slot].status = status
    let position = particulars[slot].position
    if status.isLive != wasLive, !position.isEmpty {
      let hash = hash(position, documents[slot].warehouse)
      if status.isLive {
        byPosition.insert(hash: hash, slot: slot)
      } else {
        byPosition.remove(hash: hash, slot: slot)
      }
    }
    file(slot)
  }

  /// Puts a document in its holding's tree and among those that expire, or takes it out.
  mutating func file(_ slot: UInt32) {
    let isOffered = documents[slot].status == .active && documents[slot].encumbrance == .free
    if isOffered && !documents[slot].isListed { list(slot) }
    if !isOffered && documents[slot].isListed { unlist(slot) }
    track(slot)
  }

  /// The live document that stands for the goods there; nil where there is none, or the place is not
  /// known.
  func liveDocument(at position: TitlePosition, in warehouse: UInt32) -> UInt32? {
    if position.isEmpty { return nil }
    return byPosition.find(hash: hash(position, warehouse)) {
      particulars[$0].position == position && documents[$0].warehouse == warehouse
    }
  }

  /// Who controls a document: its pledgee, or else its holder.
  func controller(of slot: UInt32) -> FirmID {
    particulars[slot].pledgee != .none ? particulars[slot].pledgee : holder(of: slot)
  }

  private func hash(_ position: TitlePosition, _ warehouse: UInt32) -> UInt64 {
    let key = position.key
    return seed.hash(key.word0, key.word1, key.word2, key.word3, UInt64(warehouse))
  }
}
