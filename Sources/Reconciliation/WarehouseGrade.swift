/// The grade of a warehouse: rule book Arts 21 and 39, market rules 2.10.
public enum WarehouseGradeLetter: String, Encodable, Sendable {
  /// 95 points and more: nothing follows.
  case a = "A"
  /// 85 and more: foreign money that secures its goods counts for five points of percentage less.
  case b = "B"
  /// 70 and more: it gets no new receipts.
  case c = "C"
  /// Less: what is stored there can't be sold, only withdrawn.
  case d = "D"

  /// The grade of so many points, in hundredths.
  public init(hundredths: Int) {
    self =
      switch hundredths {
      case 9_500...: .a
      case 8_500..<9_500: .b
      case 7_000..<8_500: .c
      default: .d
      }
  }
}

/// What each kind of fault costs, in hundredths of a point. The values at the start are this program's, of no rule.
public struct GradeWeights: Equatable, Sendable {
  /// Each break in a thousand trades.
  public var breaks = 100
  /// Each trade whose weights did not come in time.
  public var late = 100
  /// Each spot check that was failed.
  public var spotCheck = 500
  /// Where documents and customs differ.
  public var customs = 1_000
  /// Where the deposit is not paid.
  public var deposit = 2_000

  public init() {}
}

/// What the grade of one warehouse is made of.
public struct WarehouseRecord: Equatable, Sendable {
  /// Trades with documents stored there that were delivered.
  public var trades = 0
  /// Breaks in its own statements, or that concern documents stored there.
  public var breaks = 0
  public var late = 0
  public var failedSpotChecks = 0
  public var hasCustomsDifference = false
  public var hasUnpaidDeposit = false

  public init() {}

  /// Points in hundredths, from 10,000 down to 0; a part of a hundredth is rounded to the warehouse's good.
  public func points(_ weights: GradeWeights) -> Int {
    var lost = late * weights.late + failedSpotChecks * weights.spotCheck
    if trades > 0 { lost += breaks * 1_000 * weights.breaks / trades }
    if trades == 0 { lost += breaks * weights.breaks }
    if hasCustomsDifference { lost += weights.customs }
    if hasUnpaidDeposit { lost += weights.deposit }
    return max(0, 10_000 - lost)
  }
}

/// One warehouse, graded.
public struct WarehouseGrade: Equatable, Encodable, Sendable {
  /// The code of the warehouse.
  public let warehouse: String
  /// In hundredths.
  public let points: Int
  public let grade: WarehouseGradeLetter
  public let trades: Int
  public let breaks: Int
  public let late: Int
  public let failedSpotChecks: Int
  public let hasCustomsDifference: Bool
  public let hasUnpaidDeposit: Bool

  public init(_ warehouse: String, _ record: WarehouseRecord, _ weights: GradeWeights) {
    self.warehouse = warehouse
    points = record.points(weights)
    grade = WarehouseGradeLetter(hundredths: points)
    trades = record.trades
    breaks = record.breaks
    late = record.late
    failedSpotChecks = record.failedSpotChecks
    hasCustomsDifference = record.hasCustomsDifference
    hasUnpaidDeposit = record.hasUnpaidDeposit
  }
}

/// What is known of warehouses beside the log.
public struct WarehouseFacts: Sendable {
  /// Failed spot checks by warehouse.
  public var failedSpotChecks: [String: Int] = [:]
  /// Warehouses whose deposit is less than what is asked for.
  public var unpaidDeposits: Set<String> = []

  public init() {}
}

extension WarehouseGrade {
  /// Grades all warehouses of the venue.
  public static func all(
    _ books: VenueBooks, _ reconciliation: Reconciliation, _ totals: [StockTotal],
    _ facts: WarehouseFacts, _ weights: GradeWeights
  ) -> [WarehouseGrade] {
    var records: [String: WarehouseRecord] = [:]
    for code in books.warehouseCodes { records[code] = WarehouseRecord() }
    for trade in books.trades.values where trade.isDelivered {
      for code in Set(trade.documents.values.map(\.warehouse)) {
        records[code]?.trades += 1
        if trade.isWeighedLate { records[code]?.late += 1 }
      }
    }
    for found in reconciliation.breaks where found.source != .clearing {
      guard let document = books.documents[found.document] else { continue }
      records[document.warehouse]?.breaks += 1
    }
    for total in totals where total.difference != 0 {
      records[total.warehouse]?.hasCustomsDifference = true
    }
    for (code, count) in facts.failedSpotChecks { records[code]?.failedSpotChecks = count }
    for code in facts.unpaidDeposits { records[code]?.hasUnpaidDeposit = true }
    return records.sorted { $0.key < $1.key }.map { WarehouseGrade($0.key, $0.value, weights) }
  }
}
