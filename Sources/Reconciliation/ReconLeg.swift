import Market

/// One delivered trade held against what the institutions say of it.
struct ReconLeg {
  private(set) var breaks: [ReconBreak] = []
  /// Something is not said yet, and there is still time for it.
  private(set) var awaitsGoods = false
  private(set) var awaitsFunds = false

  private let number: UInt64
  private let trade: VenueBooks.Trade
  private let deadline: Instant
  private let isOverdue: Bool

  init(_ number: UInt64, _ trade: VenueBooks.Trade, _ withinNanos: Int64, _ now: Instant) {
    self.number = number
    self.trade = trade
    deadline = trade.deliveredAt.adding(nanoseconds: withinNanos)
    isOverdue = now > deadline
  }

  mutating func compare(_ goods: [GoodsRecord], isCompared: Bool) {
    var seen: Set<String> = []
    for said in goods {
      guard seen.insert(said.document).inserted else {
        add(.duplicate, .registry, said.document, "once", "again: \(said.holder)")
        continue
      }
      guard let delivery = trade.documents[said.document] else {
        add(.document, .registry, said.document, documentNames, said.document)
        continue
      }
      if said.holder != trade.buyer {
        add(.party, .registry, said.document, trade.buyer, said.holder)
      }
      if let version = said.version, version != delivery.version {
        add(
          .document, .registry, said.document, "version \(delivery.version)", "version \(version)")
      }
      judgeTime(said.time, .registry, said.document)
    }
    guard isCompared else { return }
    for document in trade.documents.keys.sorted() where !seen.contains(document) {
      awaitsGoods = awaitsGoods || !isOverdue
      if isOverdue { add(.missingGoods, .registry, document, trade.buyer, "nothing") }
    }
  }

  mutating func compare(_ weights: [WeightRecord]) {
    var seen: Set<String> = []
    for said in weights {
      guard seen.insert(said.document).inserted else {
        let weight = said.netWeight.decimalText
        add(.duplicate, .warehouse, said.document, "once", "again: \(weight)")
        continue
      }
      guard let delivery = trade.documents[said.document] else {
        add(.document, .warehouse, said.document, documentNames, said.document)
        continue
      }
      let weight = delivery.outturn ?? delivery.netWeight
      if said.netWeight != weight {
        add(
          .quantity, .warehouse, said.document, weight.decimalText, said.netWeight.decimalText)
      }
      if said.warehouse != delivery.warehouse {
        add(
          .document, .warehouse, said.document, "in \(delivery.warehouse)", "in \(said.warehouse)")
      }
      judgeTime(said.time, .warehouse, said.document)
    }
  }

  mutating func compare(_ funds: [FundsRecord], isCompared: Bool) {
    for (place, said) in funds.enumerated() {
      guard place == 0 else {
        let paid = said.paid.decimalText
        add(.duplicate, .clearing, "", "once", "again: \(said.payer) pays \(paid)")
        continue
      }
      judge(.party, trade.buyer, said.payer)
      judge(.party, trade.seller, said.payee)
      judge(.amount, trade.paid.decimalText, said.paid.decimalText)
      judge(.amount, trade.received.decimalText, said.received.decimalText)
      judge(.amount, "CNY", said.currency)
      judgeTime(said.time, .clearing, "")
    }
    guard isCompared, funds.isEmpty else { return }
    awaitsFunds = !isOverdue
    if isOverdue { add(.missingFunds, .clearing, "", trade.paid.decimalText, "nothing") }
  }

  /// A member's net in the run that settled the trade.
  mutating func compare(
    _ nets: [NetRecord], with net: Amount, _ name: String, isCompared: Bool
  ) {
    for (place, said) in nets.enumerated() {
      guard place == 0 else {
        add(.duplicate, .clearing, "", "\(name) once", "again: \(said.net.decimalText)")
        continue
      }
      judge(.amount, "\(name) \(net.decimalText)", "\(name) \(said.net.decimalText)")
      judge(.amount, "CNY", said.currency)
      judgeTime(said.time, .clearing, "")
    }
    guard isCompared, nets.isEmpty else { return }
    awaitsFunds = !isOverdue
    if isOverdue { add(.missingFunds, .clearing, "", "\(name) \(net.decimalText)", "nothing") }
  }

  /// What was paid within a net is not paid by itself too.
  mutating func compareTwice(_ funds: [FundsRecord]) {
    for said in funds {
      let paid = said.paid.decimalText
      add(.duplicate, .clearing, "", "within a net", "again: \(said.payer) pays \(paid)")
    }
  }

  private var documentNames: String { trade.documents.keys.sorted().joined(separator: " ") }

  private mutating func judge(_ code: ReconBreakCode, _ expected: String, _ found: String) {
    if expected != found { add(code, .clearing, "", expected, found) }
  }

  private mutating func judgeTime(
    _ time: Instant, _ source: ReconBreak.Source, _ document: String
  ) {
    guard time != .none, time > deadline else { return }
    let seconds = (time.nanoseconds - deadline.nanoseconds + 999_999_999) / 1_000_000_000
    add(.late, source, document, "in time", "\(seconds) s late")
  }

  private mutating func add(
    _ code: ReconBreakCode, _ source: ReconBreak.Source, _ document: String, _ expected: String,
    _ found: String
  ) {
    breaks.append(
      ReconBreak(
        code: code, source: source, trade: number, document: document, expected: expected,
        found: found))
  }
}

extension Amount {
  /// In CNY, two decimals.
  var decimalText: String { DecimalText.text(fen, scale: 2, decimals: 2) }
}

extension Quantity {
  /// Three decimals.
  var decimalText: String { DecimalText.text(thousandths, scale: 3, decimals: 3) }
}
