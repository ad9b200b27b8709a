import Foundation
import Storage
import Testing

/// Which epochs' files are kept: by number, and by days behind their last message.
@Suite struct SessionRetentionTests {
  private static let now = 1_795_000_000
  private static let day = 86_400

  /// Files of epochs by their age in days; of epoch 2 there are two files.
  private static func make(_ ages: [Int: Double]) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    for folder in ["sessions", "sessions/00000001"] {
      try FileManager.default.createDirectory(
        atPath: "\(place.path)/\(folder)", withIntermediateDirectories: true)
    }
    for (epoch, age) in ages {
      for first in epoch == 2 ? [1, 90] : [1] {
        let name = "sessions/00000001/" + Self.name(epoch, first)
        try place.write([1], to: name)
        let date = Date(timeIntervalSince1970: Double(now) - age * Double(day))
        try FileManager.default.setAttributes(
          [.modificationDate: date], ofItemAtPath: "\(place.path)/\(name)")
      }
    }
    try place.write([1], to: "sessions/00000001/00000001-000000000001.out.aside")
    try place.write([1], to: "sessions/prepared-65536-1")
    return place
  }

  private static func name(_ epoch: Int, _ first: Int) -> String {
    "0000000\(epoch)-" + String(repeating: "0", count: first < 10 ? 11 : 10) + "\(first).out"
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let ages: [Int: Double]
    let epochs: Int
    let days: Int
    let kept: [Int]

    init(_ name: String, _ ages: [Int: Double], epochs: Int, days: Int, kept: [Int]) {
      testDescription = name
      self.ages = ages
      self.epochs = epochs
      self.days = days
      self.kept = kept
    }
  }

  static let rows: [Row] = [
    Row("as many as are kept", [1: 3, 2: 2, 3: 1, 4: 0], epochs: 3, days: 30, kept: [1, 2, 3, 4]),
    Row("one more", [1: 3, 2: 2, 3: 1, 4: 0], epochs: 2, days: 30, kept: [2, 3, 4]),
    Row("none but the newest", [1: 3, 2: 2, 3: 1, 4: 0], epochs: 0, days: 30, kept: [4]),
    Row("as old as is kept", [1: 30, 2: 1], epochs: 9, days: 30, kept: [1, 2]),
    Row("a day older", [1: 31, 2: 1], epochs: 9, days: 30, kept: [2]),
    Row("the newest, however old", [1: 900, 2: 800], epochs: 9, days: 30, kept: [2]),
    Row("an epoch by its last file", [2: 1, 3: 0], epochs: 9, days: 30, kept: [2, 3]),
  ]

  @Test("an earlier epoch goes by number or by age, all its files at once", arguments: rows)
  func prune(_ row: Row) throws {
    let place = try Self.make(row.ages)
    let removed = try SessionRetention(epochs: row.epochs, days: row.days)
      .prune(place.path, nowSeconds: Int64(Self.now))
    let names = try place.names(in: "sessions/00000001")
    let epochs = Set(names.filter { $0.hasSuffix(".out") }.compactMap { Int($0.prefix(8)) })
    #expect(epochs.sorted() == row.kept)
    let gone = row.ages.keys.filter { !row.kept.contains($0) }.map { $0 == 2 ? 2 : 1 }
    #expect(removed == gone.reduce(0, +))
    #expect(names.contains("00000001-000000000001.out.aside"))
    #expect(try place.names(in: "sessions").contains("prepared-65536-1"))
  }
}
