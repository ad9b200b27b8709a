/// What is wrong with the specification, and where.
public struct SpecError: Error, Equatable, CustomStringConvertible {
  /// The file's path as it was given.
  public let file: String
  /// From 1; the line on which the element's start tag ends.
  public let line: Int
  /// The element at fault with what names it: `field 54`.
  public let element: String
  public let reason: String

  public var description: String { "\(file):\(line): <\(element)>: \(reason)" }
}
