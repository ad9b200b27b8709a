/// With whom a firm deals, told anew. 16 bytes; `count` FirmIDs follow: those with whom it does.
public struct DefineCounterparties: Sendable, BitwiseCopyable {
  public var firm = FirmID.none
  /// 1 where it deals with those named alone; 0 where it deals with everybody, and names nobody.
  public var isLimited: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var count: UInt16 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}
