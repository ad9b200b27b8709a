import FIX44
import FIXWire
import Market

/// Sentences of the reject table, put together.
extension TextLine {
  /// Why an order was refused, with the values that its report has.
  mutating func append(_ reject: OrderReject, of report: borrowing ExecutionReport) {
    append(reject.subject.name)
    switch reject.subject {
    case .none, .document, .crossID: break
    case .account: appendValue(report.account.text)
    case .clOrdID: appendValue(report.clOrdID.text)
    case .orderQty: appendValue(report.orderQty.thousandths, scale: Quantity.scale)
    case .ordType: appendValue(report.ordTypeCode)
    case .price: appendValue(report.price.tenThousandths, scale: Price.scale)
    case .stopPx: appendValue(report.stopPx.tenThousandths, scale: Price.scale)
    case .symbol: appendValue(report.symbol.text)
    case .timeInForce: appendValue(report.timeInForceCode)
    }
    appendPredicate(of: reject, detail: report.rejectDetail)
  }

  /// Why a cancel or replace was refused.
  mutating func append(_ reject: CancelReject, of event: borrowing OrderCancelReject) {
    if reject == .orderRule, let rule = OrderReject(rawValue: event.orderRejectCode) {
      append(rule.subject.name)
      return appendPredicate(of: rule, detail: event.rejectDetail)
    }
    append(reject.sentence)
    append(event.rejectDetail, as: reject.detail, label: reject.detailLabel)
  }

  /// Why a mass cancel was refused, and the tag that is to blame.
  mutating func append(_ reject: MassCancelReject, refTagID: UInt32) {
    append(reject.sentence)
    append(Int64(refTagID), as: .tag, label: "")
  }

  /// Why a message was refused, and the tag that is to blame.
  mutating func append(_ refusal: Refusal, refTagID: UInt32) {
    append(refusal.sentence)
    append(Int64(refTagID), as: .tag, label: "")
  }

  /// Why a message was answered by Reject(3), and the tag that is to blame.
  mutating func append(_ reason: SessionRejectReason, refTagID: UInt32) {
    append(reason.sentence)
    append(Int64(refTagID), as: .tag, label: "")
  }

  /// The order rule's predicate behind its subject, the detail, the article of the rule book.
  mutating func appendPredicate(of reject: OrderReject, detail: Int64) {
    if reject.subject != .none { append(ASCII.space) }
    append(reject.predicate)
    append(detail, as: reject.detail, label: reject.detailLabel)
    guard reject.rejectClause > 0 else { return }
    append(" (Art. ")
    append(Int64(reject.rejectClause / 100))
    append(")")
  }

  mutating func append(_ detail: Int64, as kind: RejectDetail, label: String) {
    guard detail != 0, kind != .none else { return }
    append(", ")
    append(label)
    switch kind {
    case .price: append(detail, scale: Price.scale)
    case .quantity: append(detail, scale: Quantity.scale)
    case .amount: append(detail, scale: Amount.scale)
    case .tag: append(Tag(rawValue: UInt32(clamping: detail)))
    case .none, .count, .entry, .seconds, .days: append(detail)
    }
  }

  /// `Symbol(55)`, or `tag 9999` where it has no name.
  private mutating func append(_ tag: Tag) {
    append(tag.name.isEmpty ? "tag " : tag.name)
    append(tag.name.isEmpty ? "" : "(")
    append(Int64(tag.rawValue))
    if !tag.name.isEmpty { append(")") }
  }

  private mutating func appendValue(_ text: some FixedText) {
    if text.isEmpty { return }
    append(ASCII.space)
    append(text)
  }

  private mutating func appendValue(_ number: Int64, scale: Int) {
    append(ASCII.space)
    append(number, scale: scale)
  }

  private mutating func appendValue(_ code: UInt8) {
    if code == 0 { return }
    append(ASCII.space)
    append(code)
  }
}
