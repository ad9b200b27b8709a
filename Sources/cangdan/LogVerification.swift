import ArgumentParser
import LogText
import Storage

/// `cangdan log --verify`.
enum LogVerification {
  /// Reads the whole log; prints what it is, or the first damage and throws.
  static func run(_ directory: String) throws {
    var verifier = LogVerifier()
    var progress = Progress("verified")
    var reader = try CommandLogReader(directory: directory)
    while try next(&reader, verifier, &progress) {
      if let problem = verifier.check(reader.record) {
        progress.end()
        print(verifier.summary)
        throw StorageError.damaged(file: reader.file, offset: reader.fileOffset, reason: problem)
      }
      progress.advance(to: verifier.commandCount)
    }
    progress.end()
    if let problem = verifier.checkEnd(isTorn: reader.tornTail != nil) {
      print(verifier.summary)
      throw StorageError.damaged(file: reader.file, offset: reader.fileOffset, reason: problem)
    }
    let tail = reader.tornTail.map { "; a torn tail behind it, \($0)" } ?? ""
    print("\(verifier.summary), no damage\(tail)")
  }

  private static func next(
    _ reader: inout CommandLogReader, _ verifier: LogVerifier, _ progress: inout Progress
  ) throws -> Bool {
    do {
      return try reader.next()
    } catch {
      progress.end()
      print(verifier.summary)
      throw error
    }
  }
}
