import Foundation
import Market

/// Writes the messages of a feed into a file a day, each exactly once.
///
/// Whoever goes on gives all of the feed again: what the newest file has is passed over, and its last message
/// has to be, byte for byte, the one that the feed gives there.
struct DayFiles<Stream: FeedStream & ~Copyable>: ~Copyable {
  private let directory: String
  private var stream: Stream
  private var messages: [FeedMessage] = []
  private var file: FeedFile?
  private var day: CivilDate?
  /// The last message of the newest file: all up to it is passed over.
  private var known: FeedMessage?
  private var passed: UInt64 = 0
  /// Messages that were written.
  private(set) var count: UInt64 = 0

  /// Goes on with the files of `stream` in a directory.
  init(in directory: String, _ stream: consuming Stream) throws(RecorderError) {
    var newest: FeedFile?
    var newestDay: CivilDate?
    for day in try Self.days(in: directory) where newestDay == nil {
      let path = Self.path(directory, day)
      let opened = try FeedFile.open(path)
      if let last = opened.lastMessage {
        known = FeedMessage(day: day, bytes: last)
        newestDay = day
        newest = consume opened
      } else {
        try Self.remove(path)
      }
    }
    self.directory = directory
    self.stream = stream
    day = newestDay
    file = consume newest
  }

  /// The days that have a file, the newest first.
  private static func days(in directory: String) throws(RecorderError) -> [CivilDate] {
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: directory)
      return names.filter { $0.hasSuffix(Stream.suffix) }
        .compactMap { CivilDate($0.dropLast(Stream.suffix.count)) }.sorted(by: >)
    } catch {
      throw .refused(file: directory, reason: error.localizedDescription)
    }
  }

  /// A file without a message was made by a process that has ended at once.
  private static func remove(_ path: String) throws(RecorderError) {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw .refused(file: path, reason: error.localizedDescription)
    }
  }

  private static func path(_ directory: String, _ day: CivilDate) -> String {
    "\(directory)/\(day)\(Stream.suffix)"
  }

  mutating func learn(_ command: RawSpan) { stream.learn(command) }

  /// Takes the next event, of this day; the file of a day that is over is sealed.
  mutating func take(
    _ event: RawSpan, at position: UInt64, _ eventDay: CivilDate
  ) throws(RecorderError) {
    try stream.take(event, at: position, into: &messages)
    for message in messages { try put(message) }
    messages.removeAll(keepingCapacity: true)
    if known == nil, let day, eventDay > day { try seal() }
  }

  mutating func flush() throws(RecorderError) { try file?.flush() }

  /// What is wrong where the feed ends: the files are ahead of it.
  var problem: String? {
    guard known != nil, let day else { return nil }
    return
      "\(Self.path(directory, day)) ends with a message that the log does not have: is it of another log? "
      + "Move the files away, and they are made again"
  }

  private mutating func put(_ message: FeedMessage) throws(RecorderError) {
    if let known { return try pass(message, known) }
    if day != message.day {
      try seal()
      file = try FeedFile.open(Self.path(directory, message.day))
      day = message.day
    }
    try file?.append(message.bytes)
    count += 1
  }

  /// Passes over a message that a file has; the last one must be the same.
  private mutating func pass(
    _ message: FeedMessage, _ known: FeedMessage
  ) throws(RecorderError) {
    guard message.day >= known.day else { return }
    passed += 1
    guard passed == file?.count else { return }
    guard message == known else {
      throw RecorderError.otherLog(
        file: Self.path(directory, known.day),
        reason: "message \(passed) is another one; move the files away, and they are made again")
    }
    self.known = nil
  }

  private mutating func seal() throws(RecorderError) {
    try file?.seal()
    file = nil
    day = nil
  }
}
