import Market

/// A connection on its way from the doorkeeper to its gateway. The bytes read so far follow it.
public struct Handover: Sendable, BitwiseCopyable {
  public var descriptor: Int32 = -1
  public var connection: UInt32 = 0
  public var addressHigh: UInt64 = 0
  public var addressLow: UInt64 = 0
  public var port: UInt16 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}
