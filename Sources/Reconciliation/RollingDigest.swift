import Digests
import Market

/// The digest of leg records in their order, so that two parties who have the same ones compare one line.
///
/// Form `cangdan-recon-1`: records by trade, then document, each a line of its values with `|` between; each
/// digest is SHA-256 of the one before, a line feed and the line; the first is that of the form's name.
public struct RollingDigest: Equatable, Encodable, Sendable {
  /// How many records.
  public private(set) var count = 0
  /// 64 lower-case hexadecimal digits.
  public private(set) var digest = SHA256.hexDigest("cangdan-recon-1".utf8)

  /// The digest of these lines in their order.
  init(_ lines: [String]) {
    for line in lines {
      count += 1
      digest = SHA256.hexDigest("\(digest)\n\(line)".utf8)
    }
  }
}

/// The digests of one leg: as the venue's log has it, and as the institutions say.
public struct LegDigests: Equatable, Encodable, Sendable {
  /// goods, weights or funds.
  public let leg: String
  public let venue: RollingDigest
  /// Nil where nobody was asked.
  public let institution: RollingDigest?

  /// Whether both have said the same.
  public var isSame: Bool { institution.map { $0 == venue } ?? true }
}

extension LegDigests {
  /// Of all delivered trades: whose each document is, what it weighs, who pays whom.
  public static func all(_ books: VenueBooks, _ statements: Statements) -> [LegDigests] {
    let delivered = books.trades.filter(\.value.isDelivered).sorted { $0.key < $1.key }
    let goods = delivered.flatMap { number, trade in
      trade.documents.keys.sorted().map {
        GoodsRecord(trade: number, document: $0, holder: trade.buyer)
      }
    }
    let weights = delivered.flatMap { number, trade in
      trade.documents.sorted { $0.key < $1.key }.compactMap { name, delivery in
        delivery.outturn.map {
          WeightRecord(
            trade: number, document: name, netWeight: $0, warehouse: delivery.warehouse)
        }
      }
    }
    let funds = delivered.filter { $0.value.net == nil }.map { number, trade in
      FundsRecord(
        trade: number, payer: trade.buyer, paid: trade.paid, payee: trade.seller,
        received: trade.received)
    }
    let said = FundsStatement(books, statements)
    return [
      LegDigests(
        leg: "goods", venue: RollingDigest(goods.lines),
        institution: statements.registry.map { RollingDigest($0.lines) }),
      LegDigests(
        leg: "weights", venue: RollingDigest(weights.lines),
        institution: statements.warehouses.map { RollingDigest($0.lines) }),
      LegDigests(
        leg: "funds", venue: RollingDigest(funds.lines + books.nets.settled.lines),
        institution: statements.clearing.map { _ in
          RollingDigest(said.byTrade.values.flatMap(\.self).lines + said.nets.lines)
        }),
    ]
  }
}

extension [GoodsRecord] {
  fileprivate var lines: [String] {
    sorted { ($0.trade, $0.document) < ($1.trade, $1.document) }
      .map { "goods|\($0.trade)|\($0.document)|\($0.holder)" }
  }
}

extension [WeightRecord] {
  fileprivate var lines: [String] {
    sorted { ($0.trade, $0.document) < ($1.trade, $1.document) }.map {
      "weight|\($0.trade)|\($0.document)|\($0.netWeight.decimalText)|\($0.warehouse)"
    }
  }
}

extension [FundsRecord] {
  fileprivate var lines: [String] {
    sorted { $0.trade < $1.trade }.map {
      "funds|\($0.trade)|\($0.payer)|\($0.paid.decimalText)|\($0.payee)|\($0.received.decimalText)"
        + "|\($0.currency)"
    }
  }
}

extension [NetRecord] {
  fileprivate var lines: [String] {
    sorted { ($0.run, $0.member) < ($1.run, $1.member) }
      .map { "net|\($0.run)|\($0.member)|\($0.net.decimalText)|\($0.currency)" }
  }
}
