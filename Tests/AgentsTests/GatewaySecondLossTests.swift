import Foundation
import Testing

@testable import Agents

/// What a counterparty gets of a long session whose stored messages are lost, when the venue ends once more before it
/// has everything.
@Suite struct GatewaySecondLossTests {
  private static let count = 2_100

  private static func order(_ id: String) -> String {
    "35=D|11=\(id)|55=CU|54=1|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }

  /// A venue that has told the buyer of 2,100 orders and is gone, and the buyer as it then stands. In the log there
  /// are two blocks of its numbers: that of 1, and that of 2,050, behind B2048.
  private static func run(_ path: String) throws -> TestClient {
    let venue = try TestVenue(path)
    let buyer = try venue.logOn("BUYER")
    for number in 1...count {
      buyer.send(order("B\(number)"))
      if number % 100 == 0 { _ = venue.expect(buyer, "35=8", "11=B\(number)") }
    }
    leave(buyer, venue)
    return buyer
  }

  private static func leave(_ buyer: TestClient, _ venue: TestVenue) {
    buyer.disconnect()
    for _ in 0..<5 { venue.cycle() }
  }

  private static func loseMessages(_ path: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/sessions")
  }

  private static func logOn(_ buyer: TestClient, _ venue: TestVenue) throws {
    try buyer.reconnect(venue)
    buyer.send("35=A|98=0|108=30|")
    _ = try #require(venue.expect(buyer, "35=A"))
  }

  /// The reports of these orders come as such that may have been sent before.
  private static func expect(_ orders: [Int], _ buyer: TestClient, _ venue: TestVenue) {
    for number in orders {
      let report = venue.expect(buyer, "35=8", "11=B\(number)", "97=Y", cycles: 20_000)
      #expect(report != nil, "B\(number)")
    }
  }

  @Test("lost again while they come again: they come from where the counterparty stands")
  func lostAgain() throws {
    let folder = TemporaryFolder()
    let buyer = try Self.run(folder.path)
    for (asked, orders) in [(101, [100, 102]), (6_150, [102, 1_000, Self.count])] {
      try Self.loseMessages(folder.path)
      let venue = try TestVenue(folder.path, isMachineNew: true)
      try Self.logOn(buyer, venue)
      buyer.send("35=2|7=\(asked)|16=0|")
      Self.expect(orders, buyer, venue)
      Self.leave(buyer, venue)
    }
  }

  @Test("the process ends before it is asked for them", arguments: [false, true])
  func endsBeforeItIsAsked(_ isRefused: Bool) throws {
    let folder = TemporaryFolder()
    let buyer = try Self.run(folder.path)
    try Self.loseMessages(folder.path)
    var venue: TestVenue? = try TestVenue(folder.path, isMachineNew: true)
    if isRefused {
      try buyer.reconnect(#require(venue))
      buyer.send("35=A|98=0|108=9999|")
      #expect(venue?.expect(buyer, "35=5", "34=6147") != nil)
    } else {
      try Self.logOn(buyer, #require(venue))
    }
    Self.leave(buyer, try #require(venue))
    venue = nil
    let again = try TestVenue(folder.path)
    #expect(!again.gatewayNotices().contains { $0.kindCode == Notice.Kind.messagesLost.rawValue })
    try Self.logOn(buyer, again)
    buyer.send("35=2|7=101|16=0|")
    Self.expect([100, 1_000, Self.count], buyer, again)
  }

  @Test("the process ends at any cycle behind the question: they come, also unasked")
  func endsWhenItWasAsked() throws {
    let folder = TemporaryFolder()
    let buyer = try Self.run(folder.path)
    try Self.loseMessages(folder.path)
    let next = buyer.nextNumber
    for cycles in 0...8 {
      let copy = TemporaryFolder()
      try FileManager.default.removeItem(atPath: copy.path)
      try FileManager.default.copyItem(atPath: folder.path, toPath: copy.path)
      buyer.nextNumber = next
      var venue: TestVenue? = try TestVenue(copy.path, isMachineNew: true)
      try Self.logOn(buyer, #require(venue))
      buyer.send("35=2|7=101|16=0|")
      for _ in 0..<cycles { venue?.cycle() }
      venue = nil
      buyer.receive()
      let isFilled = buyer.messages.contains { $0.contains("|35=4|") && $0.contains("|34=101|") }
      let told = buyer.messages.count { $0.contains("|97=Y|") }
      // Its Logon(A) had number 6,147.
      let asked = isFilled ? 6_148 + told : 101
      let again = try TestVenue(copy.path)
      try Self.logOn(buyer, again)
      buyer.send("35=2|7=\(asked)|16=0|")
      Self.expect([told + 1, Self.count], buyer, again)
    }
  }

  @Test("the gap is filled when the log holds from where they come again, not before")
  func filledLate() throws {
    let folder = TemporaryFolder()
    let buyer = try Self.run(folder.path)
    try Self.loseMessages(folder.path)
    let venue = try TestVenue(folder.path, isMachineNew: true)
    try Self.logOn(buyer, venue)
    venue.commits = false
    buyer.send("35=2|7=101|16=0|")
    #expect(venue.expect(buyer, "35=4", cycles: 50) == nil)
    #expect(!buyer.messages.contains { $0.contains("|97=Y|") && $0.contains("|11=B1|") })
    venue.commits = true
    #expect(venue.expect(buyer, "35=4", "34=101", "36=6148") != nil)
    Self.expect([1, Self.count], buyer, venue)
  }

  @Test("what an earlier start has lost and what this one has are both looked for")
  func bothLosses() throws {
    let folder = TemporaryFolder()
    let buyer = try Self.run(folder.path)
    try Self.loseMessages(folder.path)
    var venue: TestVenue? = try TestVenue(folder.path, isMachineNew: true)
    try Self.logOn(buyer, #require(venue))
    Self.leave(buyer, try #require(venue))
    venue = nil
    // Its Logon(A) is stored, and nobody knows what else was sent.
    let again = try TestVenue(folder.path, isMachineNew: true)
    #expect(again.gatewayNotices().contains { $0.kindCode == Notice.Kind.messagesLost.rawValue })
    try Self.logOn(buyer, again)
    buyer.send("35=2|7=101|16=0|")
    Self.expect([100, 1_000, Self.count], buyer, again)
  }

  /// What a process leaves that is killed while it stores a message.
  private static func tearLastMessages(_ path: String) throws {
    let folders = try FileManager.default.subpathsOfDirectory(atPath: "\(path)/sessions")
    let files = folders.filter { $0.hasSuffix(".out") }.sorted()
    let last = Dictionary(grouping: files) { $0.prefix { $0 != "/" } }.compactMap(\.value.last)
    #expect(!last.isEmpty)
    for name in last {
      let file = try FileHandle(forUpdating: URL(filePath: "\(path)/sessions/\(name)"))
      try file.seek(toOffset: file.seekToEnd() - 64)
      try file.write(contentsOf: [1])
      try file.close()
    }
  }

  @Test("what the store has comes from the store, whatever an earlier start could not know")
  func tornOnce() throws {
    let folder = TemporaryFolder()
    let buyer = try Self.run(folder.path)
    try Self.tearLastMessages(folder.path)
    var venue: TestVenue? = try TestVenue(folder.path)
    try Self.logOn(buyer, #require(venue))
    buyer.send("35=2|7=\(Self.count + 2)|16=0|")
    buyer.send(Self.order("NEXT"))
    #expect(venue?.expect(buyer, "35=8", "11=NEXT") != nil)
    Self.leave(buyer, try #require(venue))
    venue = nil
    let again = try TestVenue(folder.path)
    try Self.logOn(buyer, again)
    buyer.send("35=2|7=101|16=0|")
    buyer.send(Self.order("LAST"))
    for order in ["B100", "B\(Self.count)", "NEXT"] {
      #expect(again.expect(buyer, "35=8", "11=\(order)", "43=Y", cycles: 20_000) != nil)
    }
    #expect(again.expect(buyer, "35=8", "11=LAST") != nil)
    #expect(!buyer.messages.contains { $0.contains("|97=Y|") })
  }
}
