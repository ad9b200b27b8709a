import Agents
import Market
import Storage

/// The operator's requests about a warehouse's grade: their commands, and what has come of them.
extension AdminRequest {
  /// A grade is given to one warehouse, with its reason, by no other verb.
  func checkGrade() throws(AdminProblem) {
    let isGrade = request == .grade
    guard (warehouse != nil) == isGrade, (grade != nil) == isGrade else {
      throw AdminProblem("grade, and it alone, takes warehouse and grade")
    }
    if !isGrade { return }
    guard let code = Text16(warehouse ?? ""), !code.isEmpty else {
      throw AdminProblem("'warehouse' is a code of 1 to 16 printable ASCII characters")
    }
    guard ["A", "B", "C", "D"].contains(grade) else {
      throw AdminProblem("'grade' is A, B, C or D")
    }
    if (text ?? "").isEmpty { throw AdminProblem("grade needs its reason, 'text'") }
  }

  /// The command of a request that is checked.
  func gradeCommand(request number: UInt32, by actor: AdminActor) -> OperatorCommand {
    var body = GradeWarehouse()
    body.code = CompID(Text16(warehouse ?? "") ?? Text16())
    body.grade = grade?.utf8.first ?? 0
    body.request = number
    body.uid = actor.uid
    body.pid = actor.pid
    body.textLength = UInt16(text?.utf8.count ?? 0)
    return .grade(body, text: text ?? "")
  }
}

extension AdminAnswer {
  /// What has come of a request about a grade, from the gateway's figures.
  init(grade asked: AdminRequest, _ gateway: CounterBlock) {
    let warehouse = "warehouse \(asked.warehouse ?? "")"
    if let refusal = CommandRefusal(rawValue: UInt16(clamping: gateway.load(.refusal))) {
      self.init(ok: false, message: "\(warehouse) is as it was: \(refusal)")
    } else {
      self.init(ok: true, message: "\(warehouse) has grade \(asked.grade ?? "")")
    }
  }
}
