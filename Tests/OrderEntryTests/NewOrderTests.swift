import Market
import OrderEntry
import Records
import Testing

/// NewOrderSingle(D): each field as the record has it. Codes stand as ASCII numbers: 50 is `2`.
@Suite struct NewOrderTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let change: String
    let expected: String
    init(_ change: String, _ expected: String) {
      self.change = change
      self.expected = expected
    }
    var testDescription: String { change }
  }

  static let plain =
    "newOrder clOrdID=S-0001 account=DLR001-P symbol=CU-BW-A price=684500000 orderQty=25000 "
    + "transactTime=1795397400000000000 ordTypeCode=50 sideCode=50 timeInForceCode=48"

  @Test("an order with no more than it needs")
  func plainOrder() {
    let decoded = Decoded(OrderLines.newOrder)
    let summary = decoded.summary
    #expect(summary == Self.plain)
    #expect(decoded.head.length == 256)
    #expect(decoded.head.bodyLength == 168)
  }

  static let fields: [Row] = [
    Row("1=", "account= "),
    Row("44=68450.1234", "price=684501234"),
    Row("44=-3.5", "price=-35000"),
    Row("44=0", "price="),
    Row("40=1|44=", "ordTypeCode=49 price="),
    Row("40=1|44=7", "ordTypeCode=49 price="),
    Row("40=3|44=|99=68000", "ordTypeCode=51 price= stopPx=680000000"),
    Row("40=4|99=-1", "ordTypeCode=52 stopPx=-10000"),
    Row("40=K|44=", "ordTypeCode=75 price="),
    Row("40=K|44=9", "ordTypeCode=75 price=90000"),
    Row("54=1", "sideCode=49"),
    Row("38=25.134", "orderQty=25134"),
    Row("38=0", "orderQty="),
    Row("38=-25", "orderQty=-25000"),
    Row("110=50", "minQty=50000"),
    Row("111=75", "maxFloor=75000"),
    Row("15=CNY", "currency=5852739"),
    Row("544=1", "cashMarginCode=49"),
    Row("544=2", "cashMarginCode=50"),
    Row("423=6", "priceType=6"),
    Row("7770=P", "priceBasisCode=80"),
    Row("7770=F", "priceBasisCode=70"),
    Row("7771=SHFE", "benchmark=SHFE"),
    Row("7771=12345678", "benchmark=12345678"),
    Row("18=6", "execInst=1"),
    Row("18=G", "execInst=2"),
    Row("18=6 G", "execInst=3"),
    Row("18=G 6", "execInst=3"),
    Row("18=6 1", "execInst=129"),
    Row("529=1", "isProgramTrade=1"),
    Row("529=3 1", "isProgramTrade=1"),
    Row("529=3", ""),
    Row("59=1", "timeInForceCode=49"),
    Row("59=2", "timeInForceCode=50"),
    Row("59=3", "timeInForceCode=51"),
    Row("59=4", "timeInForceCode=52"),
    Row("59=7", "timeInForceCode=55"),
    Row("60=20261123-01:30:00.123456789", "transactTime=1795397400123456789"),
    Row("7761=L", "modeCode=76"),
    Row("7761=C", "modeCode=67"),
    Row("7761=N", "modeCode=78"),
    Row("7761=E|7762=7", "modeCode=69 auction=7"),
    Row("7761=D|7762=7", "modeCode=68 auction=7"),
    Row("7772=1", "listingOrderID=1"),
    Row("7821=X", "selfMatchInstruction=88"),
    Row("7772=18446744073709551615", "listingOrderID=18446744073709551615"),
    Row("7820=5", "selfMatchPreventionID=5"),
    Row("7821=O", "selfMatchInstruction=79"),
    Row("7821=N", "selfMatchInstruction=78"),
    Row("7821=B", "selfMatchInstruction=66"),
    Row("21=1|63=1|854=0|528=P|7725=25.134|7711=ZZW01", ""),
    Row("121=N|120=CNY|168=20261123-01:30:00", ""),
  ]

  @Test("one field changed or added", arguments: fields)
  func field(_ row: Row) {
    let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: row.change))
    let summary = decoded.summary
    #expect(differences(summary, from: Self.plain) == Set(row.expected.split(separator: " ")))
  }

  static let expiry: [Row] = [
    Row("59=6|126=20261124-07:00:00", "expireTime=1795503600000000000 timeInForceCode=54"),
    // The end of 24 November in Shanghai is 16:00 UTC of that day.
    Row("59=6|432=20261124", "expireTime=1795536000000000000 timeInForceCode=54"),
    Row(
      "59=6|432=20261125|126=20261124-07:00:00",
      "expireTime=1795503600000000000 timeInForceCode=54"),
    Row("432=20261124", "expireTime=1795536000000000000"),
    Row("59=6|432=22620411", "expireTime=9223344000000000000 timeInForceCode=54"),
  ]

  @Test("ExpireTime(126), else the end of ExpireDate(432) at the market", arguments: expiry)
  func expires(_ row: Row) {
    let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: row.change))
    let summary = decoded.summary
    #expect(differences(summary, from: Self.plain) == Set(row.expected.split(separator: " ")))
  }

  static let refused: [Row] = [
    Row("38=", "refused conditionallyRequiredFieldMissing 38"),
    Row("44=", "refused conditionallyRequiredFieldMissing 44"),
    Row("40=4|44=|99=1", "refused conditionallyRequiredFieldMissing 44"),
    Row("40=3", "refused conditionallyRequiredFieldMissing 99"),
    Row("40=4", "refused conditionallyRequiredFieldMissing 99"),
    Row("59=6", "refused conditionallyRequiredFieldMissing 126"),
    Row("59=6|432=22620412", "refused valueNotRepresentable 432"),
    Row("59=6|126=22630101-00:00:00", "refused valueNotRepresentable 126"),
    Row("59=6|126=19700101-00:00:00", "refused valueNotRepresentable 126"),
    Row("60=19691231-23:59:59", "refused valueNotRepresentable 60"),
    Row("152=1000", "refused valueNotRepresentable 152"),
    Row("44=68450.12345", "refused valueNotRepresentable 44"),
    Row("99=0.00001", "refused valueNotRepresentable 99"),
    Row("38=25.1341", "refused valueNotRepresentable 38"),
    Row("110=0.0001", "refused valueNotRepresentable 110"),
    Row("111=0.0001", "refused valueNotRepresentable 111"),
    Row("44=922337203685477.5808", "refused valueNotRepresentable 44"),
    Row("38=9223372036854775.808", "refused valueNotRepresentable 38"),
    Row("15=CN", "refused valueNotRepresentable 15"),
    Row("15=CNYY", "refused valueNotRepresentable 15"),
    Row("54=5", "refused codeNotOffered 54"),
    Row("40=P", "refused codeNotOffered 40"),
    Row("59=5", "refused codeNotOffered 59"),
    Row("544=3", "refused codeNotOffered 544"),
    Row("423=256", "refused valueNotRepresentable 423"),
    Row("7761=X", "refused codeNotOffered 7761"),
    Row("7772=0", "refused valueNotRepresentable 7772"),
    Row("7772=A7", "refused valueNotRepresentable 7772"),
    Row("7820=-1", "refused valueNotRepresentable 7820"),
    Row("854=1", "refused codeNotOffered 854"),
    Row("121=Y", "refused codeNotOffered 121"),
    Row("120=USD", "refused codeNotOffered 120"),
    Row("168=20261123-01:30:00.001", "refused valueNotRepresentable 168"),
    Row("210=25", "refused valueNotRepresentable 210"),
    Row("386=1|336=AUC", "refused valueNotRepresentable 386"),
  ]

  @Test("what no order can hold is refused, never rounded", arguments: refused)
  func refuses(_ row: Row) {
    let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: row.change))
    let summary = decoded.summary
    #expect(summary == row.expected)
  }

  static let largest: [Row] = [
    Row("44=922337203685477.5807", "price=9223372036854775807"),
    Row("44=-922337203685477.5808", "price=-9223372036854775808"),
    Row("44=68450.12340000", "price=684501234"),
    Row("38=9223372036854775.807", "orderQty=9223372036854775807"),
    Row("423=255", "priceType=255"),
  ]

  @Test("the largest that an order can hold is taken", arguments: largest)
  func holds(_ row: Row) {
    let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: row.change))
    let summary = decoded.summary
    #expect(differences(summary, from: Self.plain) == Set(row.expected.split(separator: " ")))
  }

  static let rejected: [Row] = [
    Row("44=68,450", "reject incorrectDataFormat 44"),
    Row("38=many", "reject incorrectDataFormat 38"),
    Row("60=yesterday", "reject incorrectDataFormat 60"),
    Row("432=20261131", "reject incorrectDataFormat 432"),
    Row("54=12", "reject incorrectDataFormat 54"),
    Row("11=", "reject requiredTagMissing 11"),
    Row("55=", "reject requiredTagMissing 55"),
    Row("54=", "reject requiredTagMissing 54"),
    Row("60=", "reject requiredTagMissing 60"),
    Row("40=", "reject requiredTagMissing 40"),
  ]

  @Test("what validation would have found is a Reject(3) and no record", arguments: rejected)
  func rejects(_ row: Row) {
    let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: row.change))
    let summary = decoded.summary
    let bytes = decoded.buffer.count
    #expect(summary == row.expected)
    #expect(bytes == 0)
  }

  struct LengthRow: Sendable, CustomTestStringConvertible {
    let tag: Int
    let longest: Int
    let field: String
    var testDescription: String { "tag \(tag)" }
  }

  static let lengths: [LengthRow] = [
    LengthRow(tag: 11, longest: 32, field: "clOrdID"),
    LengthRow(tag: 1, longest: 16, field: "account"),
    LengthRow(tag: 55, longest: 16, field: "symbol"),
  ]

  @Test("texts are held to their last byte and refused beyond", arguments: lengths)
  func length(_ row: LengthRow) {
    for count in [1, row.longest - 1, row.longest, row.longest + 1] {
      let value = String(repeating: "x", count: count)
      let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: "\(row.tag)=\(value)"))
      let summary = decoded.summary
      if count <= row.longest {
        #expect(differences(summary, from: Self.plain) == ["\(row.field)=\(value)"])
      } else {
        #expect(summary == "refused valueNotRepresentable \(row.tag)")
      }
    }
  }

  @Test("texts of other characters than printable ASCII are refused", arguments: [11, 1, 55])
  func characters(_ tag: Int) {
    for value in ["仓单", "a\tb", "\u{7f}"] {
      let decoded = Decoded(OrderLines.line(OrderLines.newOrder, with: "\(tag)=\(value)"))
      let summary = decoded.summary
      #expect(summary == "refused valueNotRepresentable \(tag)")
    }
  }
}

/// Fields of a summary that are not in the plain one, or in the plain one only: then without a value.
func differences(_ summary: String, from plain: String) -> Set<Substring> {
  let old = Set(plain.split(separator: " "))
  let new = Set(summary.split(separator: " "))
  let names = Set(new.map { $0.prefix { $0 != "=" } })
  let gone = old.subtracting(new).map { $0.prefix { $0 != "=" } }.filter { !names.contains($0) }
  return new.subtracting(old).union(gone.map { "\($0)=" })
}
