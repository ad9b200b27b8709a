import Market
import Memory
import Records
import Surveillance

/// Programme trading (market rules 5.2, 5.3): firms register the programmes that make their orders, and an order
/// that is marked as a program trade names a registration.
extension Venue {
  /// ProgramRegistration(UP) of a firm: a registration, which is in force at once, or the end of one.
  mutating func registerProgram(_ command: RawSpan, into events: inout RecordBuffer) {
    guard let body = body(RegisterProgram.self, of: command, into: &events) else { return }
    guard reference.knows(cause.session) else {
      return refuse(.unknownSession, detail: Int64(cause.session.rawValue), into: &events)
    }
    do throws(NoticeFailure) {
      guard mayTrade(cause.session), reference.knows(reference[cause.session].firm) else {
        throw NoticeFailure(.notAddressed)
      }
      if body.programRegID > 0 {
        try endProgram(body, into: &events)
      } else {
        try register(body, into: &events)
      }
    } catch {
      var refused = NoticeRefused()
      refused.reference = body.complianceID
      refuse(refused, error, into: &events)
    }
  }

  private mutating func register(
    _ body: RegisterProgram, into events: inout RecordBuffer
  ) throws(NoticeFailure) {
    let firm = reference[cause.session].firm
    guard let strategy = StrategyType(rawValue: body.strategyCode), body.maxRate > 0,
      !body.complianceID.isEmpty
    else { throw NoticeFailure(.invalidValue) }
    let throttle = rates.terms.throttle
    guard throttle == 0 || body.maxRate <= throttle else { throw NoticeFailure(.rateTooHigh) }
    var program = Program()
    program.strategy = strategy
    program.maxRate = body.maxRate
    program.name = body.complianceID
    if let known = programs.named(body.complianceID, of: firm) {
      guard cause.flags.contains(.possResend), known.strategy == strategy,
        known.maxRate == body.maxRate
      else { throw NoticeFailure(.repeated) }
      return tell(known, .inForce, into: &events)
    }
    guard let number = programs.register(program, of: firm) else {
      throw NoticeFailure(.tooManyPrograms)
    }
    program.number = number
    tell(program, .inForce, into: &events)
  }

  private mutating func endProgram(
    _ body: RegisterProgram, into events: inout RecordBuffer
  ) throws(NoticeFailure) {
    let firm = reference[cause.session].firm
    guard let ended = programs.end(body.programRegID, named: body.complianceID, of: firm) else {
      throw NoticeFailure(.unknownProgram)
    }
    tell(ended, .ended, into: &events)
  }

  private mutating func tell(
    _ program: Program, _ status: ProgramStatus, into events: inout RecordBuffer
  ) {
    let firm = reference[cause.session].firm
    var body = ProgramRegistered()
    body.execID = numbers.nextExecID()
    body.complianceID = program.name
    body.firm = firm
    body.controlGroup = FirmID(rawValue: reference[firm].controlGroup)
    body.programRegID = program.number
    body.maxRate = program.maxRate
    body.strategyCode = program.strategy.rawValue
    body.statusCode = status.rawValue
    events.append(eventHead(.programRegistered, for: cause.session), body: body)
  }

  /// Guard 6: a program trade names a registration of its firm's that is in force; and whose account monitor P2 has
  /// found to be one of programme trading, today and before this order, enters nothing else.
  func checkProgram(
    isProgramTrade: UInt8, _ number: UInt32, of firm: FirmID, _ place: CountedMessages = .first
  ) throws(OrderRefusal) {
    guard isProgramTrade == 0 else {
      if programs.isInForce(number, of: firm) { return }
      throw OrderRefusal(.programNotRegistered)
    }
    if !owingProgram.isDisjoint(with: place) { throw OrderRefusal(.programNotMarked) }
  }

  /// Guard 6 of a replace: one that says nothing of a programme leaves the order what it is.
  func checkProgram(replaced order: Order, _ entered: NewOrder) throws(OrderRefusal) {
    if order.isProgramTrade && entered.isProgramTrade == 0 { return }
    try checkProgram(
      isProgramTrade: entered.isProgramTrade, entered.programRegID, of: order.firm)
  }
}
