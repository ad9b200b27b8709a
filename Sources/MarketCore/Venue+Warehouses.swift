import Market
import Memory
import Records

/// The grades of warehouses, which the registry's comparisons lead to (rule book Art. 21, market rules 2.10).
extension Venue {
  /// The operator or the registry gives a warehouse another grade. From C on it brings no new receipts to the
  /// market, at D nothing that lies there is sold any more; what rests or settles goes on.
  mutating func gradeWarehouse(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(GradeWarehouse.self, of: command, into: &events) else { return }
    guard cause.session == .venue || reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    do throws(NoticeFailure) {
      try grade(body, into: &events)
    } catch {
      refuse(body, error, into: &events)
    }
  }

  private mutating func grade(_ body: GradeWarehouse, into events: inout RecordBuffer)
    throws(NoticeFailure)
  {
    guard cause.session == .venue || reference[cause.session].role == .registry else {
      throw NoticeFailure(.notAddressed)
    }
    guard Warehouse.isGrade(body.grade) else { throw NoticeFailure(.invalidValue) }
    guard let number = reference.warehouse(body.code) else {
      throw NoticeFailure(.unknownWarehouse)
    }
    let warehouse = reference.warehouses[number]
    var graded = WarehouseGraded()
    graded.code = body.code
    graded.warehouse = number
    graded.firm = warehouse.firm
    graded.fromGrade = warehouse.grade
    graded.grade = body.grade
    graded.request = body.request
    reference.warehouses[number].grade = body.grade
    events.append(eventHead(.warehouseGraded, for: .venue), body: graded)
    graded.request = 0
    graded.reference = body.reference
    tell(graded, to: cause.session, into: &events)
    graded.reference = Text32()
    tell(graded, to: warehouse.session, into: &events)
  }

  private mutating func tell(
    _ graded: WarehouseGraded, to session: SessionID, into events: inout RecordBuffer
  ) {
    guard session != .venue else { return }
    var body = graded
    body.execID = numbers.nextExecID()
    events.append(eventHead(.warehouseGraded, for: session), body: body)
  }

  /// The operator is told by the answer to its request, the registry as of any notice.
  private mutating func refuse(
    _ body: GradeWarehouse, _ failure: NoticeFailure, into events: inout RecordBuffer
  ) {
    guard cause.session == .venue else {
      var refused = NoticeRefused()
      refused.reference = body.reference
      return refuse(refused, failure, into: &events)
    }
    if failure.refusal == .unknownWarehouse {
      refuse(.unknownWarehouse, request: body.request, into: &events)
    } else {
      refuse(.invalidValue, detail: Int64(body.grade), request: body.request, into: &events)
    }
  }
}

extension Warehouse {
  static func isGrade(_ grade: UInt8) -> Bool {
    grade >= UInt8(ascii: "A") && grade <= UInt8(ascii: "D")
  }
}
