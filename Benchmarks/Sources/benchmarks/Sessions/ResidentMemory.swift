import Foundation

/// What of a process is in memory, by the kernel's account.
struct ResidentMemory {
  /// Its own pages, bytes.
  let anonymous: Double
  /// Pages of files that it has mapped, bytes.
  let file: Double

  init(of process: Int32) {
    let status = FileManager.default.contents(atPath: "/proc/\(process)/status") ?? Data()
    let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
    func bytes(_ name: String) -> Double {
      let line = lines.first { $0.hasPrefix("\(name):") }
      return (line?.split(separator: " ").dropLast().last.flatMap { Double($0) } ?? 0) * 1_024
    }
    anonymous = bytes("RssAnon")
    file = bytes("RssFile") + bytes("RssShmem")
  }
}
