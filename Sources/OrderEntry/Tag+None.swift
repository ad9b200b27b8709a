import FIX44

extension Tag {
  /// The value of RefTagID(371) where no tag is to blame; no field has it.
  static var none: Tag { Tag(rawValue: 0) }
}
