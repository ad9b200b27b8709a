import Market
import Memory
import Records

/// The grades of warehouses, which the registry's comparisons lead to (rule book Art. 21, market rules 2.10).
extension Venue {
  /// The operator gives a warehouse another grade. From C on it brings no new receipts to the market, at D
  /// nothing that lies there is sold any more; what rests or settles goes on.
  mutating func gradeWarehouse(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(GradeWarehouse.self, of: command, into: &events) else { return }
    guard Warehouse.isGrade(body.grade) else {
      return refuse(
        .invalidValue, detail: Int64(body.grade), request: body.request, into: &events)
    }
    guard let number = reference.warehouse(body.code) else {
      return refuse(.unknownWarehouse, request: body.request, into: &events)
    }
    var graded = WarehouseGraded()
    graded.code = body.code
    graded.warehouse = number
    graded.firm = reference.warehouses[number].firm
    graded.fromGrade = reference.warehouses[number].grade
    graded.grade = body.grade
    graded.request = body.request
    reference.warehouses[number].grade = body.grade
    events.append(eventHead(.warehouseGraded, for: .venue), body: graded)
  }
}

extension Warehouse {
  static func isGrade(_ grade: UInt8) -> Bool {
    grade >= UInt8(ascii: "A") && grade <= UInt8(ascii: "D")
  }
}
