/// A command of the operator, the definition or the clock that the core does not take. 32 bytes.
public struct CommandRefused: Sendable, BitwiseCopyable {
  public var commandType: UInt16 = 0
  /// `CommandRefusal`.
  public var reasonCode: UInt16 = 0
  /// The operator's request, where the command had one; zero else.
  public var request: UInt32 = 0
  public var detail: Int64 = 0
  public var reserved1: UInt64 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}
