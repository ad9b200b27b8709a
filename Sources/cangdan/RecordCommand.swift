import ArgumentParser
import CLinux
import Glibc
import Linux
import Recorder

/// `cangdan record`: the log taken into books of record.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Take what a venue has done into books of record, a SQLite file.",
    discussion: """
      Trades with each change of their state, title documents with their endorsement chains, \
      movements of money, orders, refused notices: what the event log has committed, each event \
      exactly once. Whatever ends this process, the next one goes on where the books end. The log is \
      only read; the venue may run meanwhile and is not slowed. Chains and states are verified; what \
      does not agree stands in the table `breaks`, and the exit code is 3. Anybody may read the file \
      by SQL at any time; `cangdan report` makes reports of it.

        cangdan record --data data                   what there is, then end
        cangdan record --data data --follow
            and go on with what the venue does
        cangdan record --data data --rebuild
            make the books again from the whole log
        cangdan record --data data --digest
            SHA-256 over all tables: the same after a rebuild
        sqlite3 -readonly data/books.sqlite 'SELECT state, COUNT(*) FROM trades GROUP BY state'

      Exit codes: 0 recorded; 1 not, with the reason; 3 recorded, and there are breaks.
      """)

  @OptionGroup var books: BooksOptions

  @Flag(help: "Go on with what the venue does, until interrupted.")
  var follow = false

  @Flag(help: "Make the books again from the whole log, and put them in the place of the old ones.")
  var rebuild = false

  @Flag(help: "Print the digest over all tables.")
  var digest = false

  func validate() throws {
    if follow && digest {
      throw ValidationError("--digest is of books that stand still: leave out --follow")
    }
  }

  func run() throws {
    do {
      try books.checkData()
      let lock = try BooksLock(books.path)
      _ = clinux_give_way(10)
      try withExtendedLifetime(lock) { try record() }
    } catch let error as RecorderError {
      Output.complain("\(error)")
      throw ExitCode(1)
    }
  }

  private func record() throws {
    let path = rebuild ? "\(books.path).new" : books.path
    if rebuild { BooksFile.remove(path) }
    let opened = try Books.openToWrite(path)
    var recording = try Recording(of: books.data, in: opened)
    try catchUp(&recording)
    if rebuild {
      try opened.checkpoint()
      try opened.close()
      try BooksFile.replace(books.path, by: path)
    }
    let summary = try Books.openToRead(books.path).summary()
    print(summary.line)
    if digest { print("digest \(try Books.openToRead(books.path).digest())") }
    if follow { try goOn() }
    if summary.breaks > 0 {
      Output.complain("the books have \(summary.breaks) breaks: see the table `breaks`")
      throw ExitCode(3)
    }
  }

  /// Takes all that is committed. A venue that runs writes its last events a moment later; where none
  /// come within two seconds they are lost.
  private func catchUp(_ recording: inout Recording) throws {
    var progress = Progress("recorded")
    while try recording.advance() > 0 { progress.advance(to: recording.progress.sequence) }
    progress.end()
    guard let lost = try recording.lostEvents() else { return }
    for _ in 0..<20 {
      poll(nil, 0, 100)
      if try recording.advance() > 0 { return }
    }
    throw RecorderError.log(reason: lost)
  }

  private func goOn() throws {
    Output.flush()
    var recording = try Recording(of: books.data, in: Books.openToWrite(books.path))
    while true {
      if try recording.advance() == 0 { poll(nil, 0, 100) }
    }
  }
}

/// Which log, and which books.
struct BooksOptions: ParsableArguments {
  @Option(help: "The data directory of the venue.")
  var data: String

  @Option(help: "The SQLite file of the books; books.sqlite in the data directory if left out.")
  var database: String?

  var path: String { database ?? "\(data)/books.sqlite" }

  /// The directory must hold a log.
  func checkData() throws {
    try LogDirectory.check(data)
  }
}

/// Held by the one process that writes a file of books: `FILE.lock`.
struct BooksLock: ~Copyable {
  private let descriptor: Descriptor

  init(_ path: String) throws(RecorderError) {
    let raw = unsafe open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard raw >= 0 else {
      let error = SystemError.last("open", subject: "\(path).lock")
      throw .refused(file: path, reason: error.description)
    }
    let file = Descriptor(owning: raw)
    guard flock(raw, LOCK_EX | LOCK_NB) == 0 else { throw .busy(file: path) }
    descriptor = file
  }
}

/// A SQLite file and what SQLite keeps beside it.
enum BooksFile {
  static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unsafe unlink(path + suffix) }
  }

  /// Puts the file `next`, which nobody has open, in the place of the books.
  static func replace(_ path: String, by next: String) throws(RecorderError) {
    for suffix in ["-wal", "-shm", "-journal"] { unsafe unlink(path + suffix) }
    guard unsafe rename(next, path) == 0 else {
      let error = SystemError.last("rename", subject: path)
      throw .refused(file: path, reason: error.description)
    }
  }
}
