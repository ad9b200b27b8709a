import GRDB
import Market

/// What reconciliation has found, and the grades of warehouses that follow from it.
extension EventEntry {
  /// The warehouse as it is now, and the change.
  func enter(_ body: WarehouseGraded) throws {
    let grade = BookText.character(body.grade)
    _ = try db.update("warehouses", where: "warehouse", is: body.warehouse, ["grade": grade])
    try db.insert(
      "warehouseGrades",
      [
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "warehouse": body.warehouse, "fromGrade": BookText.character(body.fromGrade),
        "grade": grade,
      ])
  }

  /// A finding.
  func enter(_ body: ReconReported) throws {
    let finding = body.finding
    try db.insert(
      "reconFindings",
      [
        "registrySeq": stored(finding.number), "reconID": stored(finding.reconID),
        "position": position, "sequence": sequence, "atNanos": atNanos,
        "status": BookText.name(finding.statusCode, ReconStatus.self),
        "breakCode": BookText.name(finding.breakCode, ReconBreakCode.self),
        "source": finding.sourceCode == 0
          ? "" : BookText.name(finding.sourceCode, SessionRole.self),
        "tradeID": stored(finding.tradeID.rawValue), "document": "\(finding.document.text)",
        "warehouse": "\(finding.warehouse.text)", "goods": "\(finding.goods)",
        "expected": "\(finding.expected)", "found": "\(finding.found)",
        "documentsThousandths": finding.documentsWeight.thousandths,
        "reportedThousandths": finding.reportedWeight.thousandths,
        "goodsMatch": BookText.name(finding.goodsMatch, ReconMatch.self),
        "tradeMatch": BookText.name(finding.tradeMatch, ReconMatch.self),
        "fundsMatch": BookText.name(finding.fundsMatch, ReconMatch.self),
      ])
    try index(finding.tradeID, .reconReported)
  }
}
