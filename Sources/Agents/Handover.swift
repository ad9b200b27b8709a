import Market
public import Transport

/// A connection on its way from the doorkeeper to its gateway. The bytes read so far follow it.
public struct Handover: Sendable, BitwiseCopyable {
  /// Adopted by the gateway, once, also where it refuses the connection.
  public var line = Connection.Handle.none
  public var addressHigh: UInt64 = 0
  public var addressLow: UInt64 = 0
  public var connection: UInt32 = 0
  public var port: UInt16 = 0
  public var reserved: UInt16 = 0
  public init() {}
}
