import Foundation
import Market

/// What a reconciliation has come to, for people and programs.
public struct ReconReport: Encodable, Sendable {
  /// How it is written.
  public enum Format: String, CaseIterable, Sendable { case text, csv, json }

  public let trades: [ReconTrade]
  public let breaks: [ReconBreak]
  /// Documents that unexplained breaks concern.
  public let documentsConcerned: [String]
  public let digests: [LegDigests]
  public let totals: [StockTotal]
  public let grades: [WarehouseGrade]

  public init(
    _ reconciliation: Reconciliation, _ digests: [LegDigests], _ totals: [StockTotal],
    _ grades: [WarehouseGrade]
  ) {
    trades = reconciliation.trades
    breaks = reconciliation.breaks
    documentsConcerned = reconciliation.documentsConcerned
    self.digests = digests
    self.totals = totals
    self.grades = grades
  }

  /// Whether all agrees, or is answered for, as far as it is due.
  public var isClean: Bool {
    !trades.contains { $0.state == .broken || $0.state == .escalated }
      && !totals.contains { $0.difference != 0 }
  }

  /// The whole report, its lines ended.
  public func written(_ format: Format) throws -> String {
    switch format {
    case .text: text
    case .csv: csv
    case .json: try json()
    }
  }

  private func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  private var text: String {
    var lines = ["\("TRADE".cell(8))\("SYMBOL".cell(12))GOODS TRADE FUNDS STATE"]
    for trade in trades {
      let legs = [trade.goodsMatch, trade.tradeMatch, trade.fundsMatch].map { mark($0).cell(6) }
      lines.append(
        "\("\(trade.trade)".cell(8))\(trade.symbol.cell(12))\(legs.joined())\(trade.state.word)"
      )
    }
    for found in breaks {
      lines.append(
        "break \(found.code.rawValue) \(found.code) by \(found.source.rawValue): trade \(found.trade)"
          + " \(found.document.isEmpty ? "" : "\(found.document) ")expected \(found.expected),"
          + " found \(found.found)")
    }
    if !documentsConcerned.isEmpty {
      lines.append("documents concerned: \(documentsConcerned.joined(separator: " "))")
    }
    for leg in digests {
      lines.append("\(leg.leg.cell(8)) venue       \(leg.venue.count) \(leg.venue.digest)")
      guard let institution = leg.institution else { continue }
      lines.append("\(leg.leg.cell(8)) institution \(institution.count) \(institution.digest)")
    }
    lines += totals.map { total in
      let reported = total.reported?.decimalText ?? "nothing"
      let end = total.difference == 0 ? "agrees" : "DIFFERS"
      return "stock \(total.warehouse) \(total.goods): documents \(total.documents.decimalText),"
        + " reported \(reported): \(end)"
    }
    lines += grades.map { grade in
      "grade \(grade.grade.rawValue) \(grade.warehouse): \(points(grade)) points,"
        + " \(grade.trades) trades, \(grade.breaks) breaks, \(grade.late) late,"
        + " \(grade.failedSpotChecks) failed spot checks"
        + (grade.hasCustomsDifference ? ", customs difference" : "")
        + (grade.hasUnpaidDeposit ? ", deposit unpaid" : "")
    }
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    let counts = ReconStatus.listed.map { state in
      "\(trades.filter { $0.state == state }.count) \(state.word)"
    }
    return "\(trades.count) trades: \(counts.joined(separator: ", "))"
  }

  /// One table: trades, breaks, totals and grades, told apart by the first column.
  private var csv: String {
    var lines = ["record,trade,document,code,by,expected,found,state"]
    lines += trades.map {
      "trade,\($0.trade),\($0.documents.joined(separator: " ")),,,,,\($0.state.word)"
    }
    lines += breaks.map {
      "break,\($0.trade),\($0.document),\($0.code.rawValue),\($0.source.rawValue),\($0.expected.quoted),"
        + "\($0.found.quoted),"
    }
    lines += digests.map {
      "digest,,\($0.leg),,,\($0.venue.digest),\($0.institution?.digest ?? ""),"
    }
    lines += totals.map {
      "stock,,\($0.goods.quoted),,\($0.warehouse),\($0.documents.decimalText),"
        + "\($0.reported?.decimalText ?? ""),"
    }
    lines += grades.map { "grade,,,,\($0.warehouse),,\(points($0)),\($0.grade.rawValue)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func mark(_ match: Bool?) -> String { match.map { $0 ? "Y" : "N" } ?? "-" }

  private func points(_ grade: WarehouseGrade) -> String {
    Amount(fen: Int64(grade.points)).decimalText
  }
}

extension ReconStatus {
  /// In the order of the last line.
  fileprivate static var listed: [ReconStatus] {
    [.matched, .open, .broken, .explained, .escalated, .closed]
  }
}

extension String {
  /// In a column of so many characters, one of them at least a blank.
  fileprivate func cell(_ width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(1, width - count))
  }

  /// As a field of comma-separated values.
  fileprivate var quoted: String {
    contains { ",\"\n".contains($0) } ? "\"\(replacing("\"", with: "\"\""))\"" : self
  }
}
