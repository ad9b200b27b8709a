import Market
public import MarketCore

/// A title document and the entries of its chain, for people and as JSON.
public struct TitleText {
  private let id: String
  private let fields: RecordFields
  private let chain: [LogRecord]

  /// `chain` are the events titleChanged of the document, the first one first.
  public init(_ view: TitleView, chain: [LogRecord]) {
    id = "\(view.id.text)"
    var fields = RecordFields()
    fields.add(view)
    self.fields = fields
    self.chain = chain
  }

  /// A line for each thing that is known of it, then one for each entry of its chain.
  public var lines: [String] {
    let width = (fields.entries.map(\.name.count).max() ?? 0) + 2
    let known = fields.entries.map { field in
      "  " + field.name + String(repeating: " ", count: width - field.name.count) + field.value
    }
    return ["document \(id)"] + known + chain.map { $0.line() }
  }

  /// One object on one line; `chain` has the events as `cangdan log --events --json` prints them.
  public var json: String {
    let chain = "\"chain\":[\(chain.map { $0.json() }.joined(separator: ","))]"
    let members = ["\"document\":\(TextForm.quoted(id))"] + fields.entries.map(\.json) + [chain]
    return "{\(members.joined(separator: ","))}"
  }
}

extension RecordFields {
  fileprivate mutating func add(_ view: TitleView) {
    word("status", "\(view.status)")
    word(
      "encumbrance",
      view.order != .none ? "reserved" : view.trade != .none ? "settling" : "free")
    number("orderID", view.order.rawValue)
    number("tradeID", view.trade.rawValue)
    text("symbol", view.symbol.text)
    text("holder", view.holder.text)
    text("pledgee", view.pledgee.text)
    text("issuer", view.issuer.text)
    text("warehouse", view.warehouse.text)
    position(view.position)
    word("version", "\(view.version)")
    quantity("netWeight", view.netWeight)
    price("premium", view.premium)
    flags(view.flags)
    instant("storedFrom", view.storedFrom)
    instant("storedUntil", view.storedUntil)
    instant("storageFeePaidTo", view.feePaidTo)
    instant("certificateUntil", view.certificateUntil)
    instant("soldUntil", view.soldUntil)
    text("parent", view.parent.text)
    text("successor", view.successor.text)
    digest("digest", view.digest)
    word("endorsements", "\(view.endorsements)")
    digest("head", view.head)
  }

  /// A place in a warehouse as its text, that of a bill of lading as its digest.
  private mutating func position(_ value: TitlePosition) {
    guard value.key.word2 == 0 && value.key.word3 == 0 else {
      return digest("position", value.key)
    }
    var place = Text16()
    place.word0 = value.key.word0
    place.word1 = value.key.word1
    text("position", place)
  }
}
