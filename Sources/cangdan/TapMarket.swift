import Glibc
import Linux
import Market
import Tap
import TradeClient

/// Market data: a line for each change, or on a terminal the books on one screen.
struct TapMarket: TapFeed, ~Copyable {
  /// Between two screens, nanoseconds.
  private static var screenNanos: Int64 { 100_000_000 }

  private let lines: MarketLines
  private let rows: Int
  private let isText: Bool
  private let isScreen: Bool
  private var reader: MarketReader
  private var output: TapOutput
  private var isChanged = false
  private var shownAt = Instant.none
  private var saysUnproven = true

  /// `rows` prices of each side at most; `lines` are of `format`.
  init(_ reader: MarketReader, _ lines: MarketLines, _ format: LineFormat, rows: Int) throws {
    self.lines = lines
    self.rows = rows
    self.reader = reader
    isText = format == .text
    isScreen = isText && isatty(STDOUT_FILENO) == 1
    output = try TapOutput.standard()
  }

  var logonFields: [WireMessage.Field] { [] }

  mutating func begin() {
    if let header = lines.header { output.line(header) }
  }

  mutating func loggedOn() throws -> TapStep {
    TapStep(
      asks: try reader.requests(), text: "asking for \(reader.symbols.joined(separator: ", "))")
  }

  mutating func take(_ message: WireMessage) throws -> TapStep {
    let outcome = try reader.take(message)
    var step = TapStep(asks: outcome.asks, text: outcome.text)
    if outcome.isRefused { step.ends = 1 }
    guard let changed = outcome.changed else { return step }
    let book = reader.books[changed]
    step.isNew = true
    isChanged = true
    if !isScreen { lines.lines(message, book).forEach { output.line($0) } }
    if book.mdSeq == nil, saysUnproven {
      saysUnproven = false
      step.text =
        "there is no MDSeq(7830): the session is without own tags, and a change that is missing does not show"
    }
    return step
  }

  mutating func settle(now: Instant) throws {
    if isScreen, isChanged, now >= shownAt.adding(nanoseconds: Self.screenNanos) { show(now) }
    try output.flush()
  }

  /// Behind the lines, or on the screen, the books as they are in the end.
  mutating func farewell(_ figures: CompressionFigures) throws -> String? {
    if isScreen {
      show(shownAt)
    } else if isText {
      for book in reader.books { BookText.lines(book, rows: rows).forEach { output.line($0) } }
    }
    try output.flush()
    let gaps = reader.gaps > 0 ? ", \(reader.gaps) gaps" : ""
    let bytes = figures.wireBytes > 0 ? ": \(figures.text)" : ""
    return "\(reader.count) messages\(gaps)\(bytes)"
  }

  private mutating func show(_ now: Instant) {
    var size = winsize()
    let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_row > 0
    let room = isKnown ? Int(size.ws_row) - 1 : 24
    let share = max(1, min(rows, room / reader.books.count - 2))
    let text = reader.books.flatMap { BookText.lines($0, rows: share) + [""] }.prefix(room)
    output.line("\u{1b}[H\u{1b}[2J" + text.joined(separator: "\n"))
    shownAt = now
    isChanged = false
  }
}
