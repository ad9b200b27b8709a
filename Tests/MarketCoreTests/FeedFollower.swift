import FIX44
import FIXWire
import Market
import MarketCore
import MarketData
import Records

/// One who subscribes: it has nothing but the messages, as FIX.
struct FeedReader {
  let session: SessionID
  let name: String
  let terms: FeedTerms
  /// MDSeq(7830) of the last message; nil before the first.
  private(set) var lastSeq: UInt64?
  /// `KEY PRICE SIZE COUNT` by side, the best one first.
  private(set) var sides: [String: [[String]]] = ["0": [], "1": []]
  /// Numbers of trades that it was told, and the figures of the day by type.
  private(set) var trades: [String] = []
  private(set) var figures: [String: String] = [:]
  private(set) var snapshots = 0
  private(set) var changes = 0

  init(_ session: UInt32, _ name: String, _ terms: FeedTerms) {
    self.session = SessionID(rawValue: session)
    self.name = name
    self.terms = terms
  }

  /// Takes a message; what is wrong with it.
  mutating func take(_ message: String) -> String? {
    let fields = message.split(separator: "\u{1}").map {
      $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    }
    func value(_ tag: String) -> String? { fields.first { $0[0] == tag }?[1] }
    guard value("262") == name else { return "not its own: \(message)" }
    let isSnapshot = value("35") == "W"
    let entries = Self.entries(fields, from: isSnapshot ? "269" : "279")
    guard value("268") == "\(entries.count)" else { return "268 in \(message)" }
    if isSnapshot {
      snapshots += 1
      (sides, figures) = (["0": [], "1": []], [:])
    } else {
      changes += 1
      guard let lastSeq, value("7832") == "\(lastSeq)" else { return "a gap: \(message)" }
    }
    lastSeq = value("7830").flatMap { UInt64($0) }
    for entry in entries { take(entry) }
    return nil
  }

  private static func entries(_ fields: [[String]], from first: String) -> [[String: String]] {
    var entries: [[String: String]] = []
    for field in fields where !["7830", "7832", "10"].contains(field[0]) {
      if field[0] == first { entries.append([:]) }
      if !entries.isEmpty { entries[entries.count - 1][field[0]] = field[1] }
    }
    return entries
  }

  private mutating func take(_ entry: [String: String]) {
    guard let kind = entry["269"] else { return }
    switch kind {
    case "0", "1": change(kind, entry)
    case "2": if let trade = entry["278"] { trades.append(trade) }
    default: figures[kind] = entry["270"] ?? entry["271"]
    }
  }

  /// Prices, or orders, are known by themselves; the place says where what is new stands behind the message.
  private mutating func change(_ side: String, _ entry: [String: String]) {
    let key = terms.isByOrder ? entry["37"] ?? "" : entry["270"] ?? ""
    sides[side]?.removeAll { $0[0] == key }
    guard entry["279"] != "2" else { return }
    let row = [key, entry["270"] ?? "", entry["271"] ?? "", entry["346"] ?? ""]
    let place = (Int(entry["290"] ?? "") ?? 0) - 1
    sides[side]?.insert(row, at: place)
  }
}

/// Follows a venue by a feed and by whoever subscribes to it.
final class FeedFollower {
  var feed: MarketFeed
  private(set) var readers: [FeedReader] = []
  private var waiting: Set<Int> = []
  private var commandsRead = 0
  private var encoder = MessageEncoder(capacity: 20_000)
  let instrument = InstrumentID(rawValue: 1)
  /// What was wrong first.
  private(set) var fault: String?

  init(channels: Int = 8) {
    var board = MarketBoard(orders: 1_024, levelPages: 1_024, instruments: 16, firms: 16)
    board.define(
      instrument, Symbol(text16("CU-BW-A")), lot: Quantity(thousandths: 25_000))
    feed = MarketFeed(board, sessions: 64, links: 64, channels: channels)
  }

  func join(_ terms: FeedTerms) {
    let reader = FeedReader(UInt32(readers.count + 1), "S\(readers.count)", terms)
    readers.append(reader)
    let isIn = feed.subscribe(reader.session, text32(reader.name), to: instrument, terms)
    if !isIn { note("no room") }
  }

  func leave(_ place: Int) { feed.unsubscribe(readers[place].session) }

