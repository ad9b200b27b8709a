/// Bytes with a meaning of their own on the wire.
enum ASCII {
  /// The delimiter behind each field, 0x01.
  static var soh: UInt8 { 0x01 }
  static var space: UInt8 { 0x20 }
  static var plus: UInt8 { 0x2b }
  static var minus: UInt8 { 0x2d }
  static var point: UInt8 { 0x2e }
  static var zero: UInt8 { 0x30 }
  static var nine: UInt8 { 0x39 }
  static var colon: UInt8 { 0x3a }
  static var equals: UInt8 { 0x3d }
  static var no: UInt8 { 0x4e }
  static var yes: UInt8 { 0x59 }
}
