import Foundation
import Market
import Storage
import Testing

@testable import Agents

/// What a counterparty sees after its stored messages were lost or damaged: it goes on by itself.
@Suite struct GatewayLossTests {
  private static let folder = "sessions/00000002"
  private static let name = "\(folder)/00000001-000000000001.out"
  private static let orderCount = 6

  private static func order(_ id: String, _ side: Int = 1) -> String {
    "35=D|11=\(id)|55=CU|54=\(side)|60=20261121-09:00:00|38=25|40=2|44=68400|15=CNY|59=0|"
  }

  /// A venue that has told the buyer of six orders and is gone, and the buyer as it then stands: it
  /// expects number 8 next.
  private static func run(_ path: String, logID: UInt64 = 7) throws -> TestClient {
    let venue = try TestVenue(path, logID: logID)
    let buyer = try venue.logOn("BUYER")
    for number in 1...orderCount {
      buyer.send(order("B\(number)"))
      let report = venue.expect(buyer, "35=8", "11=B\(number)", "34=\(number + 1)")
      precondition(report != nil, "the buyer is told of its order")
    }
    buyer.disconnect()
    for _ in 0..<5 { venue.cycle() }
    return buyer
  }

  /// Where the stored entries begin, each with a length at its first place.
  private static func entries(_ bytes: [UInt8]) -> [Int] {
    var offsets: [Int] = []
    var offset = 4_096
    while offset + 4 <= bytes.count {
      let length = (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
      if length == 0 { break }
      offsets.append(offset)
      offset += length
    }
    return offsets
  }

  private static func change(
    _ path: String, _ body: (inout [UInt8], [Int]) -> Void
  ) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    var bytes = [UInt8](try Data(contentsOf: url))
    let offsets = entries(bytes)
    precondition(offsets.count == orderCount + 1, "a Logon(A) and a report of each order")
    body(&bytes, offsets)
    try Data(bytes).write(to: url)
  }

  /// How the store is spoilt, and how many of the buyer's seven messages are then lost.
  struct Loss: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lost: Int
    let spoil: @Sendable (String) throws -> Void

