import FIX44

/// Fields whose values may hold delimiters, and the fields before them that say how long they are.
///
/// Source: FIX 4.4 volume 6, fields of type data.
enum DataFields {
  /// Tags below this have an entry in the table.
  static var tableSize: Int { 1_024 }
  /// The entry of a data field itself.
  static var isData: UInt16 { .max }

  /// Length field, data field.
  static let pairs: [16 of (length: UInt16, data: UInt16)] = [
    (90, 91), (93, 89), (95, 96), (212, 213), (348, 349), (350, 351), (352, 353), (354, 355),
    (356, 357), (358, 359), (360, 361), (362, 363), (364, 365), (445, 446), (618, 619), (621, 622),
  ]
}
