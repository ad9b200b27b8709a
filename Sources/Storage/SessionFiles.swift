import Glibc
import Linux

/// Where a store's files come from: the pool, or, where that has none, its own hands.
struct SessionFiles: ~Copyable, Sendable {
  let directory: String
  let identity: LogIdentity
  let options: SessionStoreOptions
  let pool: SessionFilePool
  /// What is to be read again.
  let history = HistoryQueue(capacity: 256)
  /// Files made here because the pool had none.
  private(set) var madeHere: UInt64 = 0
  /// Why no file could be made when one was last needed; nil once there was one.
  var lastError: SystemError?

  init(directory: String, identity: LogIdentity, options: SessionStoreOptions) {
    self.directory = directory
    self.identity = identity
    self.options = options
    pool = SessionFilePool(options)
  }

  /// The file `path` of messages from number `first` on, its header written, longer than one of
  /// `byteCount` bytes where there is room. Nil, with the reason in `lastError`, where there is none.
  mutating func begin(
    _ path: String, first: UInt64, owner: UInt64, after byteCount: Int
  ) -> MappedFile? {
    do throws(SystemError) {
      guard var map = try take(path, pool.place(after: byteCount)) else { return nil }
      let header = SegmentHeader(
        .sessions, identity, first: first, segmentBytes: map.byteCount, owner: owner)
      map.store(header, at: 0)
      lastError = nil
      return map
    } catch {
      lastError = error
      return nil
    }
  }

  /// The longest file up to the one at `place` that is ready; one that is not ready is made here where
  /// nobody knows of a full disk.
  private mutating func take(_ path: String, _ place: Int) throws(SystemError) -> MappedFile? {
    if let map = try takePrepared(path, place) { return map }
    if let map = make(path, place) { return map }
    for shorter in pool.queues.indices.reversed() where shorter < place {
      if let map = try takePrepared(path, shorter) { return map }
    }
    return nil
  }

  private func takePrepared(_ path: String, _ place: Int) throws(SystemError) -> MappedFile? {
    let queue = pool.queues[place]
    guard let file = queue.take() else { return nil }
    let number = file.number
    defer { queue.didName(number) }
    try linkFile(queue.path(number, in: directory), to: path)
    return file.map
  }

  /// Where there is a preparer it is asked first whether there is room: it tries again and again.
  private mutating func make(_ path: String, _ place: Int) -> MappedFile? {
    let queue = pool.queues[place]
    if queue.isFull && pool.hasPreparer {
      lastError = SystemError("posix_fallocate", code: ENOSPC, subject: path)
      return nil
    }
    do throws(SystemError) {
      let map = try MappedFile(
        File.make(path, byteCount: queue.byteCount), writable: true)
      madeHere += 1
      return map
    } catch {
      queue.set(isFull: true)
      lastError = error
      return nil
    }
  }

  /// A file of the length after `byteCount` will be needed soon, or will not be any more.
  func want(_ isWanted: Bool, after byteCount: Int) {
    pool.queues[pool.place(after: byteCount)].want(isWanted)
  }

  /// Lets the preparer give back the pages of a full file. Those of short ones stay, and so does what
  /// the preparer has no time for: the kernel takes them when it needs them.
  func leave(_ map: consuming MappedFile, _ path: String) {
    guard pool.hasPreparer, !pool.leaving.isFull, map.byteCount >= Self.leastLeavingBytes else {
      return
    }
    do throws(SystemError) {
      let file = try File.open(path, O_RDWR)
      pool.leaving.put(LeavingFile(map: map, file: file))
    } catch {
      // Out of descriptors: these pages stay as well.
    }
  }

  private static var leastLeavingBytes: Int { 1 << 20 }
}
