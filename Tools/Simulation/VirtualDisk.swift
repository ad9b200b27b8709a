import CDisk
import Glibc

/// A disk with a write cache of its own: what was written since the last sync of a file may be lost with the power,
/// whole or in part, in any order, torn between sectors; and names of files since the last sync of a folder.
///
/// The files are real ones, below a folder; what is on the disk of them is kept beside. Each call of the system
/// about them is a place where the machine or the process can stop: from there on calls succeed and do nothing,
/// until whoever was in one is let go of.
final class VirtualDisk {
  /// What was written and is not on the disk.
  struct Write {
    let offset: Int
    let bytes: [UInt8]
  }

  /// A file, by its inode.
  struct Content {
    var durable: [UInt8] = []
    /// In their order; only of files whose writes matter one by one.
    var pending: [Write] = []
    var isTracked = false
  }

  /// A change of names that is not on the disk.
  enum NameChange {
    case set(String, UInt64)
    case removed(String)
  }

  let root: String
  var contents: [UInt64: Content] = [:]
  var durableNames: [String: UInt64] = [:]
  var changes: [NameChange] = []
  /// Calls so far.
  private(set) var callCount = 0
  /// Calls until the stop; nil for none.
  var callsUntilStop: Int?
  /// Whether it has come to that.
  private(set) var isStopped = false
  /// Calls of the kinds that failed for want of room are counted; nothing fails where it is false.
  var isFull = false
  /// Told at the moment of the stop.
  var stopped: () -> Void = {}
  var mistakes: Set<Mutation> = []
  /// The call at which it stopped last.
  private(set) var stopKind: DiskCall.Kind?
  private var kept: [(path: String, bytes: [UInt8])] = []

  init(_ root: String) {
    self.root = root
    makeFolders()
  }

  private func makeFolders() {
    for folder in ["", "/commands", "/events", "/sessions"] {
      _ = unsafe Glibc.mkdir(root + folder, 0o750)
    }
  }

  /// Watches the calls of this thread while `body` runs.
  func watch<Result>(_ body: () throws -> Result) rethrows -> Result {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe cdisk_watch(
      { context, call in
        let disk = unsafe VirtualDisk.watching(context)
        let kind = unsafe call.map { unsafe $0.pointee.kind }
        return disk?.before(kind.flatMap { DiskCall.Kind(rawValue: $0) }) ?? 0
      },
      { context, call in
        let disk = unsafe VirtualDisk.watching(context)
        if let made = unsafe call.map({ unsafe DiskCall($0.pointee) }) { disk?.after(made) }
      }, context)
    defer { cdisk_watch(nil, nil, nil) }
    return try body()
  }

  /// A file is gone, and nobody has done it.
  func remove(_ name: String) {
    _ = unsafe Glibc.unlink("\(root)/\(name)")
    changes.append(.removed("\(root)/\(name)"))
  }