    init(_ name: String, lost: Int, _ spoil: @escaping @Sendable (String) throws -> Void) {
      testDescription = name
      self.lost = lost
      self.spoil = spoil
    }
  }

  static let losses: [Loss] = [
    Loss("its last three entries are zeros", lost: 3) { path in
      try change(path) { bytes, offsets in
        for place in offsets[4]..<bytes.count { bytes[place] = 0 }
      }
    },
    Loss("its last entry is half written", lost: 1) { path in
      try change(path) { bytes, offsets in
        for place in offsets[6] + 100..<bytes.count { bytes[place] = 0 }
      }
    },
    Loss("the file is cut", lost: 2) { path in
      try change(path) { bytes, offsets in bytes.removeSubrange(offsets[5]...) }
    },
    Loss("its files are gone", lost: 7) { path in
      try FileManager.default.removeItem(atPath: "\(path)/\(folder)")
    },
    Loss("the whole store is gone", lost: 7) { path in
      try FileManager.default.removeItem(atPath: "\(path)/sessions")
    },
    Loss("its file is one of another log", lost: 7) { path in
      let other = TemporaryFolder()
      _ = try run(other.path, logID: 8)
      try FileManager.default.removeItem(atPath: "\(path)/\(name)")
      try FileManager.default.copyItem(
        atPath: "\(other.path)/\(name)", toPath: "\(path)/\(name)")
    },
  ]

  @Test(
    "it logs on, sees a gap, has it filled, and the reports of what was lost again",
    arguments: losses)
  func lost(_ loss: Loss) throws {
    let folder = TemporaryFolder()
    let buyer = try Self.run(folder.path)
    try loss.spoil(folder.path)
    let venue = try TestVenue(folder.path)
    #expect(venue.gatewayNotices().contains { $0.kindCode == Notice.Kind.messagesLost.rawValue })
    #expect(venue.counters[CounterLayout.gateway].load(.storeFaults) > 0)
    try buyer.reconnect(venue)
    buyer.send("35=A|98=0|108=30|")
    // Above the block of 4,096 that was set aside behind number 1.
    #expect(venue.expect(buyer, "35=A", "34=4098") != nil)
    buyer.send("35=2|7=8|16=0|")
    // The Logon(A) is administrative, so the gap fill stands for it, too.
    #expect(venue.expect(buyer, "35=4", "34=8", "43=Y", "123=Y", "36=4099") != nil)
    // What the store still has comes under its number, what it lost as new.
    for number in 1...Self.orderCount where number + 1 > 7 - loss.lost {
      #expect(venue.expect(buyer, "35=8", "11=B\(number)", "97=Y") != nil)
    }
    buyer.send("35=2|7=1|16=0|")
    for number in 1...Self.orderCount where number + 1 <= 7 - loss.lost {
      #expect(venue.expect(buyer, "35=8", "11=B\(number)", "34=\(number + 1)", "43=Y") != nil)
    }
    buyer.send(Self.order("B9"))
    let fresh = try #require(venue.expect(buyer, "35=8", "11=B9", "150=0"))
    #expect(!fresh.contains("|97="))
    #expect(Self.numbersGoUp(buyer))
  }

  /// Of what is no repetition under an old number.
  private static func numbersGoUp(_ client: TestClient) -> Bool {
    let numbers = client.messages.filter { !$0.contains("|43=Y|") }.compactMap { message in
      message.split(separator: "|").first { $0.hasPrefix("34=") }.flatMap { Int($0.dropFirst(3)) }
    }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  @Test("a damaged entry in the middle: a gap fill stands for it, the others come, and it is told")
  func damaged() throws {
    let folder = TemporaryFolder()
    let buyer = try Self.run(folder.path)
    try Self.change(folder.path) { bytes, offsets in bytes[offsets[3] + 80] ^= 1 }
    let venue = try TestVenue(folder.path)
    try buyer.reconnect(venue)
    buyer.send("35=A|98=0|108=30|")
    #expect(venue.expect(buyer, "35=A", "34=8") != nil)
    buyer.send("35=2|7=1|16=0|")
    #expect(venue.expect(buyer, "35=4", "34=1", "36=2") != nil)
    #expect(venue.expect(buyer, "35=8", "34=3", "43=Y", "11=B2") != nil)
    #expect(venue.expect(buyer, "35=4", "34=4", "43=Y", "123=Y", "36=5") != nil)
    #expect(venue.expect(buyer, "35=8", "34=7", "43=Y", "11=B6") != nil)
    for _ in 0..<20 { venue.cycle() }
    #expect(venue.gatewayNotices().contains { $0.kindCode == Notice.Kind.messagesDamaged.rawValue })
    buyer.send(Self.order("B9"))
    #expect(venue.expect(buyer, "35=8", "11=B9", "34=9") != nil)
  }

  @Test("after a loss of power in the middle of a long session, what the peer asks for comes again")
  func farBack() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    let buyer = try #require(try venue?.logOn("BUYER"))
    let count = 2_100
    for number in 1...count {
      buyer.send(Self.order("B\(number)"))
      if number % 100 == 0 { _ = venue?.expect(buyer, "35=8", "11=B\(number)") }
    }
    #expect(venue?.expect(buyer, "35=8", "11=B\(count)") != nil)
    buyer.disconnect()
    for _ in 0..<5 { venue?.cycle() }
    venue = nil
    try FileManager.default.removeItem(atPath: "\(folder.path)/sessions")
    let again = try TestVenue(folder.path, isMachineNew: true)
    try buyer.reconnect(again)
    buyer.send("35=A|98=0|108=30|")
    let logon = try #require(again.expect(buyer, "35=A"))
    // The second block, of 2,048 numbers more, was asked for when 2,050 was next.
    #expect(logon.contains("|34=6147|"))
    buyer.send(Self.order("LATE"))
    let late = try #require(again.expect(buyer, "35=8", "11=LATE", cycles: 20_000))
    #expect(!late.contains("|97=Y|"))
    buyer.send("35=2|7=101|16=0|")
    #expect(again.expect(buyer, "35=4", "34=101", "123=Y", "36=6148") != nil)
    for number in [100, 1_000, count] {
      #expect(again.expect(buyer, "35=8", "11=B\(number)", "97=Y", cycles: 20_000) != nil)
    }
    // What was told since the start comes again behind them, and says so.
    #expect(again.expect(buyer, "35=8", "11=LATE", "97=Y", cycles: 20_000) != nil)
    #expect(Self.numbersGoUp(buyer))
  }

  @Test("a session that was only refused goes on behind its Logout(5), also after a restart")
  func refusedOnly() throws {
    let folder = TemporaryFolder()
    var venue: TestVenue? = try TestVenue(folder.path)
    let buyer = try TestClient("BUYER", try #require(venue))
    buyer.send("35=A|98=0|108=9999|", number: 1)
    #expect(venue?.expect(buyer, "35=5", "34=1") != nil)
    #expect(venue?.expectClosed(buyer) == true)
    venue = nil
    let again = try TestVenue(folder.path)
    try buyer.reconnect(again)
    buyer.send("35=A|98=0|108=30|", number: 1)
    #expect(again.expect(buyer, "35=A", "34=2") != nil)
  }
}