  /// From now on a session takes no message, or does so again.
  func wait(_ place: Int) { waiting.insert(place) }
  func goOn(_ place: Int) { waiting.remove(place) }

  /// Takes the events that the venue has made since the last time.
  func follow(_ tester: TestVenue) {
    for entry in tester.log[commandsRead...] { read(entry.events) }
    commandsRead = tester.log.count
    tell()
    tellStale()
  }

  private func read(_ events: [UInt8]) {
    let records = unsafe events.span.bytes
    var offset = 0
    while offset < records.byteCount {
      let length = Int(records.loadHead(at: offset).length)
      let event = records.extracting(offset..<offset + length)
      if feed.isDue(before: event) { tell() }
      do throws(BookViewError) { try feed.take(event) } catch { note("\(error)") }
      offset += length
    }
  }

  private func tell() {
    var channel = feed.firstChannel
    while let present = channel {
      let change = feed.encodeChange(of: present)
      var link = feed.firstLink(of: present)
      while let told = link {
        link = feed.next(link: told)
        tell(change, to: told)
      }
      channel = feed.next(channel: present)
    }
    feed.didTell()
  }

  private func tell(_ change: FeedChange, to link: UInt32) {
    guard change != .none, !feed.isStale(link) else { return }
    guard case .entries(let count) = change, !waiting.contains(place(of: link)) else {
      return feed.makeStale(link)
    }
    begin(.marketDataIncrementalRefresh)
    feed.writeChange(count, for: link, to: &encoder)
    deliver(to: place(of: link))
  }

  private func tellStale() {
    for _ in 0..<feed.staleCount {
      guard let link = feed.takeStale() else { return }
      if waiting.contains(place(of: link)) {
        feed.makeStale(link)
        continue
      }
      let place = place(of: link)
      begin(.marketDataSnapshotFullRefresh)
      feed.writeSnapshot(of: link, to: &encoder)
      deliver(to: place)
    }
  }

  private func place(of link: UInt32) -> Int { Int(feed.session(of: link).rawValue) - 1 }

  private func begin(_ msgType: MsgType) {
    encoder.begin(
      OutboundHeader(
        msgType, from: CompID(text16("VENUE")), to: CompID(text16("READER")),
        msgSeqNum: MsgSeqNum(rawValue: 1), sendingTime: Instant(nanoseconds: 0)))
  }

  private func deliver(to place: Int) {
    encoder.finish()
    let text = Self.bytes(encoder)
    if let wrong = readers[place].take(String(decoding: text, as: UTF8.self)) { note(wrong) }
  }

  private static func bytes(_ encoder: borrowing MessageEncoder) -> [UInt8] {
    let message = Span<UInt8>(_bytes: encoder.message)
    var bytes: [UInt8] = []
    for index in message.indices { bytes.append(message[index]) }
    return bytes
  }

  private func note(_ text: String) { if fault == nil { fault = text } }

  /// Whether one that waits for nothing has what the venue's book shows, as far as it takes it.
  func compare(_ place: Int, _ tester: TestVenue) -> String? {
    if let fault { return fault }
    let reader = readers[place]
    guard !waiting.contains(place) else { return nil }
    for (side, kind) in [(Side.buy, "0"), (.sell, "1")] {
      let shown = expected(reader.terms, tester, side)
      if reader.sides[kind] != shown {
        return "\(reader.name) \(reader.terms): \(reader.sides[kind] ?? []) is not \(shown)"
      }
    }
    return nil
  }

  private func expected(_ terms: FeedTerms, _ tester: TestVenue, _ side: Side) -> [[String]] {
    guard terms.entries.contains(side == .buy ? .bids : .offers) else { return [] }
    var rows: [[String]] = []
    if terms.isByOrder {
      tester.applier.venue.forEachOrder(of: instrument, side) { order in
        let size = "\(order.lots * 25)"
        rows.append(["\(order.orderID.rawValue)", Self.text(order.price), size, ""])
      }
    } else {
      tester.applier.venue.forEachLevel(of: instrument, side) { level in
        let price = Self.text(level.price)
        rows.append([price, price, "\(level.lots * 25)", "\(level.orders)"])
      }
    }
    return Array(rows.prefix(Int(terms.depth)))
  }

  /// A price as messages have it; those of the tests are whole.
  static func text(_ price: Price) -> String { "\(price.tenThousandths / 10_000)" }
}
