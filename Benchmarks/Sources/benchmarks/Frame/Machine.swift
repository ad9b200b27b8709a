import CLinux
import Foundation

/// Where the figures were measured.
struct Machine: Codable, CustomStringConvertible {
  /// The model name of the processor.
  let processor: String
  /// The processors this process may use.
  let processors: Int
  /// Processes waiting or running in the last minute, when the run began.
  let load: String
  /// The release of the kernel.
  let kernel: String

  init() {
    processor = Self.line("model name", of: "/proc/cpuinfo") ?? "unknown"
    processors = Int(clinux_processor_count())
    load = Self.text("/proc/loadavg").split(separator: " ").first.map(String.init) ?? "unknown"
    kernel = Self.text("/proc/sys/kernel/osrelease").trimmingCharacters(in: .newlines)
  }

  var description: String { "\(processors) x \(processor), Linux \(kernel), load \(load)" }

  private static func line(_ name: String, of path: String) -> String? {
    let line = text(path).split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
  }

  /// The text of a file of the kernel; empty if there is none.
  private static func text(_ path: String) -> String {
    guard let bytes = FileManager.default.contents(atPath: path) else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }
}
