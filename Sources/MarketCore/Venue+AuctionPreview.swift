import Auctions
import Funds
public import Market
import Memory
import Titles

/// What an application for a lot would do: the same guards speak; documents and money are counted and not held.
extension Venue {
  /// What the operator's application for a firm would do if its command came now. Changes nothing.
  ///
  /// What the table of orders and guarantees let is not looked at.
  public func preview(_ body: ApplyAuction, _ documents: Span<TitleDocID>) -> ActionPreview {
    var preview = ActionPreview()
    do throws(AuctionFailure) {
      guard let firm = reference.firm(body.party) else { throw AuctionFailure(.unknownFirm) }
      do throws(OrderRefusal) { try checkApplicant(body, firm, from: .venue) } catch {
        throw AuctionFailure(error)
      }
      let (_, order) = try terms(of: body, firm)
      if body.isForeclosure != 0 { try checkForeclosure(order, documents) }
      preview = try previewed(order, body.isForeclosure != 0, documents)
    } catch {
      preview.lotRefusal = error.reason
      preview.orderReject = error.guardRefusal?.reject
      preview.detail = error.detail
    }
    return preview
  }

  private func previewed(
    _ order: Order, _ isForeclosure: Bool, _ documents: Span<TitleDocID>
  ) throws(AuctionFailure) -> ActionPreview {
    var preview = ActionPreview()
    do throws(OrderRefusal) {
      try checkRoom(for: order)
      var order = order
      if let place = fillTimes.find(group: reference[order.firm].controlGroup, order.instrument) {
        order.fillTimes = place
        try checkOpposite(of: order)
      }
      switch order.side {
      case .sell:
        if !isForeclosure { try checkFree(order, documents) }
        preview.documents = order.lots
      case .buy:
        let perLot = try holdPerLot(at: order.tick, of: order.instrument, by: order.cashMargin)
        preview.amount = Amount(fen: perLot.fen * Int64(order.lots))
        guard order.isByGuarantee || preview.amount <= money[order.firm].available else {
          throw OrderRefusal(.insufficientFunds, detail: preview.amount.fen)
        }
      }
    } catch {
      throw AuctionFailure(error)
    }
    return preview
  }

  private func checkForeclosure(
    _ order: Order, _ documents: Span<TitleDocID>
  ) throws(AuctionFailure) {
    guard order.side == .sell, documents.count == Int(order.lots) else {
      throw AuctionFailure(.invalidValue)
    }
    for index in 0..<documents.count {
      var isNew = true
      for earlier in 0..<index where documents[earlier] == documents[index] { isNew = false }
      guard isNew, mayForeclose(documents[index], order) else {
        throw AuctionFailure(.notForeclosable, detail: Int64(index) + 1)
      }
    }
  }

  /// Whether the documents that are named are free, each once, or else as many as are to be sold.
  private func checkFree(
    _ order: Order, _ documents: Span<TitleDocID>
  ) throws(OrderRefusal) {
    guard documents.count > 0 else {
      let free = titles.freeCount(of: order.firm, in: order.instrument)
      guard free >= order.lots else {
        throw OrderRefusal(.notEnoughDocuments, detail: Int64(free))
      }
      return
    }
    guard documents.count == Int(order.lots) else {
      throw OrderRefusal(.documentCountDiffers, detail: Int64(order.lots))
    }
    for index in 0..<documents.count {
      for earlier in 0..<index where documents[earlier] == documents[index] {
        throw OrderRefusal(.documentNotFree, detail: Int64(index) + 1)
      }
      try checkNamed(documents[index], place: Int64(index) + 1, for: order, at: now)
    }
  }
}
