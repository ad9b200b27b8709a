import Glibc
public import Linux

/// Makes files for messages to come, and gives back the pages of those that are full: in slices, beside
/// the commits, so that whoever stores a message neither makes a file nor waits for a page.
///
/// A file's blocks are taken first, so a full disk is found there. Then it is written with zeros, mapped,
/// and its pages are had in memory, ready for stores. Used by one thread.
public struct SessionFilePreparer: ~Copyable, Sendable {
  private let pool: SessionFilePool
  private let directory: String
  private var making: UnfinishedFile?
  private var leaving: File?
  private var leavingEnd = 0
  private var started = 0
  /// For each length the first file whose first name is still there.
  private var firstNamed: [UInt64]
  /// Why the last attempt to make a file failed: a full disk, above all. Nil once one is ready.
  public private(set) var lastPreparationError: SystemError?

  /// Bytes of a file that one step makes ready, or starts on their way to the disk.
  private static var sliceBytes: Int { 1 << 20 }

  init(_ pool: SessionFilePool, directory: String) {
    self.pool = pool
    self.directory = directory
    firstNamed = pool.queues.map { _ in 0 }
  }

  /// One step of what is to be done; to be called when idle. `isHurried` leaves what is not needed soon.
  /// Only a failed write to the disk is thrown; it is final.
  public mutating func advance(isHurried: Bool = false) throws(SystemError) -> PreparationStep {
    if try letGo() { return .advanced }
    do throws(SystemError) {
      if try removeName() { return .advanced }
      return try prepare(isHurried)
    } catch {
      lastPreparationError = error
      return .failed(error)
    }
  }

  private mutating func prepare(_ isHurried: Bool) throws(SystemError) -> PreparationStep {
    for place in pool.queues.indices {
      guard let number = pool.queues[place].missing(isHurried: isHurried) else { continue }
      if let next = making.take() { return try goOn(next) }
      try begin(place, number)
      return .advanced
    }
    return .idle
  }

  /// Takes the first name of one file away that has its second one. False where there is none.
  private mutating func removeName() throws(SystemError) -> Bool {
    for place in pool.queues.indices {
      let queue = pool.queues[place]
      guard firstNamed[place] < queue.namedCount else { continue }
      try removeFile(queue.path(firstNamed[place], in: directory))
      firstNamed[place] += 1
      return true
    }
    return false
  }

  /// Makes the file and takes its blocks.
  private mutating func begin(_ place: Int, _ number: UInt64) throws(SystemError) {
    let queue = pool.queues[place]
    do throws(SystemError) {
      let path = queue.path(number, in: directory)
      let file = try File.make(path, byteCount: queue.byteCount)
      let map = try MappedFile(file, writable: true)
      making = UnfinishedFile(place: place, file: file, map: map)
      queue.set(isFull: false)
    } catch {
      queue.set(isFull: true)
      throw error
    }
  }

  /// The next slice of the file; the whole file is given to the store.
  private mutating func goOn(_ next: consuming UnfinishedFile) throws(SystemError)
    -> PreparationStep
  {
    var next = next
    let queue = pool.queues[next.place]
    let end = min(next.done + Self.sliceBytes, queue.byteCount)
    try next.file.zero(from: next.done, to: end)
    try next.map.populate(from: next.done, to: end)
    next.done = end
    if end < queue.byteCount {
      making = consume next
      return .advanced
    }
    queue.put(next.map)
    lastPreparationError = nil
    return .ready
  }

  /// Starts the next slice of a full file on its way to the disk; what was started when the next full
  /// file comes has arrived, and its pages are given back. False where there is nothing to do.
  private mutating func letGo() throws(SystemError) -> Bool {
    if started < leavingEnd, let file = leaving.take() {
      let end = min(started + Self.sliceBytes, leavingEnd)
      try file.startWriting(from: started, to: end)
      started = end
      leaving = consume file
      return true
    }
    guard let next = pool.leaving.take() else { return false }
    if let before = leaving.take() { before.dropPages() }
    leavingEnd = next.map.byteCount
    started = 0
    leaving = next.unmapped()
    return true
  }
}

/// A file in the making, for the queue at `place`, ready up to `done`.
struct UnfinishedFile: ~Copyable {
  let place: Int
  let file: File
  let map: MappedFile
  var done = 0
}
