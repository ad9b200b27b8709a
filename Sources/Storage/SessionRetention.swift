import Glibc
public import Linux

/// How long the messages of a session's earlier epochs are kept, for people to read.
///
/// An earlier epoch goes when `epochs` later ones before the newest have messages, or when nothing was
/// written to it for `days`. The newest epoch with messages always stays, however old it is: resends are
/// served from it.
public struct SessionRetention: Sendable {
  /// Earlier epochs that are kept of a session; 0 for none.
  public var epochs: Int
  /// Days after its last message that an earlier epoch is kept.
  public var days: Int

  public init(epochs: Int = 64, days: Int = 30) {
    precondition(epochs >= 0 && days >= 0, "a number of epochs and of days")
    self.epochs = epochs
    self.days = days
  }

  /// Removes what is kept no longer below a venue's `directory`; how many files. `nowSeconds` is the wall
  /// clock, seconds since 1970.
  public func prune(_ directory: String, nowSeconds: Int64) throws(SystemError) -> Int {
    var removed = 0
    for name in try namesInDirectory("\(directory)/sessions") {
      guard UInt32(name) != nil else { continue }
      removed += try prune(folder: "\(directory)/sessions/\(name)", nowSeconds: nowSeconds)
    }
    return removed
  }

  private func prune(folder: String, nowSeconds: Int64) throws(SystemError) -> Int {
    let files = try SessionFile.list(folder)
    guard let newest = files.last?.epoch else { return 0 }
    let earlier = Set(files.map(\.epoch)).subtracting([newest]).sorted()
    let kept = Set(earlier.suffix(epochs))
    var removed = 0
    for epoch in earlier {
      let own = files.filter { $0.epoch == epoch }
      if kept.contains(epoch), try !isOld(own, nowSeconds: nowSeconds) { continue }
      for file in own { try removeFile(file.path) }
      removed += own.count
    }
    return removed
  }

  private func isOld(_ files: [SessionFile], nowSeconds: Int64) throws(SystemError) -> Bool {
    var last = Int64.min
    for file in files { last = max(last, try File.open(file.path, O_RDONLY).changedSeconds()) }
    return nowSeconds - last > Int64(days) * 86_400
  }
}
