import FIX44
import Market
import OrderEntry
import Records
import Testing

/// SecurityListRequest(x), SecurityDefinitionRequest(c) and what answers them.
@Suite struct TermsTests {
  static let rows: [(SessionRole, String, String)] = [
    (.dealer, "35=x|320=T|559=4|", "reqID=T subjectCode=1 requestType=4"),
    (
      .marketData, "35=x|320=T|559=0|55=CU|263=0|",
      "reqID=T symbol=CU subjectCode=1 subscriptionType=48"
    ),
    (
      .supervisor, "35=x|320=T|559=2|263=1|",
      "reqID=T subjectCode=1 requestType=2 subscriptionType=49"
    ),
    (.marketMaker, "35=x|320=T|559=0|", "refused conditionallyRequiredFieldMissing 55"),
    (.broker, "35=c|320=T|321=0|55=CU|", "reqID=T symbol=CU subjectCode=2"),
    (.marketData, "35=c|320=T|321=3|", "reqID=T subjectCode=2 requestType=3"),
    (.dealer, "35=c|320=T|321=0|", "refused conditionallyRequiredFieldMissing 55"),
    (.marketData, "35=c|320=T|321=1|55=CU|", "refused notAuthorised 0"),
    (.clearing, "35=x|320=T|559=4|", "refused notAuthorised 0"),
    (.dropCopy, "35=c|320=T|321=0|55=CU|", "refused notAuthorised 0"),
    (
      .dealer, "35=x|320=\(String(repeating: "T", count: 33))|559=4|",
      "refused valueNotRepresentable 320"
    ),
  ]

  @Test("what is asked for, by whom", arguments: rows)
  func decode(_ role: SessionRole, _ line: String, _ expected: String) {
    let decoded = Decoded(line, context: OrderLines.context(role))
    let summary: String
    if case .appended(.requestTerms) = decoded.result {
      summary = fields(of: decoded.body(RequestTerms.self))
    } else {
      summary = decoded.summary
    }
    #expect(summary == expected)
  }

  static func told(_ subject: TermsSubject) -> TermsTold {
    var body = TermsTold()
    body.request.reqID = Text32("T")!
    body.request.subjectCode = subject.rawValue
    body.request.symbol = Symbol(Text16("TIN")!)
    body.execID = ExecID(rawValue: 9)
    return body
  }

  static let refusals: [(TermsRefusal, list: String, definition: String)] = [
    (
      .typeNotOffered,
      "560=1|58=SecurityListRequestType(559) is 0, one instrument, or 4, all|",
      "323=5|55=TIN|58=SecurityRequestType(321) is 0 or 1: ask for all by SecurityListRequest(x)|"
    ),
    (
      .subscription,
      "560=1|58=SubscriptionRequestType(263) is 0: changes of terms are told to everybody by News(B)|",
      "323=5|55=TIN|58=SubscriptionRequestType(263) is 0: changes of terms are told to everybody by News(B)|"
    ),
    (
      .unknownSymbol,
      "560=2|58=Symbol(55) is no instrument: SecurityListRequest(x) with 559=4 tells all|",
      "323=6|55=TIN|58=Symbol(55) is no instrument: SecurityListRequest(x) with 559=4 tells all|"
    ),
    (
      .noInstruments, "560=2|58=There are no instruments|",
      "323=5|55=TIN|58=There are no instruments|"
    ),
    (
      .pending,
      "560=4|58=Another request of the session is being answered: ask again behind it|",
      "323=5|55=TIN|58=Another request of the session is being answered: ask again behind it|"
    ),
    (
      .tooMany, "560=4|58=Too many requests are being answered: ask again later|",
      "323=5|55=TIN|58=Too many requests are being answered: ask again later|"
    ),
  ]

  @Test("each refusal says why, and the way out", arguments: refusals)
  func refused(_ refusal: TermsRefusal, list: String, definition: String) {
    for (subject, expected) in [(TermsSubject.list, list), (.definition, definition)] {
      var body = Self.told(subject)
      body.refusalCode = refusal.rawValue
      body.isLast = 1
      let encoded = ReportLines.record(.termsTold, body)
      let line = encoded.body()
      #expect(line == "320=T|322=9|" + expected)
      RoundTripTests.check(encoded)
    }
  }

  @Test("every refusal has its row")
  func complete() {
    #expect(Set(Self.refusals.map(\.0)).union([.none]) == Set(TermsRefusal.allCases))
  }

