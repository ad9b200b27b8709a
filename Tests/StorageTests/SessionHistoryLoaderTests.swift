import Foundation
import Linux
import Market
import Synchronization
import Testing

@testable import Storage

/// Files of 64 KiB up to 4 MiB, so that one has several pieces.
private let options = SessionStoreOptions(
  capacity: 16, firstSegmentBytes: 64 << 10, largestSegmentBytes: 4 << 20)

extension SessionStore {
  /// Reads a range as a resend does: a few looks at a time, and the loader works in between.
  fileprivate mutating func numbers(
    _ range: ClosedRange<UInt64>, _ loader: inout SessionHistoryLoader, looks: Int = 16
  ) -> (numbers: [UInt64], waits: Int) {
    var cursor = cursor(
      of: session, from: MsgSeqNum(rawValue: range.lowerBound),
      through: MsgSeqNum(rawValue: range.upperBound))
    var numbers: [UInt64] = []
    var waits = 0
    while !cursor.isAtEnd {
      var left = looks
      while let head = next(&cursor, looks: &left) { numbers.append(head.msgSeqNum.rawValue) }
      if left == looks && !cursor.isAtEnd {
        waits += 1
        while loader.advance() {}
      }
    }
    return (numbers, waits)
  }
}

@Suite struct SessionHistoryLoaderTests {
  private static let last: UInt64 = 20_000

  private static func make(_ directory: borrowing StorageDirectory) throws -> SessionStore {
    var store = try openStore(directory, options: options)
    store.begin(testEpoch, of: session)
    for number in 1...last { try store.append(number) }
    return store
  }

