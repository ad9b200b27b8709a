/// One thing wrong with a market definition: where, what, and the way out.
public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's path as the operator named it.
  public let file: String
  /// From 1; 0 where the file as a whole is meant.
  public let line: Int
  public let message: String

  public init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String {
    line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)"
  }
}

/// Collects what is wrong, so that one run of the loader names everything.
public final class Problems {
  /// In the order of finding, at most `limit`.
  public private(set) var all: [Problem] = []
  /// How many were found in all.
  public private(set) var count = 0
  /// A file of a million wrong lines is told by its first hundred.
  public static let limit = 100

  public init() {}

  /// Notes one problem.
  public func add(_ file: String, _ line: Int, _ message: String) {
    count += 1
    if all.count < Problems.limit { all.append(Problem(file: file, line: line, message: message)) }
  }
}
