/// Characters with a meaning of their own in order messages.
enum ASCII {
  static var space: UInt8 { 0x20 }
  static var minus: UInt8 { 0x2d }
  static var point: UInt8 { 0x2e }
  static var zero: UInt8 { 0x30 }
  static var one: UInt8 { 0x31 }
  /// ExecInst(18) 6: participate, do not initiate.
  static var six: UInt8 { 0x36 }
  /// ExecInst(18) G: all or none.
  static var g: UInt8 { 0x47 }
  /// No, of a Boolean.
  static var no: UInt8 { 0x4e }
  /// Yes, of a Boolean.
  static var yes: UInt8 { 0x59 }
}
