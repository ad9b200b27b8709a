import Glibc
import Market
import Memory
import Records
import Storage

/// Any bytes may stand in the files of a venue: no file makes a reader trap or go on for ever, what is wrong is an
/// error that names the file, and a log that opens has mended itself, so that it opens again as the same.
struct LogFilesFuzz {
  private let folder = LogFolder()

  /// The first byte says how the files are made of the others: segment by segment, sealed, a snapshot.
  mutating func run(_ bytes: [UInt8]) {
    guard let way = bytes.first else { return }
    let content = Array(bytes.dropFirst())
    folder.clear()
    switch way % 6 {
    case 0: folder.write("commands/000000000001.log", content)
    case 1: folder.write("commands/000000000001.log.lz4", content)
    case 2: folder.write("snapshots/000000000001.snapshot", content)
    case 3: folder.write("events/0000000000000000.log", Segment(.events, content).bytes)
    case 4: folder.write("snapshots/000000000001.snapshot", Segment(.snapshot, content).bytes)
    default: break
    }
    if way % 6 > 2 { writeCommands(content, at: Int(way / 6)) }
    readCommands()
    readEvents()
    readSnapshots(content)
    open()
  }

  /// One segment of commands, or two: the second begins behind the record `cut`.
  private func writeCommands(_ content: [UInt8], at cut: Int) {
    let whole = Segment(.commands, content)
    folder.write("commands/000000000001.log", whole.bytes)
    guard cut % 3 == 1 else { return }
    let half = Segment(.commands, Array(content.suffix(content.count / 2)), first: whole.next)
    folder.write("commands/\(LogFolder.name(whole.next, digits: 12)).log", half.bytes)
  }

  private func readCommands() {
    var count = 0
    do throws(StorageError) {
      var reader = try CommandLogReader(directory: folder.path)
      while try reader.next() {
        let head = reader.record.loadHead()
        precondition(Int(head.length) == reader.record.byteCount, "a record is whole")
        precondition(head.crc == reader.record.recordCRC(), "and as it was written")
        count += 1
        precondition(count <= 2 * Segment.recordsMost, "files have an end")
      }
    } catch { judge(error) }
  }

  private func readEvents() {
    var reader = EventFileReader(directory: folder.path, from: 0)
    var before = reader.position
    do throws(StorageError) {
      while try reader.next() {
        precondition(reader.position > before, "goes on")
        before = reader.position
      }
    } catch { judge(error) }
  }

  /// A state that is nearly right: what it says of its parts is looked at behind a checksum that is right.
  private func readSnapshots(_ content: [UInt8]) {
    do throws(StorageError) {
      for file in try SnapshotFile.list(in: "\(folder.path)/snapshots") {
        let reader = try SnapshotReader(file, of: Segment.identity)
        var reading = StateReading(from: reader)
        var state = TransferredState()
        state.transfer(by: &reading)
        let isRead = reading.failure == nil && reading.source.isAtEnd
        if isRead { state.judge(bytes: content.count) }
      }
    } catch { judge(error) }
  }

  /// What opens was mended: it is opened again as it was left.
  private func open() {
    do throws(StorageError) {
      let first = try opened()
      let second = try opened()
      precondition(second.last == first.last && second.end == first.end, "the same log")
      precondition(second.bytesCut == 0, "which is whole")
    } catch { judge(error) }
  }

  private func opened() throws(StorageError) -> (last: UInt64, end: UInt64, bytesCut: Int) {
    let lock = try StorageDirectory.open(folder.path)
    let options = CommandLogOptions(segmentBytes: Segment.fileBytes, durability: .memory)
    let log = try CommandLog.open(
      in: lock, coreVersion: Segment.identity.coreVersion, newLogID: 9, options: options)
    let events = try EventLog.open(
      in: lock, following: log,
      options: EventLogOptions(segmentBytes: Segment.fileBytes - Segment.headerBytes))
    // What is behind the end of the events goes when they are written on.
    _ = try events.makeFileWriter()
    let cut = log.recovery.bytesCut + Int(events.recovery.bytesCut)
    return (log.recovery.lastSequence.rawValue, events.recovery.end, cut)
  }

  private func judge(_ error: StorageError) {
    precondition("\(error)".contains(folder.path), "an error names the file: \(error)")
  }
}

/// A venue's directory in memory, made anew for each input.
struct LogFolder {
  let path = "/dev/shm/cangdan-fuzz-\(getpid())"
  private static let folders = ["commands", "events", "sessions", "snapshots"]

  func clear() {
    _ = unsafe mkdir(path, 0o700)
    for folder in Self.folders {
      let place = "\(path)/\(folder)"
      _ = unsafe mkdir(place, 0o700)
      guard let names = unsafe opendir(place) else { continue }
      while let entry = unsafe readdir(names) {
        let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { pointer in
          unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
        }
        if !name.hasPrefix(".") { _ = unsafe unlink("\(place)/\(name)") }
      }
      _ = unsafe closedir(names)
    }
  }

  func write(_ name: String, _ bytes: [UInt8]) {
    let file = unsafe Glibc.open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(file >= 0, "a file can be made")
    let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
    precondition(count == bytes.count, "and written")
    _ = close(file)
  }

  static func name(_ number: UInt64, digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}

nonisolated(unsafe) private var fuzz = LogFilesFuzz()

/// Called by libFuzzer with one input after the other.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  unsafe fuzz.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
