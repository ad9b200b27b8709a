import Foundation

/// A file of zeroes: how long a write of one order's size takes until it is on the disk.
final class SyncProbe {
  private static let fileBytes = 8 << 20
  private static let writeBytes = 200

  private let file: CInt
  private var offset = 0

  init(folder: String) throws {
    let path = "\(folder)/probe"
    try Data(count: Self.fileBytes).write(to: URL(fileURLWithPath: path))
    file = unsafe open(path, O_RDWR)
    guard file >= 0, fsync(file) == 0 else {
      throw ServerProcess.Fault(description: "\(path) can't be synced, errno \(errno)")
    }
  }

  deinit { close(file) }

  /// Nanoseconds of a `pwrite(2)` and `fdatasync(2)`, the middle one of `count`.
  func median(of count: Int) throws -> Double {
    var latencies = Latencies()
    let bytes = [UInt8](repeating: 0x55, count: Self.writeBytes)
    for _ in 0..<count {
      let start = Clock.now()
      let written = unsafe bytes.withUnsafeBytes { bytes in
        unsafe pwrite(file, bytes.baseAddress, bytes.count, off_t(offset))
      }
      guard written == Self.writeBytes, fdatasync(file) == 0 else {
        throw ServerProcess.Fault(description: "fdatasync failed, errno \(errno)")
      }
      latencies.record(nanos: Clock.now() - start)
      offset = (offset + Self.writeBytes) % (Self.fileBytes - Self.writeBytes)
    }
    return latencies.nanos(at: 50)
  }
}

/// What the machine's disk has written so far, all processes together.
struct DiskWrites {
  private(set) var kibibytes = 0.0
  private(set) var flushes = 0.0

  /// Reads `/proc/diskstats`, the sum of the whole disks.
  init() {
    let bytes = FileManager.default.contents(atPath: "/proc/diskstats") ?? Data()
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 19, FileManager.default.fileExists(atPath: "/sys/block/\(words[2])")
      else { continue }
      kibibytes += (Double(words[9]) ?? 0) / 2
      flushes += Double(words[18]) ?? 0
    }
  }

  /// KiB for each flush since `start`; nil where nothing was flushed.
  func kibibytesPerSync(since start: DiskWrites) -> Double? {
    let count = flushes - start.flushes
    return count > 0 ? (kibibytes - start.kibibytes) / count : nil
  }
}
