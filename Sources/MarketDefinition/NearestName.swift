/// Finds what somebody meant who mistyped a name.
public enum NearestName {
  /// The candidate with the fewest edits from `name`, if they are at most a third of its length or two.
  public static func to(_ name: String, among candidates: [String]) -> String? {
    let limit = max(2, name.count / 3)
    let ranked = candidates.map { ($0, edits(name.lowercased(), $0.lowercased())) }
    guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= limit else { return nil }
    return best.0
  }

  /// ` (did you mean 'x'?)`, or nothing.
  public static func hint(_ name: String, among candidates: [String]) -> String {
    to(name, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Insertions, deletions and substitutions that turn `a` into `b`.
  static func edits(_ a: String, _ b: String) -> Int {
    let target = Array(b)
    var row = Array(0...target.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in target.enumerated() {
        let substitution = diagonal + (x == y ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[target.count]
  }
}