  /// Copper with all that can be told, one change published.
  static func copper(_ subject: TermsSubject, words: String) -> RecordBuffer {
    var body = told(subject)
    body.total = 2
    body.isLast = 1
    body.ruleVersion = 3
    body.warehouse = CompID(Text16("ZZW01")!)
    body.terms.symbol = Symbol(Text16("CU-BW-A")!)
    body.terms.documentUnit = Quantity(thousandths: 25_000)
    body.terms.tick = Price(tenThousandths: 100_000)
    body.terms.referencePrice = Price(tenThousandths: 684_500_000)
    body.terms.bandBasisPoints = 600
    body.terms.guaranteeBasisPoints = 2_000
    body.terms.toleranceBasisPoints = 200
    body.terms.tradeFeePerMillion = 100
    body.terms.minimumTradeFee = Amount(fen: 100)
    body.terms.titleTransferFeePerUnit = Amount(fen: 150)
    body.terms.highestPremium = Price(tenThousandths: 2_000_000)
    body.terms.modes = 31
    body.terms.docType = 0x52
    body.terms.maxLots = 64
    body.terms.hasNegotiatedHours = 1
    body.terms.deliveryDays = 30
    body.changeCount = 1
    body.wordsLength = UInt16(words.utf8.count)
    var change = PublishedChange()
    change.number = 7
    change.value = 800
    change.effectiveAt = Instant(nanoseconds: 1_800_000_000_000_000_000)
    change.parameterCode = InstrumentParameter.priceBand.rawValue
    var head = RecordHead()
    head.typeCode = EventType.termsTold.rawValue
    var buffer = RecordBuffer(capacity: 4_096)
    let bytes = Array(words.utf8)
    let size = MemoryLayout<PublishedChange>.size
    let offset = buffer.append(head, body: body, trailingByteCount: size + bytes.count)
    let start = offset + RecordHead.byteCount + MemoryLayout<TermsTold>.size
    buffer.store(change, at: start)
    for (place, byte) in bytes.enumerated() { buffer.store(byte, at: start + size + place) }
    return buffer
  }

  static let words =
    "name=Copper cathode\nunit=t\nbrand=NORVANE\nspec=Grade A\nhours=book\nguaranteeDue=at entry\n"
    + "matchRule=price-time\nsigningFlow=automatic\ncfi=ITKXXX\nphases=09:00 open, 15:00 closed\n"
    + "negotiatedPhases=09:00 open, 15:30 closed\n"

  static let own =
    "7702=R|7711=ZZW01|7721=NORVANE|7722=Grade A|7734=t|7735=0.02|7768=0|7770=F|7773=3|"
    + "7880=L C N E D|7881=10|7882=68450|7883=0.06|7884=0.06|7885=Y|7886=1600|7887=price-time|"
    + "7888=automatic|7889=at entry|7890=09:00 open, 15:00 closed|7892=200|"
    + "7893=09:00 open, 15:30 closed|7894=30|"
  static let fees =
    "136=3|137=0.0001|138=CNY|139=4|891=2|137=1|138=CNY|139=4|891=0|137=1.5|138=CNY|139=7|891=1|"

  @Test("SecurityList(y) has the terms in their places, own tags where the session takes them")
  func list() {
    let encoded = Encoded(Self.copper(.list, words: Self.words))
    let plain =
      "320=T|322=9|560=0|393=2|893=Y|146=1|55=CU-BW-A|461=ITKXXX|107=Copper cathode|864=1|865=99|"
      + "866=20270115|868=price band 8 %|"
    let terms =
      "668=1|919=0|898=0.2|15=CNY|232=3|233=LOTVAR|234=0.02|233=MINQTY|234=25|233=MININCR|234=25|"
      + "561=25|562=25|"
    let line = encoded.body()
    #expect(
      line == plain + "7871=7|7872=1|7873=8|7875=20270115-08:00:00.000|" + terms + Self.fees
        + Self.own)
    RoundTripTests.check(encoded)
    let standard = encoded.body(ownTags: false)
    #expect(standard == plain + terms)
  }

  @Test("SecurityDefinition(d) has the same, the tolerance and the guarantee by own tags alone")
  func definition() {
    let encoded = Encoded(Self.copper(.definition, words: Self.words))
    let plain =
      "320=T|322=9|323=1|55=CU-BW-A|461=ITKXXX|107=Copper cathode|864=1|865=99|866=20270115|"
      + "868=price band 8 %|"
    let terms = "668=1|15=CNY|561=25|562=25|"
    let line = encoded.body()
    #expect(line.hasPrefix(plain))
    #expect(line.hasSuffix(terms + "60=19700101-00:00:00.000|898=0.2|" + Self.fees + Self.own))
    RoundTripTests.check(encoded)
    let standard = encoded.body(ownTags: false)
    #expect(standard == plain + terms)
  }

  @Test(
    "words that no field can have are left out",
    arguments: ["", "name=\n", "name=\u{94dc}\n", "names=x\n"])
  func words(_ words: String) {
    let encoded = Encoded(Self.copper(.list, words: words))
    let line = encoded.body()
    #expect(!line.contains("|107="))
    #expect(line.contains("|55=CU-BW-A|864=1|"))
  }
}
