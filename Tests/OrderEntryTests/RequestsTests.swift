import Market
import OrderEntry
import Testing

/// Cancels, mass cancels, replaces, status and mass status requests.
@Suite struct RequestsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let line: String
    let change: String
    let expected: String
    init(_ line: String, _ change: String, _ expected: String) {
      self.line = line
      self.change = change
      self.expected = expected
    }
    var testDescription: String { line.prefix(4) + " " + change }
  }

  static let cancel =
    "cancelOrder clOrdID=S-0002 origClOrdID=S-0001 symbol=CU-BW-A"
  static let time = "transactTime=1795397400000000000"
  static let order =
    "(clOrdID=S-0002 account=DLR001-P symbol=CU-BW-A price=10000 orderQty=50000 "
    + "transactTime=1795397400000000000 ordTypeCode=50 sideCode=50 timeInForceCode=48"

  static let rows: [Row] = [
    Row(OrderLines.cancel, "", "\(cancel) \(time) sideCode=50"),
    Row(OrderLines.cancel, "37=17", "\(cancel) orderID=17 \(time) sideCode=50"),
    Row(OrderLines.cancel, "38=", "\(cancel) \(time) sideCode=50"),
    Row(OrderLines.cancel, "37=0", "refused valueNotRepresentable 37"),
    Row(OrderLines.cancel, "37=O-1", "refused valueNotRepresentable 37"),
    Row(OrderLines.cancel, "54=8", "refused codeNotOffered 54"),
    Row(OrderLines.cancel, "41=", "reject requiredTagMissing 41"),
    Row(OrderLines.cancel, "11=", "reject requiredTagMissing 11"),
    Row(OrderLines.cancel, "60=noon", "reject incorrectDataFormat 60"),
    Row(OrderLines.replace, "", "replaceOrder order=\(order)) origClOrdID=S-0001"),
    Row(OrderLines.replace, "37=9", "replaceOrder order=\(order)) origClOrdID=S-0001 orderID=9"),
    Row(
      OrderLines.replace, OrderLines.documents(["R1", "R2"]),
      "replaceOrder order=\(order) documentCount=2) origClOrdID=S-0001 R1 R2"),
    Row(OrderLines.replace, "41=", "reject requiredTagMissing 41"),
    Row(OrderLines.replace, "38=", "refused conditionallyRequiredFieldMissing 38"),
    Row(OrderLines.replace, "44=", "refused conditionallyRequiredFieldMissing 44"),
    Row(OrderLines.replace, "59=5", "refused codeNotOffered 59"),
    Row(
      OrderLines.replace, "40=4",
      "replaceOrder order=\(order.replacing("ordTypeCode=50", with: "ordTypeCode=52"))) "
        + "origClOrdID=S-0001"),
    Row(OrderLines.status, "", "orderStatus clOrdID=S-0001 symbol=CU-BW-A sideCode=50"),
    Row(
      OrderLines.status, "37=3|790=Q-1",
      "orderStatus clOrdID=S-0001 ordStatusReqID=Q-1 symbol=CU-BW-A orderID=3 sideCode=50"),
    Row(OrderLines.status, "11=", "reject requiredTagMissing 11"),
    Row(OrderLines.massCancel, "", "massCancel clOrdID=M-0001 \(time) requestTypeCode=55"),
    Row(
      OrderLines.massCancel, "54=1|7831=DLR001-P",
      "massCancel clOrdID=M-0001 account=DLR001-P \(time) requestTypeCode=55 sideCode=49"),
    Row(
      OrderLines.massCancel, "530=1|55=CU-BW-A",
      "massCancel clOrdID=M-0001 symbol=CU-BW-A \(time) requestTypeCode=49"),
    Row(OrderLines.massCancel, "530=1", "refused conditionallyRequiredFieldMissing 55"),
    Row(OrderLines.massCancel, "530=3", "refused codeNotOffered 530"),
    Row(OrderLines.massCancel, "54=5", "refused codeNotOffered 54"),
    Row(OrderLines.massCancel, "530=", "reject requiredTagMissing 530"),
    Row(OrderLines.massCancel, "7831=DLR001-6789012345", "refused valueNotRepresentable 7831"),
    Row(OrderLines.massStatus, "", "massStatus massStatusReqID=Q-0001 requestTypeCode=55"),
    Row(
      OrderLines.massStatus, "585=1|55=CU-BW-A|54=2|1=DLR001-P",
      "massStatus massStatusReqID=Q-0001 account=DLR001-P symbol=CU-BW-A requestTypeCode=49 "
        + "sideCode=50"),
    Row(OrderLines.massStatus, "585=1", "refused conditionallyRequiredFieldMissing 55"),
    Row(OrderLines.massStatus, "585=8", "refused codeNotOffered 585"),
    Row(OrderLines.massStatus, "54=5", "refused codeNotOffered 54"),
    Row(OrderLines.massStatus, "584=", "reject requiredTagMissing 584"),
    Row(
      OrderLines.massStatus, "584=123456789012345678901234567890123",
      "refused valueNotRepresentable 584"),
    Row(
      OrderLines.userRequest, "",
      "userRequest userRequestID=U-0001 username=DLR001 requestTypeCode=52"),
    Row(
      OrderLines.userRequest, "924=3|554=old-secret|925=new-secret",
      "userRequest userRequestID=U-0001 username=DLR001 requestTypeCode=51"),
    Row(
      OrderLines.userRequest, "924=3|925=new-secret",
      "refused conditionallyRequiredFieldMissing 554"),
    Row(
      OrderLines.userRequest, "924=3|554=old-secret",
      "refused conditionallyRequiredFieldMissing 925"),
    Row(
      OrderLines.userRequest, "924=2",
      "userRequest userRequestID=U-0001 username=DLR001 requestTypeCode=50"),
    Row(OrderLines.userRequest, "924=9", "refused codeNotOffered 924"),
    Row(OrderLines.userRequest, "553=", "reject requiredTagMissing 553"),
    Row(
      OrderLines.userRequest, "923=123456789012345678901234567890123",
      "refused valueNotRepresentable 923"),
    Row(OrderLines.status, "37=-3", "refused valueNotRepresentable 37"),
  ]

  @Test("the record that a request becomes", arguments: rows)
  func request(_ row: Row) {
    let decoded = Decoded(OrderLines.line(row.line, with: row.change))
    let summary = decoded.summary
    #expect(summary == row.expected)
  }

  @Test("OrigClOrdID(41) and OrdStatusReqID(790) hold 32 bytes")
  func lengths() {
    for (line, tag) in [
      (OrderLines.cancel, 41), (OrderLines.replace, 41), (OrderLines.status, 790),
    ] {
      for count in [31, 32, 33] {
        let value = String(repeating: "y", count: count)
        let decoded = Decoded(OrderLines.line(line, with: "\(tag)=\(value)"))
        let summary = decoded.summary
        #expect(summary.contains(value) == (count <= 32))
        #expect((summary == "refused valueNotRepresentable \(tag)") == (count > 32))
      }
    }
  }
}

extension String {
  fileprivate func replacing(_ part: String, with other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