  private static func watching(_ context: UnsafeMutableRawPointer?) -> VirtualDisk? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<VirtualDisk>.fromOpaque(context).takeUnretainedValue()
  }

  private func before(_ kind: DiskCall.Kind?) -> CInt {
    // Room for what is mapped is taken all the same: a store into a file without it would end us, not the venue.
    if isStopped { return kind == .allocate || kind == .truncate ? 0 : -1 }
    callCount += 1
    if let calls = callsUntilStop {
      if calls <= 0 {
        stop(at: kind)
        return before(kind)
      }
      callsUntilStop = calls - 1
    }
    return isFull && (kind == .allocate || kind == .create) ? ENOSPC : 0
  }

  private func stop(at kind: DiskCall.Kind?) {
    isStopped = true
    stopKind = kind
    kept = storedFiles.map { (path: $0, bytes: Self.bytes(ofFile: $0)) }
    stopped()
  }

  private func after(_ call: DiskCall) {
    if isStopped { return }
    switch call.kind {
    case .write:
      if contents[call.inode]?.isTracked ?? false {
        let write = Write(offset: call.offset, bytes: call.bytes)
        contents[call.inode]?.pending.append(write)
      }
    case .syncData:
      if !mistakes.contains(.syncLies) { sync(call.inode) }
    case .sync:
      if !mistakes.contains(.namesUnsynced) { syncNames() }
    case .syncAll:
      for inode in contents.keys.sorted() { sync(inode) }
      syncNames()
    case .create: noteCreated(call)
    case .unlink: changes.append(.removed(call.path))
    case .rename:
      changes.append(.set(call.other, Self.inode(ofFile: call.other)))
      changes.append(.removed(call.path))
    case .link: changes.append(.set(call.other, Self.inode(ofFile: call.other)))
    case .truncate, .allocate, .makeFolder, nil: break
    }
  }

  private func noteCreated(_ call: DiskCall) {
    if contents[call.inode] != nil { return }
    contents[call.inode] = Content(isTracked: call.path.hasPrefix("\(root)/commands/"))
    changes.append(.set(call.path, call.inode))
  }

  private func sync(_ inode: UInt64) {
    guard contents[inode] != nil else { return }
    contents[inode]?.pending = []
    guard let path = names.first(where: { $0.value == inode })?.key else { return }
    contents[inode]?.durable = Self.bytes(ofFile: path)
  }

  /// No loss of power takes a change of names that was made until now.
  func syncNames() {
    durableNames = names
    changes = []
  }

  /// The names as they stand.
  var names: [String: UInt64] {
    var names = durableNames
    for change in changes { Self.apply(change, to: &names) }
    return names
  }

  static func apply(_ change: NameChange, to names: inout [String: UInt64]) {
    switch change {
    case .set(let path, let inode): names[path] = inode
    case .removed(let path): names[path] = nil
    }
  }

  /// Those into which somebody may store through memory.
  private var storedFiles: [String] {
    names.keys.filter { !$0.hasPrefix("\(root)/commands/") && !$0.hasPrefix("\(root)/events/") }
      .sorted()
  }

  /// The process is gone: what it has written stays, up to where it was stopped.
  func processEnded() {
    for file in kept { Self.make(file.path, file.bytes, isNew: false) }
    kept = []
    isStopped = false
    callsUntilStop = nil
  }
}

/// The files themselves.
extension VirtualDisk {
  static func inode(_ file: CInt) -> UInt64 {
    var status = stat()
    return unsafe fstat(file, &status) == 0 ? UInt64(status.st_ino) : 0
  }

  static func inode(ofFile path: String) -> UInt64 {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
  }

  static func bytes(ofFile path: String) -> [UInt8] {
    let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { return [] }
    let count = Int(status.st_size)
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
      used = unsafe max(0, pread(file, buffer.baseAddress, count, 0))
    }
  }

  /// Makes a file with these bytes; without `isNew` only where there is one.
  static func make(_ path: String, _ bytes: [UInt8], isNew: Bool = true) {
    let flags = O_WRONLY | O_TRUNC | O_CLOEXEC | (isNew ? O_CREAT : 0)
    let file = unsafe Glibc.open(path, flags, 0o640)
    guard file >= 0 else {
      precondition(!isNew, "a simulated file can be made")
      return
    }
    defer { close(file) }
    let done = unsafe bytes.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress, $0.count, 0) }
    precondition(done == bytes.count, "a simulated disk has room")
  }
}

/// A call of the system about a file, as the disk is told of it.
struct DiskCall {
  enum Kind: CInt, CaseIterable {
    case write = 0
    case syncData, sync, syncAll, truncate, allocate, rename, link, unlink, create, makeFolder
  }

  let kind: Kind?
  let inode: UInt64
  let offset: Int
  /// Of a write into a file of the command log.
  let bytes: [UInt8]
  let path: String
  let other: String

  fileprivate init(_ call: cdisk_call) {
    kind = unsafe Kind(rawValue: call.kind)
    let file = unsafe call.file
    inode = file >= 0 ? VirtualDisk.inode(file) : 0
    offset = unsafe Int(call.offset)
    let count = unsafe Int(call.count)
    let isWrite = kind == .write
    bytes =
      unsafe isWrite
      ? Array(UnsafeRawBufferPointer(start: call.bytes, count: count)) : []
    path = unsafe call.path.map { unsafe String(cString: $0) } ?? ""
    other = unsafe call.other.map { unsafe String(cString: $0) } ?? ""
  }
}
