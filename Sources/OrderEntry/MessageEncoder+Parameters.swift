import FIX44
import FIXWire
import Market
import Records

/// News(B) that a parameter of an instrument changes.
extension MessageEncoder {
  mutating func writeParameterChanged(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    let body = event.loadBody(ParameterChanged.self)
    guard let parameter = InstrumentParameter(rawValue: body.parameterCode),
      let status = ChangeStatus(rawValue: body.statusCode)
    else { preconditionFailure("the core gives codes of their sets") }
    field(.origTime, event.loadHead().time, precision)
    let urgency: CodeSet.Urgency = body.situationCode > 0 ? .flash : .normal
    char(.urgency, urgency.rawValue)
    var headline = TextLine()
    headline.append(body.symbol.text)
    headline.append(": ")
    headline.append(parameter.words)
    headline.append(status.words)
    field(.headline, headline.bytes)
    field(.noRelatedSym, 1 as UInt64)
    symbol(body.symbol)
    writeLines(body, parameter, status, options)
    guard options.ownTags else { return }
    field(.ruleVersion, UInt64(body.ruleVersion))
    field(.parameterChangeID, body.number)
    field(.parameterCode, UInt64(body.parameterCode))
    decimal(.parameterValue, body.value, scale: parameter.unit.decimals)
    field(.changeStatus, UInt64(body.statusCode))
    field(.effectiveFrom, body.effectiveAt, precision)
    if body.situationCode > 0 { field(.abnormalSituation, UInt64(body.situationCode)) }
  }

  /// From what to what; from when on, or what becomes of orders; and why, in the operator's words.
  private mutating func writeLines(
    _ body: ParameterChanged, _ parameter: InstrumentParameter, _ status: ChangeStatus,
    _ options: ReportOptions
  ) {
    let hasReason = body.reason != ReasonText()
    field(.linesOfText, (hasReason ? 3 : 2) as UInt64)
    var values = TextLine()
    values.append(body.value, of: parameter)
    values.append(status == .inForce ? ", it was " : ", it is ")
    values.append(body.former, of: parameter)
    field(.text, values.bytes)
    var effect = TextLine()
    if status == .inForce {
      effect.append("In force by rule version ")
      effect.append(Int64(body.ruleVersion))
      effect.append("; orders that are cancelled: ")
      effect.append(Int64(body.affectedOrders))
    } else {
      effect.append("From ")
      effect.append(options.tradeDate(of: body.effectiveAt))
      effect.append(" on, published on ")
      effect.append(options.tradeDate(of: body.publishedOn))
    }
    field(.text, effect.bytes)
    guard hasReason else { return }
    var reason = TextLine()
    reason.append(body.reason.front)
    reason.append(body.reason.back)
    field(.text, reason.bytes)
  }
}

extension ChangeStatus {
  fileprivate var words: StaticString {
    switch self {
    case .published: " will change"
    case .inForce: " has changed"
    case .withdrawn: " will not change"
    case .void: " can't change"
    case .postponed: " will change a day later"
    }
  }
}

extension InstrumentParameter.Unit {
  fileprivate var words: StaticString {
    switch self {
    case .percent, .perMillion: " %"
    case .yuan: " CNY"
    case .seconds: " seconds"
    case .days: " trading days"
    case .lots: " lots"
    }
  }
}

extension TextLine {
  mutating func append(_ value: Int64, of parameter: InstrumentParameter) {
    append(value, scale: parameter.unit.decimals)
    append(parameter.unit.words)
  }

  fileprivate mutating func append(_ date: CivilDate) {
    let (year, month, day) = date.yearMonthDay
    append(Int64(year))
    for number in [month, day] {
      append(number < 10 ? "-0" : "-")
      append(Int64(number))
    }
  }

  fileprivate mutating func append(_ words: StaticString) { append("\(words)") }
}
