import Glibc
import Market
import MarketDefinition
import Records

/// Whatever people write into the files of a market: it is a definition, or every problem names its file and says what
/// is wrong. A definition makes commands that are whole records, none twice, and says its phases and schedules.
///
/// An input is a folder in one text: a line `@venue.yaml` begins that file, and so on.
struct MarketDefinitionFuzz {
  private let folder = MarketFolder()

  func run(_ bytes: [UInt8]) {
    folder.clear()
    var name = ""
    var content: [UInt8] = []
    for line in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      if line.first == UInt8(ascii: "@") {
        folder.write(name, content)
        name = String(decoding: line.dropFirst(), as: UTF8.self)
        content = []
      } else {
        content += line + [0x0a]
      }
    }
    folder.write(name, content)
    do throws(InvalidDefinition) {
      follow(try Definition(folder: folder.path))
    } catch { judge(error) }
  }

  private func judge(_ error: InvalidDefinition) {
    precondition(error.count >= error.problems.count && !error.problems.isEmpty, "says what")
    for problem in error.problems {
      precondition(problem.file.hasPrefix(folder.path), "a problem names its file: \(problem)")
      precondition(!problem.message.isEmpty, "and says what is wrong: \(problem)")
    }
  }

  /// What a venue does with it at its start, and on its first days.
  private func follow(_ definition: Definition) {
    var changes = ReferenceChanges(since: ReferenceIndex())
    changes.apply(definition, publish: Self.check)
    let index = changes.updatedIndex
    var again = ReferenceChanges(since: index)
    again.apply(definition, publish: Self.check)
    precondition(again.commandCount == 0, "what is said is not said again: \(again.lines)")
    let phases = PhasePlan(definition: definition, index: index)
    let sessions = SessionPlan(definition: definition, index: index)
    for now in Self.moments {
      _ = phases.steps(now: now, since: ScheduledPhases())
      let steps = sessions.steps(now: now, since: [:])
      precondition(steps.nextLook > now, "is looked at again later")
    }
  }

  private static func check(_ record: RawSpan) {
    let length = Int(record.loadHead().length)
    precondition(length == record.byteCount && length <= Limits.recordBytes, "a whole record")
  }

  /// A Wednesday noon, the end of a leap February, and a year's last second, by UTC.
  private static let moments = [1_795_000_000, 1_835_395_199, 1_798_761_599].map {
    Instant(nanoseconds: $0 * 1_000_000_000)
  }
}

/// A market's folder in memory, made anew for each input.
struct MarketFolder {
  let path = "/dev/shm/cangdan-market-\(getpid())"
  static let files = [
    "venue.yaml", "firms.yaml", "sessions.yaml", "warehouses.yaml", "instruments.yaml",
    "receipts.csv", "bills.csv", "funds.csv",
  ]

  func clear() {
    _ = unsafe mkdir(path, 0o700)
    for name in Self.files { _ = unsafe unlink("\(path)/\(name)") }
  }

  /// Other names are passed over.
  func write(_ name: String, _ bytes: [UInt8]) {
    guard Self.files.contains(name) else { return }
    let file = unsafe Glibc.open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(file >= 0, "a file can be made")
    let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
    precondition(count == bytes.count, "and written")
    _ = close(file)
  }
}

nonisolated(unsafe) private let fuzz = MarketDefinitionFuzz()

/// Called by libFuzzer with one input after the other.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  unsafe fuzz.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
