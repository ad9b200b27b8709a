import Auctions
import Market
import Memory
import Records
import Titles

/// Foreclosure: the operator applies for a lot of documents that are pledged, for the pledgee, behind a default that
/// the registry has declared (rule book Art. 7(2), market rules 2.1).
///
/// The pledgee becomes their holder by the title path "enforce", so the lot, its price and its proceeds are as any
/// seller's. Either all documents are enforced, or none is.
extension Venue {
  mutating func foreclose(
    _ order: Order, _ body: ApplyAuction, of command: RawSpan, into events: inout RecordBuffer
  ) throws(AuctionFailure) {
    guard cause.session == .venue, order.side == .sell, UInt32(body.documentCount) == order.lots
    else { throw AuctionFailure(.invalidValue) }
    let count = Int(body.documentCount)
    for index in 0..<count {
      let id = command.loadDocument(index, behind: ApplyAuction.self)
      var isNew = true
      for earlier in 0..<index
      where command.loadDocument(earlier, behind: ApplyAuction.self) == id {
        isNew = false
      }
      guard isNew, mayForeclose(id, order) else {
        throw AuctionFailure(.notForeclosable, detail: Int64(index) + 1)
      }
    }
    for index in 0..<count {
      let asked = enforcement(
        of: command.loadDocument(index, behind: ApplyAuction.self), order.firm)
      do throws(NoticeFailure) {
        try perform(asked, Span(), body.reference, into: &events)
      } catch {
        preconditionFailure("what may be enforced is enforced")
      }
    }
  }

  /// Whether a document may be enforced for who applies, and reserved behind that.
  func mayForeclose(_ id: TitleDocID, _ order: Order) -> Bool {
    guard let slot = titles.slot(of: id), titles.instrument(of: slot) == order.instrument,
      titles[slot].encumbrance == .free, titles[slot].isValid(at: now),
      sells(titles[slot].warehouse), titles.hasRoom(for: order.firm, in: order.instrument)
    else { return false }
    return titles.refusal(of: enforcement(of: id, order.firm), at: now) == nil
  }

  /// What the pledgee asks of the register.
  private func enforcement(of document: TitleDocID, _ pledgee: FirmID) -> TitleRequest {
    var asked = TitleRequest()
    asked.document = document
    asked.action = .enforce
    asked.actor = .pledgee
    asked.firm = pledgee
    asked.recipient = pledgee
    guard let slot = titles.slot(of: document) else { return asked }
    asked.version = titles[slot].version
    asked.consents = consents(to: asked, slot)
    return asked
  }
}
