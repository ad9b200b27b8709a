import FIX44
import FIXWire
import Market
import Records

/// The bodies of SecurityList(y), and of SecurityDefinition(d) with the terms of an instrument.
extension MessageEncoder {
  /// What is answered about instruments: a refusal of market data, or terms.
  mutating func writeAnswer(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    guard event.loadHead().typeCode == EventType.termsTold.rawValue else {
      return writeMarketDataRequestReject(event)
    }
    writeTermsTold(event, options, precision)
  }

  private mutating func writeTermsTold(
    _ event: RawSpan, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    let body = event.loadBody(TermsTold.self)
    let isList = body.request.subjectCode == TermsSubject.list.rawValue
    let refusal = TermsRefusal(rawValue: body.refusalCode) ?? .none
    field(.securityReqID, body.request.reqID)
    field(.securityResponseID, body.execID.rawValue)
    field(
      isList ? .securityRequestResult : .securityResponseType,
      isList ? refusal.securityRequestResult : refusal.securityResponseType)
    guard refusal == .none else { return writeRefusal(refusal, body.request, options) }
    if isList {
      field(.totNoRelatedSym, UInt64(body.total))
      field(.lastFragment, body.isLast == 1)
      field(.noRelatedSym, 1 as UInt64)
    }
    writeInstrument(event, body, options, precision)
    if isList { writeListed(body.terms) }
    field(.currency, "CNY")
    if isList { writeStipulations(body.terms) }
    quantity(.roundLot, body.terms.documentUnit)
    quantity(.minTradeVol, body.terms.documentUnit)
    guard options.ownTags else { return }
    if !isList {
      field(.transactTime, event.loadHead().time, precision)
      writeGuarantee(body.terms)
    }
    writeFees(body.terms)
    writeOwnTerms(event, body)
  }

  /// FIX 4.4 has no place for the reason in SecurityList(y).
  private mutating func writeRefusal(
    _ refusal: TermsRefusal, _ request: RequestTerms, _ options: ReportOptions
  ) {
    let isList = request.subjectCode == TermsSubject.list.rawValue
    if !isList { symbol(request.symbol) }
    guard options.ownTags || !isList else { return }
    var line = TextLine()
    line.append("\(refusal.sentence(isList: isList))")
    field(.text, line.bytes)
  }

  private mutating func writeInstrument(
    _ event: RawSpan, _ body: TermsTold, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    symbol(body.terms.symbol)
    let words = body.words
    write(.cfiCode, words.find("cfi=", event), event)
    write(.securityDesc, words.find("name=", event), event)
    if body.changeCount > 0 { writeChanges(event, body, options, precision) }
    field(.deliveryForm, 1 as UInt64)
  }

  /// What is published and not in force: Art. 35.
  private mutating func writeChanges(
    _ event: RawSpan, _ body: TermsTold, _ options: ReportOptions, _ precision: TimestampPrecision
  ) {
    field(.noEvents, UInt64(body.changeCount))
    for place in 0..<Int(body.changeCount) {
      let change = event.loadTrailing(PublishedChange.self, place, behind: TermsTold.self)
      guard let parameter = InstrumentParameter(rawValue: change.parameterCode) else {
        preconditionFailure("the core gives codes of their sets")
      }
      field(.eventType, Self.otherEvent)
      field(.eventDate, options.tradeDate(of: change.effectiveAt))
      var line = TextLine()
      line.append("\(parameter.words) ")
      line.append(change.value, of: parameter)
      field(.eventText, line.bytes)
      guard options.ownTags else { continue }
      field(.parameterChangeID, change.number)
      field(.parameterCode, UInt64(change.parameterCode))
      decimal(.parameterValue, change.value, scale: parameter.unit.decimals)
      field(.effectiveFrom, change.effectiveAt, precision)
      if change.situationCode > 0 { field(.abnormalSituation, UInt64(change.situationCode)) }
    }
  }

  private mutating func writeListed(_ terms: DefineInstrument) {
    field(.deliveryType, 0 as UInt64)
    writeGuarantee(terms)
  }

  private mutating func writeGuarantee(_ terms: DefineInstrument) {
    decimal(.marginRatio, Int64(terms.guaranteeBasisPoints), scale: 4)
  }

  private mutating func writeStipulations(_ terms: DefineInstrument) {
    field(.noStipulations, 3 as UInt64)
    field(.stipulationType, "LOTVAR")
    decimal(.stipulationValue, Int64(terms.toleranceBasisPoints), scale: 4)
    field(.stipulationType, "MINQTY")
    quantity(.stipulationValue, terms.documentUnit)
    field(.stipulationType, "MININCR")
    quantity(.stipulationValue, terms.documentUnit)
  }

  /// Of each side a part of the price and the least amount; of a buyer the transfer per unit.
  private mutating func writeFees(_ terms: DefineInstrument) {
    field(.noMiscFees, 3 as UInt64)
    decimal(.miscFeeAmt, Int64(terms.tradeFeePerMillion), scale: 6)
    writeFee(type: "4", basis: 2)
    amount(.miscFeeAmt, terms.minimumTradeFee)
    writeFee(type: "4", basis: 0)
    amount(.miscFeeAmt, terms.titleTransferFeePerUnit)
    writeFee(type: "7", basis: 1)
  }

  private mutating func writeFee(type: StaticString, basis: UInt64) {
    field(.miscFeeCurr, "CNY")
    field(.miscFeeType, type)
    field(.miscFeeBasis, basis)
  }

