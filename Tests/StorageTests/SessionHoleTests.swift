import Linux
import Market
import Testing

@testable import Storage

/// What a loss of power has taken out of a session's messages. Entries of 320 bytes, from byte 4,096 on: 89 of them
/// in the first file, 192 in the next.
@Suite struct SessionHoleTests {
  private static let folder = "sessions/00000007"
  private static let first = folder + "/00000003-000000000001.out"
  private static let second = folder + "/00000003-000000000090.out"
  private static let third = folder + "/00000003-000000000282.out"

  private static func make(_ count: UInt64 = 300) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory)
    store.begin(testEpoch, of: session)
    for number in 1...count { try store.append(number) }
    return place
  }

  /// What is found when the machine was started since: the last number, and whether something is missing.
  private static func find(
    _ place: TemporaryDirectory, isMachineNew: Bool = true
  ) throws -> (last: UInt64?, isTorn: Bool, numbers: [UInt64]) {
    if isMachineNew { try place.write(Array("1\nanother start\n".utf8), to: "lock") }
    let directory = try StorageDirectory.open(place.path)
    var store = try openStore(directory)
    let last = store.last(of: session)?.msgSeqNum.rawValue
    return (last, store.isTorn(session), store.numbers(1...9_999))
  }

  private static func bytes(_ place: TemporaryDirectory) throws -> [[UInt8]] {
    try place.names(in: folder).map { try place.bytes(folder + "/" + $0) }
  }

  @Test("nothing is missing: nothing changes")
  func whole() throws {
    let place = try Self.make()
    let before = try Self.bytes(place)
    let found = try Self.find(place)
    #expect(found.last == 300)
    #expect(!found.isTorn)
    #expect(found.numbers == Array(1...300))
    #expect(try Self.bytes(place) == before)
  }

  @Test(
    "what is behind a hole in the first, the second and the last file goes",
    arguments: [
      (first, 1, 1, 1), (first, 45, 44, 1), (first, 89, 88, 1), (second, 1, 89, 1),
      (second, 100, 188, 2), (second, 191, 279, 2), (third, 1, 281, 2), (third, 10, 290, 3),
      (third, 19, 299, 3),
    ] as [(String, Int, UInt64, Int)])
  func hole(_ name: String, _ entry: Int, _ last: UInt64, _ files: Int) throws {
    let place = try Self.make()
    let start = 4_096 + (entry - 1) * 320
    try place.zero(name, from: start, to: start + 320)
    let found = try Self.find(place)
    let stays = entry == 1 && name == Self.first ? 0 : last
    let isLast = name == Self.third && entry == 19
    let number = isLast ? 299 : stays
    #expect((found.last ?? 0) == number)
    #expect(found.isTorn == !isLast)
    #expect(found.numbers == Array((1...300).prefix(Int(number))))
    let stay = number == 0 ? 0 : files
    #expect(
      try place.names(in: Self.folder).count == (number == 89 || number == 281 ? files : stay))
  }

  @Test("a file that is missing takes those behind it with it")
  func missingFile() throws {
    for (name, last, files) in [(Self.first, 0, 0), (Self.second, 89, 1), (Self.third, 281, 2)] {
      let place = try Self.make()
      try place.remove(name)
      let found = try Self.find(place)
      #expect(found.numbers == Array((1...300).prefix(last)))
      #expect(found.isTorn == (name != Self.third))
      #expect(try place.names(in: Self.folder).count == files)
    }
  }

  @Test("the end of a file that lost its last pages shows by the name of the next one")
  func lostEnd() throws {
    let place = try Self.make()
    try place.zero(Self.first, from: 4_096 + 50 * 320)
    let found = try Self.find(place)
    #expect(found.numbers == Array(1...50))
    #expect(found.isTorn)
  }

  @Test("numbers that were passed over are no hole, and what is sent behind a cut is found again")
  func passedOver() throws {
    let place = try Self.make(50)
    try place.zero(Self.first, from: 4_096 + 30 * 320, to: 4_096 + 31 * 320)
    #expect(try Self.find(place).last == 30)
    do {
      let directory = try StorageDirectory.open(place.path)
      var store = try openStore(directory)
      for number in 4_100...4_300 as ClosedRange<UInt64> {
        let hasRoom = store.makeRoom(for: 200, of: session)
        #expect(hasRoom)
        try store.append(number)
      }
    }
    let found = try Self.find(place)
    #expect(found.numbers == Array(1...30) + Array(4_100...4_300))
    #expect(!found.isTorn)
    #expect(try place.names(in: Self.folder).count == 2)
  }

  @Test(
    "the same start of the machine, or an end in order: nothing is looked at", arguments: [0, 1])
  func notLookedAt(_ isEnded: Int) throws {
    let place = try Self.make(50)
    if isEnded == 1 {
      let directory = try StorageDirectory.open(place.path)
      var store = try openStore(directory)
      try store.end(with: [
        SessionNumber(
          session: session, epoch: testEpoch, nextOutbound: MsgSeqNum(rawValue: 51))
      ])
    }
    try place.zero(Self.first, from: 4_096 + 30 * 320, to: 4_096 + 31 * 320)
    let found = try Self.find(place, isMachineNew: isEnded == 1)
    #expect(found.numbers == Array(1...30) + Array(32...50))
    #expect(!found.isTorn)
  }
}
