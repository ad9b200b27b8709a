import Conformance
import FIX44
import FIXWire
import Market
import Testing

/// Every message that a counterparty may send, wrong in one thing at a time, through the whole venue:
/// the dictionary is asked before any rule of the market is.
@Suite struct MessageFaultTests {
  /// A Logon(A) is answered by a Logout(5), and a Reject(3) by nothing: the scenarios have them.
  static let messages = FIX44Dictionary.make().messages.filter {
    $0.fromClient && $0.msgType != .logon && $0.msgType != .reject
  }

  @Test("each fault is a Reject(3) with reason and tag", arguments: messages.map(\.name))
  func faults(_ name: String) throws {
    let dictionary = FIX44Dictionary.make()
    let message = try #require(Self.messages.first { $0.name == name })
    var peer = try VenuePeer(
      try Scenario("S acceptor\n").setup, over: .memory, role: Self.role(of: message.msgType))
    func send(_ line: String) {
      peer.send(ScenarioText.message(line, from: VenuePeer.parties, now: peer.now))
    }
    try peer.connect()
    send("35=A|34=1|98=0|108=30|")
    #expect(peer.next() != nil)
    for (place, fault) in MessageFault.all(of: message, in: dictionary).enumerated() {
      send(fault.line.replacing("<N>", with: "\(place + 2)"))
      let answer = peer.next().map(ScenarioText.short) ?? "nothing"
      let number = "34=\(place + 2)|45=\(place + 2)|"
      if fault.isConditional && !message.isAdmin {
        let isRight = answer.hasPrefix("35=j|\(number)372=\(message.msgType)|")
        #expect(isRight && answer.contains("|380=5|"), "\(fault.name): \(answer)")
        continue
      }
      let expected =
        "35=3|\(number)371=\(fault.tag)|372=\(message.msgType)|"
        + "373=\(fault.reason.rawValue)|"
      #expect(answer.hasPrefix(expected), "\(fault.name): \(answer)")
    }
    #expect(peer.next() == nil)
  }

  /// Who may send messages of this type.
  private static func role(of msgType: MsgType) -> SessionRole {
    switch msgType {
    case .tradeCaptureReportAck, .marketDataSnapshotFullRefresh: .clearing
    case .newOrderCross: .broker
    case .titleReport: .registry
    case .marketDataRequest: .marketData
    default: .dealer
    }
  }
}