  private mutating func writeOwnTerms(_ event: RawSpan, _ body: TermsTold) {
    let (terms, words) = (body.terms, body.words)
    char(.titleDocType, terms.docType)
    if !body.warehouse.text.isEmpty { field(.warehouseCode, body.warehouse.text) }
    write(.brand, words.find("brand=", event), event)
    write(.grade, words.find("spec=", event), event)
    write(.unitOfMeasure, words.find("unit=", event), event)
    decimal(.tolerancePct, Int64(terms.toleranceBasisPoints), scale: 4)
    field(.minIntervalSec, UInt64(terms.minIntervalSeconds))
    let isPremium = terms.priceBasisCode == PriceBasis.premium.rawValue
    char(.priceBasis, isPremium ? PriceBasis.premium.rawValue : PriceBasis.full.rawValue)
    if isPremium { field(.benchmarkRef, terms.benchmark.text) }
    field(.ruleVersion, UInt64(body.ruleVersion))
    writeModes(terms.modes)
    price(.tickSize, terms.tick)
    price(.referencePrice, terms.referencePrice)
    decimal(.priceBandPct, Int64(terms.bandBasisPoints), scale: 4)
    let negotiated =
      terms.negotiatedBandBasisPoints > 0
      ? terms.negotiatedBandBasisPoints : terms.bandBasisPoints
    decimal(.negotiatedBandPct, Int64(negotiated), scale: 4)
    field(.netPrice, true)
    let most = Int64(terms.maxLots) * terms.documentUnit.thousandths
    quantity(.maxOrderQty, Quantity(thousandths: most))
    write(.matchRule, words.find("matchRule=", event), event)
    write(.signingFlow, words.find("signingFlow=", event), event)
    write(.guaranteeDue, words.find("guaranteeDue=", event), event)
    write(.tradingHours, words.find("phases=", event) ?? words.find("hours=", event), event)
    if terms.minDeliveryUnit > .zero { quantity(.minDeliveryUnit, terms.minDeliveryUnit) }
    price(.highestPremium, terms.highestPremium)
    if terms.hasNegotiatedHours == 1 {
      write(.negotiatedHours, words.find("negotiatedPhases=", event), event)
    }
    if terms.deliveryDays > 0 { field(.deliveryDays, UInt64(terms.deliveryDays)) }
  }

  /// TradingModes(7880): the letters of TradingMode(7761).
  private mutating func writeModes(_ modes: UInt8) {
    var line = TextLine()
    for (place, letter) in "LCNED".utf8.enumerated() where modes & (1 << UInt8(place)) != 0 {
      if line.count > 0 { line.append(ASCII.space) }
      line.append(letter)
    }
    if line.count > 0 { field(.tradingModes, line.bytes) }
  }

  private mutating func write(_ tag: Tag, _ range: Range<Int>?, _ event: RawSpan) {
    if let range { field(tag, event.extracting(range)) }
  }

  /// EventType(865).
  private static var otherEvent: UInt64 { 99 }
}

/// Where in an event the words of a definition stand.
private struct WordLines {
  let range: Range<Int>

  /// The text behind a key; nil where there is none, or one that is not printable ASCII.
  func find(_ key: StaticString, _ event: RawSpan) -> Range<Int>? {
    let bytes = Span<UInt8>(_bytes: event)
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, bytes[end] != 0x0a { end += 1 }
      let text = start + key.utf8CodeUnitCount
      if text < end, isKey(key, bytes, at: start) {
        for place in text..<end where !(0x20...0x7e).contains(bytes[place]) { return nil }
        return text..<end
      }
      start = end + 1
    }
    return nil
  }

  private func isKey(_ key: StaticString, _ bytes: Span<UInt8>, at start: Int) -> Bool {
    var place = start
    for byte in "\(key)".utf8 {
      if bytes[place] != byte { return false }
      place += 1
    }
    return true
  }
}

extension RequestTerms {
  /// SecurityList(y), or SecurityDefinition(d).
  var answerType: MsgType {
    subjectCode == TermsSubject.list.rawValue ? .securityList : .securityDefinition
  }
}

extension TermsTold {
  fileprivate var words: WordLines {
    let start =
      RecordHead.byteCount + MemoryLayout<TermsTold>.size
      + Int(changeCount) * MemoryLayout<PublishedChange>.size
    return WordLines(range: start..<start + Int(wordsLength))
  }
}

extension TermsRefusal {
  fileprivate var securityRequestResult: UInt64 {
    switch self {
    case .none: 0
    case .typeNotOffered, .subscription: 1
    case .unknownSymbol, .noInstruments: 2
    case .pending, .tooMany: 4
    }
  }

  fileprivate var securityResponseType: UInt64 {
    switch self {
    case .none: 1
    case .unknownSymbol: 6
    case .typeNotOffered, .subscription, .noInstruments, .pending, .tooMany: 5
    }
  }

  fileprivate func sentence(isList: Bool) -> StaticString {
    switch self {
    case .none: "It is answered"
    case .typeNotOffered:
      isList
        ? "SecurityListRequestType(559) is 0, one instrument, or 4, all"
        : "SecurityRequestType(321) is 0 or 1: ask for all by SecurityListRequest(x)"
    case .subscription:
      "SubscriptionRequestType(263) is 0: changes of terms are told to everybody by News(B)"
    case .unknownSymbol: "Symbol(55) is no instrument: SecurityListRequest(x) with 559=4 tells all"
    case .noInstruments: "There are no instruments"
    case .pending: "Another request of the session is being answered: ask again behind it"
    case .tooMany: "Too many requests are being answered: ask again later"
    }
  }
}
