public import FIX44

/// What a script expects of a message.
///
/// `8 150=F 32=25 58~tick 17=*` is MsgType(35), and fields with a value, with a part of one, with any
/// one; `/filled 25 .*/` is a regular expression on the message's short or full text.
public enum Expectation: Equatable, Sendable {
  case message(msgType: String, [Condition])
  case text(pattern: String)

  /// What one field must be.
  public struct Condition: Equatable, Sendable {
    /// How the value is compared.
    public enum Comparison: Equatable, Sendable { case equals, contains, isPresent }
    public var tag: Tag
    public var comparison: Comparison
    public var value: String
  }

  /// The pattern of a script's line.
  public init(_ pattern: String) throws(CommandError) {
    if pattern.hasPrefix("/") {
      guard pattern.count > 2, pattern.hasSuffix("/") else {
        throw CommandError("a regular expression stands between two slashes")
      }
      let expression = String(pattern.dropFirst().dropLast())
      _ = try Self.compile(expression)
      self = .text(pattern: expression)
      return
    }
    var words = Words(pattern)
    let msgType = try words.required("the MsgType(35)")
    if msgType.contains("=") { throw CommandError("the MsgType(35) stands first, without 35=") }
    var conditions: [Condition] = []
    while let word = words.next() { conditions.append(try Self.condition(word)) }
    self = .message(msgType: msgType, conditions)
  }

  /// Whether the message is the one expected; `texts` are its short and full text.
  public func isMet(by message: WireMessage, texts: [String]) -> Bool {
    switch self {
    case .message(let msgType, let conditions):
      return message.msgType == msgType && conditions.allSatisfy { $0.holds(for: message) }
    case .text(let pattern):
      do {
        let expression = try Self.compile(pattern)
        return texts.contains { $0.firstMatch(of: expression) != nil }
      } catch {
        preconditionFailure("the pattern was compiled when it was read")
      }
    }
  }

  private static func compile(
    _ pattern: String
  ) throws(CommandError) -> Regex<AnyRegexOutput> {
    do {
      return try Regex(pattern)
    } catch {
      throw CommandError("/\(pattern)/: \(error)")
    }
  }

  private static func condition(_ word: String) throws(CommandError) -> Condition {
    guard let at = word.firstIndex(where: { $0 == "=" || $0 == "~" }),
      let number = UInt32(word[..<at]), number > 0
    else { throw CommandError("'\(word)' is neither TAG=VALUE nor TAG~PART") }
    let value = String(word[word.index(after: at)...])
    let comparison: Condition.Comparison =
      word[at] == "~" ? .contains : value == "*" ? .isPresent : .equals
    return Condition(tag: Tag(rawValue: number), comparison: comparison, value: value)
  }
}

extension Expectation.Condition {
  /// In a repeating group any entry will do.
  func holds(for message: WireMessage) -> Bool {
    let values = message.all(tag)
    switch comparison {
    case .equals: return values.contains(value)
    case .contains: return values.contains { $0.contains(value) }
    case .isPresent: return !values.isEmpty
    }
  }
}
