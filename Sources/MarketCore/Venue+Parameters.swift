import Market
import Memory
import Records

/// Changes of instruments by the operator: published, in force when their time comes, or withdrawn (Art. 35, 49(5)).
extension Venue {
  /// What a change would do as it is in force, if it were that now; or why it is refused.
  func judge(_ body: ChangeParameter) throws(DefinitionRefusal) -> ActionPreview {
    let change = try pendingChange(body)
    let (instrument, _) = try changed(by: change)
    let old = reference[change.instrument]
    var preview = ActionPreview()
    preview.instruments = 1
    preview.orders = instrument.terms == old.terms ? 0 : old.liveOrders
    preview.sessions = reference.sessionCount
    return preview
  }

  mutating func perform(
    _ body: ChangeParameter, _ reason: ReasonText, into events: inout RecordBuffer
  ) throws(DefinitionRefusal) {
    var change = try pendingChange(body)
    change.number = parameters.nextNumber()
    tell(change, .published, reason, request: body.request, into: &events)
    if change.effectiveAt <= now {
      takeEffect(change, into: &events)
    } else {
      parameters.add(change)
    }
  }

  /// What the withdrawal of a change would do; or why it is refused.
  func judge(_ body: WithdrawChange) throws(DefinitionRefusal) -> ActionPreview {
    guard parameters.place(of: body.number) != nil else {
      throw DefinitionRefusal(.unknownChange, Int64(clamping: body.number))
    }
    var preview = ActionPreview()
    preview.instruments = 1
    preview.sessions = reference.sessionCount
    return preview
  }

  mutating func perform(
    _ body: WithdrawChange, _ reason: ReasonText, into events: inout RecordBuffer
  ) throws(DefinitionRefusal) {
    _ = try judge(body)
    guard let place = parameters.place(of: body.number) else {
      preconditionFailure("what is judged is known")
    }
    let change = parameters.remove(at: place)
    tell(change, .withdrawn, reason, request: body.request, into: &events)
  }

  private func pendingChange(_ body: ChangeParameter) throws(DefinitionRefusal) -> PendingChange {
    guard let instrument = reference.instrument(body.symbol) else {
      throw DefinitionRefusal(.unknownInstrument, 0)
    }
    guard let parameter = InstrumentParameter(rawValue: body.parameterCode),
      body.situationCode == 0 || AbnormalSituation(rawValue: body.situationCode) != nil
    else { throw DefinitionRefusal(.invalidValue, Int64(body.parameterCode)) }
    var change = PendingChange()
    change.value = body.value
    change.publishedOn = body.publishedOn
    change.instrument = instrument
    change.parameter = parameter
    change.situationCode = body.situationCode
    change.effectiveAt = try effect(of: body)
    if let place = parameters.place(of: parameter, of: instrument) {
      throw DefinitionRefusal(.changePending, Int64(clamping: parameters[place].number))
    }
    guard parameters.hasRoom, parameters.hasVersions else {
      throw DefinitionRefusal(.limitReached, Int64(parameters.count))
    }
    _ = try changed(by: change)
    return change
  }

  /// When it takes effect: 30 days behind its publication, today, at the earliest; in an emergency at once at the
  /// earliest.
  private func effect(of body: ChangeParameter) throws(DefinitionRefusal) -> Instant {
    let since = now.nanoseconds - body.publishedOn.nanoseconds
    guard since >= 0, since < Self.dayNanos else {
      throw DefinitionRefusal(.notPublishedToday, since / Self.dayNanos)
    }
    if body.situationCode > 0 { return max(body.effectiveAt, now) }
    let notice = body.effectiveAt.nanoseconds - body.publishedOn.nanoseconds
    guard body.effectiveAt != .none, notice >= ChangeParameter.leastNoticeDays * Self.dayNanos
    else { throw DefinitionRefusal(.noticeTooShort, max(0, notice) / Self.dayNanos) }
    return body.effectiveAt
  }

