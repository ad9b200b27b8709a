/// An instrument as a reader of market data has it, who has nothing but the messages.
struct PublishedBook {
  /// `PRICE OR ORDER, SIZE, COUNT`, the best one first, by MDEntryType(269) of the side.
  private(set) var sides: [String: [[String]]] = ["0": [], "1": []]
  /// What else is published, by MDEntryType(269).
  private(set) var figures: [String: String] = [:]
  /// MDSeq(7830) of the last message; nil before the first.
  private(set) var lastSeq: String?
  private(set) var snapshots = 0
  private(set) var changes = 0
  /// Messages that do not go on from the one before.
  private(set) var gaps = 0

  /// The book as the messages of a subscription leave it.
  init(_ messages: [String], of mdReqID: String) {
    for message in messages where message.contains("|262=\(mdReqID)|") { take(message) }
  }

  private mutating func take(_ message: String) {
    let fields = message.split(separator: "|").map { field in
      field.split(separator: "=", maxSplits: 1).map(String.init)
    }
    func value(_ tag: String) -> String? { fields.first { $0[0] == tag }?[1] }
    let isSnapshot = value("35") == "W"
    guard isSnapshot || value("35") == "X" else { return }
    if isSnapshot {
      snapshots += 1
      (sides, figures) = (["0": [], "1": []], [:])
    } else {
      changes += 1
      if lastSeq == nil || value("7832") != lastSeq { gaps += 1 }
    }
    lastSeq = value("7830")
    var entry: [String: String] = [:]
    for field in fields {
      if field[0] == (isSnapshot ? "269" : "279") {
        apply(entry)
        entry = [:]
      }
      entry[field[0]] = field[1]
    }
    apply(entry)
  }

  /// Prices, or orders, are known by themselves; the place says where what is new stands behind the message.
  private mutating func apply(_ entry: [String: String]) {
    guard let kind = entry["269"], kind != "2" else { return }
    guard let side = sides[kind] else { return figures[kind] = entry["270"] ?? entry["271"] }
    let key = entry["37"] ?? entry["270"] ?? ""
    sides[kind] = side.filter { $0[0] != key }
    guard entry["279"] != "2", let place = Int(entry["290"] ?? "") else { return }
    sides[kind]?.insert([key, entry["271"] ?? "", entry["346"] ?? ""], at: place - 1)
  }
}
