import Glibc

/// The power is lost: of what was not synced something, all or nothing is on the disk.
extension VirtualDisk {
  /// How a loss of power treats what is in the write cache.
  enum Loss: Int, CaseIterable {
    /// Nothing of it had been written.
    case nothingWritten
    /// All of it had.
    case allWritten
    /// Each write by itself, in whatever order.
    case someWrites
    /// Each sector by itself.
    case someSectors
    /// The older ones, and a part of the last of these.
    case older
  }

  private static let sectorBytes = 512
  private static let pageBytes = 4_096

  /// What a machine finds that is started again. The process must have ended.
  func losePower(_ loss: Loss, _ random: inout SeededRandom) {
    let kept = namesKept(loss, &random)
    var files: [(path: String, bytes: [UInt8], isTracked: Bool)] = []
    var done: [UInt64: [UInt8]] = [:]
    for (path, inode) in kept.sorted(by: { $0.key < $1.key }) {
      let content = contents[inode] ?? Content()
      let bytes = done[inode] ?? bytesKept(path, inode, content, loss, &random)
      done[inode] = bytes
      files.append((path, bytes, content.isTracked))
    }
    for path in names.keys { _ = unsafe unlink(path) }
    contents = [:]
    durableNames = [:]
    changes = []
    for file in files { restore(file) }
    signAsAnotherStart()
  }

  private func restore(_ file: (path: String, bytes: [UInt8], isTracked: Bool)) {
    let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
    _ = unsafe mkdir("/\(folder)", 0o750)
    Self.make(file.path, file.bytes)
    let inode = Self.inode(ofFile: file.path)
    contents[inode] = Content(durable: file.bytes, isTracked: file.isTracked)
    durableNames[file.path] = inode
  }

  /// Changes of names are brought to the disk in their order: those up to some place are there.
  private func namesKept(_ loss: Loss, _ random: inout SeededRandom) -> [String: UInt64] {
    let count =
      switch loss {
      case .nothingWritten: 0
      case .allWritten: changes.count
      case .someWrites, .someSectors, .older: random.within(0...changes.count)
      }
    var kept = durableNames
    for change in changes.prefix(count) { Self.apply(change, to: &kept) }
    return kept
  }

  private func bytesKept(
    _ path: String, _ inode: UInt64, _ content: Content, _ loss: Loss,
    _ random: inout SeededRandom
  ) -> [UInt8] {
    let now = names.first { $0.value == inode }.map { Self.bytes(ofFile: $0.key) }
    switch loss {
    case .nothingWritten: return content.durable
    case .allWritten: return now ?? content.durable
    case .someWrites, .someSectors, .older:
      return content.isTracked
        ? written(content, loss, &random)
        : mixed(content.durable, now ?? content.durable, &random)
    }
  }

  /// The writes that are kept, one after the other.
  private func written(
    _ content: Content, _ loss: Loss, _ random: inout SeededRandom
  ) -> [UInt8] {
    var bytes = content.durable
    let older = loss == .older ? random.within(0...content.pending.count) : content.pending.count
    for (place, write) in content.pending.enumerated() {
      if loss == .older && place > older { break }
      let isLast = loss == .older && place == older
      if loss == .someWrites {
        if random.once(in: 2) { Self.apply(write, 0..<write.bytes.count, to: &bytes) }
        continue
      }
      let isWhole = loss == .older && !isLast
      for sectors in Self.sectors(of: write) where isWhole || random.once(in: 2) {
        Self.apply(write, sectors, to: &bytes)
      }
    }
    return bytes
  }

  /// The pieces of a write that reach the disk whole or not at all.
  private static func sectors(of write: Write) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < write.bytes.count {
      let inSector = (write.offset + start) % sectorBytes
      let end = min(write.bytes.count, start + sectorBytes - inSector)
      pieces.append(start..<end)
      start = end
    }
    return pieces
  }

  private static func apply(_ write: Write, _ range: Range<Int>, to bytes: inout [UInt8]) {
    let end = write.offset + range.upperBound
    if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
    bytes.replaceSubrange(
      (write.offset + range.lowerBound)..<end, with: write.bytes[range])
  }

  /// Page by page what was on the disk or what was in memory.
  private func mixed(
    _ old: [UInt8], _ new: [UInt8], _ random: inout SeededRandom
  ) -> [UInt8] {
    let count = random.once(in: 2) ? new.count : old.count
    var bytes = Array(old.prefix(count))
    bytes += [UInt8](repeating: 0, count: count - bytes.count)
    for start in stride(from: 0, to: min(count, new.count), by: Self.pageBytes)
    where random.once(in: 2) {
      let end = min(start + Self.pageBytes, min(count, new.count))
      bytes.replaceSubrange(start..<end, with: new[start..<end])
    }
    return bytes
  }

  /// The directory was last held in another start of the machine.
  private func signAsAnotherStart() {
    let path = "\(root)/lock"
    guard durableNames[path] != nil else { return }
    Self.make(path, Array("1\nanother start\n".utf8))
  }
}
