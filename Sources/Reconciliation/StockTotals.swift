public import Market
import Titles

/// What a warehouse has of one kind of goods: by the documents, and by customs or the warehouse's own report
/// (market rules 2.9, tolerance zero).
public struct StockTotal: Equatable, Encodable, Sendable {
  /// The code of the warehouse.
  public let warehouse: String
  /// HSCode(7733), or the instrument where the definition has none.
  public let goods: String
  /// The sum of all live documents.
  public let documents: Quantity
  /// Nil where the report has no such line.
  public let reported: Quantity?

  public var difference: Int64 { (reported ?? .zero).thousandths - documents.thousandths }

  /// All kinds of goods that either side has, by warehouse and kind.
  public static func compare(
    _ books: VenueBooks, with report: [(warehouse: String, goods: String, netWeight: Quantity)]
  ) -> [StockTotal] {
    var sums: [Key: (documents: Int64, reported: Int64?)] = [:]
    for document in books.documents.values
    where document.status.isLive && !document.warehouse.isEmpty {
      let key = Key(warehouse: document.warehouse, goods: document.goods)
      sums[key, default: (0, nil)].documents += document.netWeight.thousandths
    }
    for line in report {
      let key = Key(warehouse: line.warehouse, goods: line.goods)
      let before = sums[key, default: (0, nil)].reported ?? 0
      sums[key, default: (0, nil)].reported = before + line.netWeight.thousandths
    }
    return sums.sorted { $0.key < $1.key }.map { key, sum in
      StockTotal(
        warehouse: key.warehouse, goods: key.goods,
        documents: Quantity(thousandths: sum.documents),
        reported: sum.reported.map { Quantity(thousandths: $0) })
    }
  }

  private struct Key: Hashable, Comparable {
    let warehouse: String
    let goods: String

    static func < (a: Key, b: Key) -> Bool { (a.warehouse, a.goods) < (b.warehouse, b.goods) }
  }

  private enum CodingKeys: CodingKey { case warehouse, goods, documents, reported, difference }

  /// Weights as decimals with three digits, and the difference.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(warehouse, forKey: .warehouse)
    try container.encode(goods, forKey: .goods)
    try container.encode(documents.decimalText, forKey: .documents)
    try container.encode(reported?.decimalText, forKey: .reported)
    try container.encode(
      Quantity(thousandths: difference).decimalText, forKey: .difference)
  }
}
