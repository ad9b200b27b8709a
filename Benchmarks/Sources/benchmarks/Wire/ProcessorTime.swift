import Foundation

/// How long the threads of a process have run, by the kernel's account.
struct ProcessorTime {
  /// Nanoseconds by the thread's name; those of the same name together.
  private(set) var nanos: [String: UInt64] = [:]

  init(of process: Int32) {
    let folder = "/proc/\(process)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for thread in threads {
      let name = Self.text("\(folder)/\(thread)/comm").trimmingCharacters(in: .newlines)
      let ran = Self.text("\(folder)/\(thread)/schedstat").split(separator: " ").first
      nanos[name, default: 0] += ran.flatMap { UInt64($0) } ?? 0
    }
  }

  /// What the process has run since `before`, by its threads.
  func since(_ before: ProcessorTime) -> [String: UInt64] {
    nanos.merging(before.nanos) { $0 &- $1 }
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
