/// FIX names as Swift writes them.
enum SwiftName {
  /// `ClOrdID` to `clOrdID`, `XMLValidationError` to `xmlValidationError`, `2FA` to `_2FA`.
  static func lowerCamel(_ name: String) -> String {
    let characters = Array(name)
    var count = characters.prefix { $0.isUppercase || $0.isNumber }.count
    if count > 1, count < characters.count, characters[count - 1].isUppercase { count -= 1 }
    let lowered = String(characters[..<count]).lowercased() + String(characters[count...])
    if reserved.contains(lowered) { return "`\(lowered)`" }
    return lowered.first?.isNumber == true ? "_" + lowered : lowered
  }

  private static let reserved: Set<String> = [
    "as", "break", "case", "catch", "class", "continue", "default", "defer", "do", "else", "enum",
    "extension", "false", "for", "func", "if", "import", "in", "init", "internal", "is", "let",
    "nil", "operator", "private", "protocol", "public", "repeat", "return", "self", "static",
    "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "var", "where",
    "while",
  ]
}
