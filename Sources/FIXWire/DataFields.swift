import FIX44

/// Fields whose values may hold delimiters, and the fields before them that say how long they are.
///
/// Source: FIX 4.4 volume 6, fields of type data.
enum DataFields {
  /// What a field is to a data field.
  enum Role {
    case none
    /// It says how long the field with this tag is.
    case length(of: UInt32)
    case data
  }

  /// Length field, data field.
  static let pairs: [16 of (length: UInt32, data: UInt32)] = [
    (90, 91), (93, 89), (95, 96), (212, 213), (348, 349), (350, 351), (352, 353), (354, 355),
    (356, 357), (358, 359), (360, 361), (362, 363), (364, 365), (445, 446), (618, 619), (621, 622),
  ]

  static func role(of tag: UInt32) -> Role {
    for index in pairs.indices {
      if pairs[index].length == tag { return .length(of: pairs[index].data) }
      if pairs[index].data == tag { return .data }
    }
    return .none
  }
}
