import Funds
import Market
import Memory
import Titles

/// What the goods of live documents are worth that lie at each warehouse: against it stands the
/// warehouse's deposit (Art. 29).
///
/// A document counts from when it is live until it no longer is, with its weight at the reference price that
/// its instrument had when it began to count.
struct StoredValues: ~Copyable {
  private var byDocument: Slab<Amount>
  private var byWarehouse: Slab<Int128>

  init(documents: Int, warehouses: Int) {
    byDocument = Slab(capacity: documents, repeating: .zero)
    byWarehouse = Slab(capacity: warehouses + 1, repeating: 0)
  }

  /// The value of all that lies at a warehouse; the greatest amount where it is more.
  subscript(_ warehouse: UInt32) -> Amount { Amount(fen: Int64(clamping: byWarehouse[warehouse])) }

  func counts(_ document: UInt32) -> Bool { byDocument[document] != .zero }

  /// Counts a document with a value; with zero no more.
  mutating func count(_ document: UInt32, at warehouse: UInt32, as value: Amount) {
    precondition(value >= .zero, "goods are worth something, or nothing is said of them")
    byWarehouse[warehouse] += Int128(value.fen) - Int128(byDocument[document].fen)
    precondition(byWarehouse[warehouse] >= 0, "no more leaves a warehouse than has come")
    byDocument[document] = value
  }
}

extension Venue {
  /// Counts a document at its warehouse where it has become live, or no more where it no longer is.
  mutating func countStored(_ slot: UInt32) {
    let document = titles[slot]
    guard document.warehouse != 0, document.status.isLive != stored.counts(slot) else { return }
    let instrument = reference[titles.instrument(of: slot)]
    let price = instrument.price(of: instrument.worthTick)
    let value = Amount(price, times: document.netWeight) ?? Amount(fen: .max)
    stored.count(
      slot, at: document.warehouse, as: document.status.isLive ? max(.zero, value) : .zero)
  }

  /// Whether a warehouse's deposit is enough for what lies there, as its definition demands.
  func isDepositEnough(at warehouse: UInt32) -> Bool {
    let multiple = reference.warehouses[warehouse].depositMultiple
    return multiple == 0 || money.covers(stored[warehouse], at: warehouse, multiple: multiple)
  }
}

extension StoredValues: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&byDocument)
    transfer.move(&byWarehouse)
  }
}