  @Test("nothing is read before it was loaded; then all of it, across pieces and files")
  func loaded() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try Self.make(directory)
    var loader = store.makeHistoryLoader()
    for range in [1...Self.last, 700...700, 4_321...4_400, 19_999...30_000] {
      let awaits = store.awaitsHistory
      #expect(!awaits)
      let found = store.numbers(range, &loader)
      #expect(found.numbers == Array(range.clamped(to: 1...Self.last)))
      #expect(found.waits >= 1)
      store.endReading(session)
      while loader.advance() {}
    }
    let isBehind = loader.hasWork
    #expect(!isBehind)
    let damaged = store.damagedEntries(of: session)
    #expect(damaged == 0)
  }

  @Test("a file that is full to its last byte is followed by the next", arguments: [true, false])
  func full(_ hasLoader: Bool) throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try Self.make(directory)
    // 192 entries of 320 bytes behind the first 4,096 bytes: 64 KiB.
    let files = try place.names(in: "sessions/00000007")
    #expect(Self.first(files[1]) == 193)
    if hasLoader {
      var loader = store.makeHistoryLoader()
      #expect(store.numbers(190...195, &loader).numbers == Array(190...195))
    } else {
      #expect(store.numbers(190...195) == Array(190...195))
    }
    let damaged = store.damagedEntries(of: session)
    #expect(damaged == 0)
  }

  @Test("a loader that keeps up has the next piece there before it is needed")
  func ahead() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try Self.make(directory)
    var loader = store.makeHistoryLoader()
    var cursor = store.cursor(
      of: session, from: MsgSeqNum(rawValue: 1), through: MsgSeqNum(rawValue: Self.last))
    var waits = 0
    var count: UInt64 = 0
    while !cursor.isAtEnd {
      var left = 16
      while store.next(&cursor, looks: &left) != nil { count += 1 }
      if left == 16 && !cursor.isAtEnd { waits += 1 }
      while loader.advance() {}
    }
    #expect(count == Self.last)
    #expect(waits == 1)
  }

  @Test("few looks at a time find the same, also where a number is looked for within a file")
  func looks() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try Self.make(directory)
    var cursor = store.cursor(
      of: session, from: MsgSeqNum(rawValue: 15_000), through: MsgSeqNum(rawValue: 15_002))
    var numbers: [UInt64] = []
    while !cursor.isAtEnd {
      var looks = 1
      if let head = store.next(&cursor, looks: &looks) { numbers.append(head.msgSeqNum.rawValue) }
      #expect(looks == 0 || cursor.isAtEnd)
    }
    #expect(numbers == [15_000, 15_001, 15_002])
  }

  @Test("what was asked for and is not wanted any more is given back; another range is read then")
  func abandoned() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try Self.make(directory)
    var loader = store.makeHistoryLoader()
    for round in UInt64(0)..<600 {
      var cursor = store.cursor(
        of: session, from: MsgSeqNum(rawValue: 1 + round), through: MsgSeqNum(rawValue: Self.last))
      var looks = 16
      let early = store.next(&cursor, looks: &looks)
      #expect(early == nil)
      if round % 3 == 0 { while loader.advance() {} }
      store.endReading(session)
      if round % 3 == 1 { while loader.advance() {} }
    }
    while loader.advance() {}
    #expect(store.numbers(9...12, &loader).numbers == [9, 10, 11, 12])
  }

  @Test("a range is read where another one was being read")
  func another() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try Self.make(directory)
    var loader = store.makeHistoryLoader()
    var cursor = store.cursor(
      of: session, from: MsgSeqNum(rawValue: 12_000), through: MsgSeqNum(rawValue: Self.last))
    for _ in 0..<200 {
      var looks = 16
      _ = store.next(&cursor, looks: &looks)
      _ = loader.advance()
    }
    #expect(store.numbers(11_998...12_003, &loader).numbers == Array(11_998...12_003))
    #expect(store.numbers(5...7, &loader).numbers == [5, 6, 7])
  }

  @Test("a file that is gone is passed over and counted as damaged, with and without a loader")
  func gone() throws {
    for hasLoader in [true, false] {
      let place = try TemporaryDirectory()
      let directory = try StorageDirectory.open(place.path)
      var store = try Self.make(directory)
      let files = try place.names(in: "sessions/00000007")
      try removeFile("\(place.path)/sessions/00000007/\(files[1])")
      let (before, behind) = (Self.first(files[1]), Self.first(files[2]))
      let expected = Array(before - 3..<before) + Array(behind...behind + 3)
      if hasLoader {
        var loader = store.makeHistoryLoader()
        #expect(store.numbers(before - 3...behind + 3, &loader).numbers == expected)
      } else {
        #expect(store.numbers(before - 3...behind + 3) == expected)
      }
      let damaged = store.damagedEntries(of: session)
      #expect(damaged == 1)
    }
  }

  private static func first(_ name: String) -> UInt64 {
    UInt64(name.dropLast(4).split(separator: "-")[1]) ?? 0
  }

  @Test("between two threads: what is read is what was stored")
  func threads() throws {
    let place = try TemporaryDirectory()
    let directory = try StorageDirectory.open(place.path)
    var store = try Self.make(directory)
    let parcel = LoaderParcel(store.makeHistoryLoader())
    // A thread and no task: who looks again and again keeps a task's thread from those that it waits for.
    Thread.detachNewThread {
      var loader = parcel.open()
      while !parcel.isOver.load(ordering: .acquiring) { _ = loader.advance() }
      parcel.hasEnded.store(true, ordering: .releasing)
    }
    for first in stride(from: UInt64(1), to: 4_000, by: 1_999) {
      #expect(Self.read(&store, first...Self.last) == Array(first...Self.last))
      store.endReading(session)
    }
    parcel.isOver.store(true, ordering: .releasing)
    while !parcel.hasEnded.load(ordering: .acquiring) {}
  }

  private static func read(
    _ store: inout SessionStore, _ range: ClosedRange<UInt64>
  ) -> [UInt64] {
    var cursor = store.cursor(
      of: session, from: MsgSeqNum(rawValue: range.lowerBound),
      through: MsgSeqNum(rawValue: range.upperBound))
    var numbers: [UInt64] = []
    while !cursor.isAtEnd {
      if let head = store.next(&cursor) { numbers.append(head.msgSeqNum.rawValue) }
    }
    return numbers
  }
}

/// Takes a loader into the thread that works with it.
private final class LoaderParcel: Sendable {
  private let loader: Mutex<SessionHistoryLoader?>
  let isOver = Atomic<Bool>(false)
  let hasEnded = Atomic<Bool>(false)

  init(_ loader: consuming SessionHistoryLoader) { self.loader = Mutex(loader) }

  func open() -> SessionHistoryLoader {
    let taken = loader.withLock { place in
      let loader = place.take()
      return loader
    }
    guard let taken else { preconditionFailure("a parcel is opened once") }
    return taken
  }
}
