/// A document with places for generated text, each between `<!-- fixgen:begin NAME -->` and
/// `<!-- fixgen:end NAME -->` on lines of their own.
struct MarkedDocument {
  let text: String

  /// What is wrong with the markers.
  struct MarkerError: Error, Equatable {
    let line: Int
    let reason: String
  }

  /// The document with these sections in their places; all of them, and no other, must have one.
  func filled(with sections: [(name: String, text: String)]) throws(MarkerError) -> String {
    var filled: [Substring] = []
    var done: Set<String> = []
    var open: (name: String, line: Int)?
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in zip(1..., lines) {
      if let name = name(in: line, after: "<!-- fixgen:begin ") {
        guard open == nil else { throw MarkerError(line: number, reason: "\(name) begins inside") }
        guard let section = sections.first(where: { $0.name == name }) else {
          throw MarkerError(line: number, reason: "there is no section \(name)")
        }
        guard done.insert(name).inserted else {
          throw MarkerError(line: number, reason: "\(name) begins a second time")
        }
        open = (name, number)
        filled += [line, section.text.dropLast(section.text.hasSuffix("\n") ? 1 : 0)]
      } else if let name = name(in: line, after: "<!-- fixgen:end ") {
        guard open?.name == name else {
          throw MarkerError(line: number, reason: "\(name) ends without its beginning")
        }
        open = nil
        filled.append(line)
      } else if open == nil {
        filled.append(line)
      }
    }
    if let open { throw MarkerError(line: open.line, reason: "\(open.name) does not end") }
    if let missing = sections.first(where: { !done.contains($0.name) }) {
      throw MarkerError(line: lines.count, reason: "no place for \(missing.name)")
    }
    return filled.joined(separator: "\n")
  }

  private func name(in line: Substring, after opening: String) -> String? {
    let closing = " -->"
    guard line.hasPrefix(opening), line.hasSuffix(closing) else { return nil }
    return String(line.dropFirst(opening.count).dropLast(closing.count))
  }
}
