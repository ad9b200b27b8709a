import Linux
import Market
import Testing

@testable import Storage

/// What an end in order puts down, and who believes it.
@Suite struct SessionClosingTests {
  private static let numbers = (1...3).map { number in
    SessionNumber(
      session: SessionID(rawValue: UInt32(number)), epoch: Epoch(rawValue: UInt32(number + 1)),
      nextOutbound: MsgSeqNum(rawValue: UInt64(number) * 5_000_000_000))
  }

  private static func number(
    _ place: TemporaryDirectory, _ session: UInt32, _ epoch: UInt32
  ) throws -> UInt64? {
    let store = try openStore(try StorageDirectory.open(place.path))
    return store.nextOutboundAtClosing(
      of: SessionID(rawValue: session), Epoch(rawValue: epoch))?.rawValue
  }

  private static func end(_ place: TemporaryDirectory) throws {
    var store = try openStore(try StorageDirectory.open(place.path))
    try store.end(with: numbers)
  }

  @Test("each session's number is found again, in its epoch alone")
  func found() throws {
    let place = try TemporaryDirectory()
    try Self.end(place)
    #expect(try Self.number(place, 3, 4) == 15_000_000_000)
    #expect(try Self.number(place, 1, 2) == 5_000_000_000)
    #expect(try Self.number(place, 1, 1) == nil)
    #expect(try Self.number(place, 4, 5) == nil)
  }

  @Test("a store that is begun with says nothing of an end at the next start")
  func begun() throws {
    let place = try TemporaryDirectory()
    try Self.end(place)
    do {
      var store = try openStore(try StorageDirectory.open(place.path))
      try store.begin()
      try store.begin()
      let known = store.nextOutboundAtClosing(of: SessionID(rawValue: 1), Epoch(rawValue: 2))
      #expect(known?.rawValue == 5_000_000_000)
    }
    #expect(try Self.number(place, 1, 2) == nil)
  }

  @Test("a file that is cut or has another byte anywhere says nothing")
  func spoilt() throws {
    let place = try TemporaryDirectory()
    try Self.end(place)
    let name = "sessions/closed"
    let whole = try place.bytes(name)
    #expect(whole.count == 32 + 3 * 16)
    for offset in whole.indices {
      var bytes = whole
      bytes[offset] ^= 1
      try place.write(bytes, to: name)
      #expect(try Self.number(place, 1, 2) == nil, "byte \(offset)")
      try place.write(Array(whole[..<offset]), to: name)
      #expect(try Self.number(place, 1, 2) == nil, "\(offset) bytes")
    }
    try place.write(whole, to: name)
    #expect(try Self.number(place, 1, 2) == 5_000_000_000)
  }
}