  private static var dayNanos: Int64 { 86_400_000_000_000 }

  /// The instrument as it is with a change, and its definition.
  ///
  /// Weights that a document was admitted by stay permitted, so a tolerance never shrinks.
  private func changed(by change: PendingChange)
    throws(DefinitionRefusal) -> (Instrument, DefineInstrument)
  {
    var definition = parameters.definition(of: change.instrument)
    let former = definition.value(of: change.parameter)
    guard definition.set(change.parameter, to: change.value), former != change.value,
      change.parameter != .tolerance || change.value > former
    else { throw DefinitionRefusal(.invalidValue, change.value) }
    var instrument = reference[change.instrument]
    try instrument.define(definition)
    return (instrument, definition)
  }

  /// The next change takes effect; or it is void, where a definition has come between.
  mutating func takeNextEffect(into events: inout RecordBuffer) {
    takeEffect(parameters.remove(at: 0), into: &events)
  }

  /// Orders that were entered by other terms of money are cancelled behind a fence: each frees what it has held, and
  /// none trades by terms that its hold does not cover. A narrower band cancels what it leaves outside. Bids are
  /// irrevocable: while lots are auctioned by the present terms of money, others wait.
  private mutating func takeEffect(_ change: PendingChange, into events: inout RecordBuffer) {
    let id = change.instrument
    let old = reference[id]
    do throws(DefinitionRefusal) {
      let (instrument, definition) = try changed(by: change)
      let former = parameters.definition(of: id).value(of: change.parameter)
      guard instrument.terms == old.terms || reference.auctionTerms[id.rawValue].lots == 0 else {
        return postpone(change, into: &events)
      }
      parameters.change(definition)
      reference[id] = instrument
      let affected = instrument.terms == old.terms ? 0 : old.liveOrders
      tell(change, .inForce, former: former, affected: affected, into: &events)
      if affected > 0 { endOrders(of: id) }
      if instrument.band.excludesSome(of: old.band) { beginSweep(of: id) }
      reviewNegotiation()
    } catch {
      tell(change, .void, into: &events)
    }
  }

  /// Its time comes again at the same moment of the next day: there is room, for it has left its place.
  private mutating func postpone(_ change: PendingChange, into events: inout RecordBuffer) {
    var change = change
    let late = max(0, now.nanoseconds - change.effectiveAt.nanoseconds) / Self.dayNanos
    change.effectiveAt = change.effectiveAt.adding(nanoseconds: (late + 1) * Self.dayNanos)
    tell(change, .postponed, into: &events)
    parameters.add(change)
  }

  private mutating func endOrders(of id: InstrumentID) {
    var fence = Fence()
    fence.cause = .newTerms
    fence.lastOrderID = OrderID(rawValue: numbers.lastOrderID)
    fence.instrument = id
    setAnew(fence)
  }

  private mutating func tell(
    _ change: PendingChange, _ status: ChangeStatus, _ reason: ReasonText = ReasonText(),
    request: UInt32 = 0, former: Int64? = nil, affected: UInt32 = 0,
    into events: inout RecordBuffer
  ) {
    var body = ParameterChanged()
    body.audience = Audience(upTo: SessionID(rawValue: reference.sessionCount))
    body.number = change.number
    body.symbol = reference[change.instrument].symbol
    body.value = change.value
    body.former =
      former ?? parameters.definition(of: change.instrument).value(of: change.parameter)
    body.publishedOn = change.publishedOn
    body.effectiveAt = change.effectiveAt
    body.instrument = change.instrument
    body.request = request
    body.affectedOrders = affected
    body.ruleVersion = parameters.ruleVersion
    body.reason = reason
    body.parameterCode = change.parameter.rawValue
    body.statusCode = status.rawValue
    body.situationCode = change.situationCode
    events.append(eventHead(.parameterChanged, for: .venue), body: body)
  }
}
