/// The words of a line, one after the other.
struct Words {
  private var text: Substring

  init(_ line: some StringProtocol) {
    text = Substring(line)
    skipBlanks()
  }

  /// What has not been read.
  var rest: String {
    String(text.reversed().drop { $0.isWhitespace }.reversed())
  }

  mutating func next() -> String? {
    guard !text.isEmpty else { return nil }
    let word = text.prefix { !$0.isWhitespace }
    text = text.dropFirst(word.count)
    skipBlanks()
    return String(word)
  }

  mutating func required(_ what: String) throws(CommandError) -> String {
    guard let word = next() else { throw CommandError("\(what) is missing") }
    return word
  }

  /// Digits with an optional minus sign and point, as FIX takes them.
  mutating func decimal(_ what: String) throws(CommandError) -> String {
    let word = try required(what)
    let digits = word.hasPrefix("-") ? word.dropFirst() : Substring(word)
    let isDecimal =
      digits.contains { $0.isNumber }
      && digits.utf8.allSatisfy { $0 == 0x2e || ($0 >= 0x30 && $0 <= 0x39) }
      && digits.filter { $0 == "." }.count <= 1
    if !isDecimal { throw CommandError("\(what) is '\(word)', which is no number") }
    return word
  }

  mutating func onOrOff() throws(CommandError) -> Bool {
    switch try required("on or off") {
    case "on": return true
    case "off": return false
    case let word: throw CommandError("'\(word)' is neither on nor off")
    }
  }

  /// One or more numbers of documents, up to a word that is none: they begin with a capital letter.
  mutating func documents() throws(CommandError) -> [String] {
    var found = [try required("the document's number")]
    while let first = text.first, first.isUppercase || first.isNumber, let word = next() {
      found.append(word)
    }
    return found
  }

  private mutating func skipBlanks() { text = text.drop { $0.isWhitespace } }
}
