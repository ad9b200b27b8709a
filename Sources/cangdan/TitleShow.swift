import ArgumentParser
import LogText
import Market
import Records
import Storage

/// `cangdan title show`: a document as the log says that it is, by applying the log in memory.
struct TitleShow {
  let document: TitleDocID
  let directory: String

  /// The document and the entries of its chain; nil where the log knows none of that number.
  func read() throws -> TitleText? {
    try LogDirectory.check(directory)
    var reader = try CommandLogReader(directory: directory)
    var replay = Replay()
    var chain: [LogRecord] = []
    while try reader.next() {
      switch replay.take(reader.record) {
      case .applied:
        if reader.record.loadHead().typeCode != CommandType.batch.rawValue {
          chain += replay.endorsements(of: document)
        }
      case .refused(let reason): throw StorageError.foreign(file: reader.file, reason: reason)
      case .differs:
        Output.complain("this program makes other events than the log says: see cangdan replay")
        throw ExitCode(1)
      }
    }
    return replay.title(document).map { TitleText($0, chain: chain) }
  }
}
