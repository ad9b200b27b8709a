import Linux

/// Files for messages to come, made ahead, by length: between the preparer, which makes them, and the
/// store, which takes them and says what it will need.
///
/// ```
/// preparer --a queue for each length--> store --leaving--> preparer
/// ```
final class SessionFilePool: Sendable {
  /// Shortest first.
  let queues: [SessionFileQueue]
  let leaving = LeavingFiles(capacity: 16)
  private let preparers = Mark(0)

  init(_ options: SessionStoreOptions) {
    queues = options.fileLengths.map { SessionFileQueue(byteCount: $0, options) }
  }

  func takePreparer() -> Bool { preparers.exchange(0, for: 1) }

  var hasPreparer: Bool { preparers.load() != 0 }

  /// The place of the length that comes after `byteCount`: the shortest that is longer, or the longest.
  func place(after byteCount: Int) -> Int {
    queues.firstIndex { $0.byteCount > byteCount } ?? queues.count - 1
  }
}

/// Prepared files of one length, in the order in which they were made. Each is mapped, its pages are
/// in memory, and its name says its place in that order. The store gives it a second name, which nobody
/// else's work in the directory delays; the preparer takes the first one away.
///
/// The preparer writes `made`, the store `taken`, `named` and `wanted`. An address is stored before `made`
/// counts it, and its place is used again only when `taken` has passed it.
final class SessionFileQueue: Sendable {
  let byteCount: Int
  /// What the names of prepared files begin with.
  private let prefix: String
  private let spare: Int
  private let places: [Mark]
  private let made = Mark(0)
  private let taken = Mark(0)
  private let named = Mark(0)
  private let wanted = Mark(0)
  private let full = Mark(0)

  /// Files of one length take at most so many bytes, but there is room for two.
  private static var mostBytes: Int { 64 << 20 }
  /// At most so many files of one length are ready.
  private static var mostFiles: Int { 64 }

  init(byteCount: Int, _ options: SessionStoreOptions) {
    self.byteCount = byteCount
    prefix = options.part.preparedPrefix
    let isFirst = byteCount == options.firstSegmentBytes
    spare = isFirst ? options.spareFirstFiles : options.spareFiles
    let most = max(2, min(Self.mostFiles, Self.mostBytes / byteCount))
    places = (0..<most).map { _ in Mark(0) }
  }

  deinit { while let file = take() { _ = consume file } }

  func path(_ number: UInt64, in directory: String) -> String {
    "\(directory)/\(prefix)\(byteCount)-\(number)"
  }

  /// Whether no file of this length could be made when it was last tried, by either side.
  var isFull: Bool { full.load() != 0 }

  func set(isFull: Bool) { full.store(isFull ? 1 : 0) }

  /// The number of the file to be made; nil while there are as many as are needed. `isHurried` counts
  /// those that were asked for, or half of what is kept ready.
  func missing(isHurried: Bool) -> UInt64? {
    let number = made.load()
    let asked = Int(wanted.load())
    let needed = isHurried ? max(spare / 2, asked) : spare + asked
    let target = min(places.count, max(needed, isFull ? 1 : 0))
    return Int(number - taken.load()) < target ? number : nil
  }

  /// Gives the next file away; the preparer does.
  func put(_ map: consuming MappedFile) {
    let number = made.load()
    place(number).store(map.release())
    made.store(number + 1)
  }

  /// The next file; nil where none is ready. The store does.
  func take() -> PreparedFile? {
    let number = taken.load()
    if number == made.load() { return nil }
    let map = unsafe MappedFile(unsafeAdopting: place(number).load(), byteCount: byteCount)
    taken.store(number + 1)
    return PreparedFile(number: number, map: map)
  }

  /// The file has the name under which it is used; the store says so.
  func didName(_ number: UInt64) { named.store(number + 1) }

  /// Files below this number need their first name no more.
  var namedCount: UInt64 { named.load() }

  /// One more, or one fewer, will be needed soon; the store says so.
  func want(_ isMore: Bool) { wanted.store(isMore ? wanted.load() + 1 : wanted.load() - 1) }

  private func place(_ number: UInt64) -> Mark { places[Int(number % UInt64(places.count))] }
}

/// A file that was made ahead: its number in its queue, and its mapping.
struct PreparedFile: ~Copyable {
  let number: UInt64
  let map: MappedFile
}

/// Full files on their way from the store to the preparer, which unmaps them and gives their pages back.
///
/// The store writes `put`, the preparer `taken`. What a place holds is stored before `put` counts it.
final class LeavingFiles: Sendable {
  private let addresses: [Mark]
  private let lengths: [Mark]
  private let descriptors: [Mark]
  private let put = Mark(0)
  private let taken = Mark(0)

  init(capacity: Int) {
    addresses = (0..<capacity).map { _ in Mark(0) }
    lengths = (0..<capacity).map { _ in Mark(0) }
    descriptors = (0..<capacity).map { _ in Mark(0) }
  }

  deinit { while let file = take() { _ = consume file } }

  var isEmpty: Bool { put.load() == taken.load() }

  var isFull: Bool { put.load() - taken.load() == UInt64(addresses.count) }

  /// The caller has asked `isFull`.
  func put(_ file: consuming LeavingFile) {
    let number = put.load()
    let place = Int(number % UInt64(addresses.count))
    lengths[place].store(UInt64(file.map.byteCount))
    descriptors[place].store(UInt64(file.file.release()))
    addresses[place].store(file.map.release())
    put.store(number + 1)
  }

  func take() -> LeavingFile? {
    let number = taken.load()
    if number == put.load() { return nil }
    let place = Int(number % UInt64(addresses.count))
    let byteCount = Int(lengths[place].load())
    let map = unsafe MappedFile(
      unsafeAdopting: addresses[place].load(), byteCount: byteCount)
    let file = File(
      descriptor: Descriptor(owning: CInt(descriptors[place].load())), path: "a full session file")
    taken.store(number + 1)
    return LeavingFile(map: map, file: file)
  }
}

/// A full file, still mapped, and open to be written to the disk.
struct LeavingFile: ~Copyable {
  let map: MappedFile
  let file: File

  /// The file alone: its memory is unmapped.
  consuming func unmapped() -> File { file }
}
