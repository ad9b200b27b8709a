import ArgumentParser
import FIX44
import Market
import Tap
import TradeClient
import Transport

/// `cangdan tap`: a consumer's end of the venue's feeds.
struct TapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tap",
    abstract: "Read what a venue has sent, and serve engines that can't decompress.",
    discussion: """
      --as CompID logs on as a drop copy: it prints one line for each message, and proves that none is \
      missing by FeedSeq(7840) and PrevFeedSeq(7841); a gap ends it with both numbers. With --state it \
      goes on where it stopped, whatever has ended it: its place is put down behind the lines. Lines \
      that go to --out FILE stand there exactly once; on standard output the last ones may come again \
      after a kill. Numbers begin at 1 with each connection, ResetSeqNumFlag(141)=Y; the place is \
      FeedSeq's alone. A line that breaks is connected again, --patience seconds long. What the venue \
      sends is compressed unless --plain.

      --as CompID --market-data SYMBOL,SYMBOL,... subscribes to what is published of instruments: books, \
      trades, figures of the day. On a terminal it shows the books on one screen, else a line for each \
      change in words, and the books in the end; csv has a line for each entry. MDSeq(7830) and \
      PrevMDSeq(7832) prove that no change is missing: where one is, that is said, and a new snapshot is \
      asked for, as behind a line that breaks.

      --read prints the messages of a file: LZ4 frames, or a session's stream as it was captured, \
      with or without compression; `-` is standard input. What is cut off or damaged is told, \
      behind what could be read.

      --relay PORT listens on 127.0.0.1:PORT for a FIX engine that has no LZ4. It asks the venue for \
      compression in the engine's Logon(A), Compression(7811)=1, and hands on what comes \
      decompressed; nothing else of the session is changed. Give each engine a relay of its own. \
      With --tls the engine stays plain and the line to the venue is FIX over TLS.

        cangdan tap --as DC001
        cangdan tap --as DC001 --state dc001.place --out copies.jsonl --format json
        cangdan tap --as DC001 --until-idle 2 --digest
        cangdan tap --as MD001 --market-data CU-BW-A,NI-BW-C --depth 5
        cangdan tap --read capture.fix.lz4
        cangdan tap --relay 9980 --host 192.0.2.7 --port 9880

      Exit codes: 0 ended as asked; 1 not, with the reason; 3 the feed has a gap, or proves nothing.
      """)

  @Option(name: .customLong("as"), help: "Our CompID, SenderCompID(49).") var compID: String?
  @Option(
    help: "Subscribe to the market data of these instruments.",
    transform: { $0.split(separator: ",").map(String.init) })
  var marketData: [String]?
  @Option(help: "How many prices, or orders, of each side, 1 to 100.") var depth = 10
  @Flag(help: "The book order by order, instead of by price.") var byOrder = false
  @Option(help: "Print the messages of a file.") var read: String?
  @Option(help: "Serve a FIX engine on this port of 127.0.0.1; 0: a free one.") var relay: UInt16?
  @Option(help: "text, csv, json or raw.", transform: Self.format)
  var format = LineFormat.text
  @Option(help: "Keep the place in the feed in this file.") var state: String?
  @Option(help: "Write the lines to this file, and go on in it.") var out: String?
  @Option(help: "End behind so many messages.") var count: UInt64?
  @Option(help: "End when nothing has come for so many seconds.") var untilIdle: Double?
  @Flag(help: "Print the digest over all messages of the feed at the end, on stderr.") var digest =
    false
  @Flag(help: "Have the venue send without compression.") var plain = false
  @Option(help: "The venue's CompID, TargetCompID(56).") var target = "CANGDAN"
  @Option(help: "The venue's numeric address.") var host = "127.0.0.1"
  @Option(help: "The venue's port.") var port: UInt16 = 9880
  @Option(help: "HeartBtInt(108) in seconds.") var heartbeat: UInt32 = 30
  @Option(help: "A field of its own on Logon(A), such as 554=...; may be repeated.")
  var logonField: [String] = []
  @Option(help: "How long a venue that can't be reached is tried, in seconds.") var patience = 10.0
  @OptionGroup(title: "TLS") var secure: TradeTLSOptions

  func run() throws {
    try ClientRun.run {
      let code = try execute()
      if code != 0 { throw ExitCode(code) }
    }
  }

  private func execute() throws -> Int32 {
    let writer = LineWriter(format, FIX44Dictionary.make())
    if let compID, let marketData { return try watch(compID, marketData) }
    if let compID { return try follow(compID, writer) }
    if let read {
      var reading = try TapReading.open(read, writer, printsDigest: digest)
      try reading.run()
    } else if let relay {
      var server = try TapRelay(try way(compresses: true, patience: patience), port: relay)
      try server.run()
    }
    return 0
  }

  private func follow(_ compID: String, _ writer: LineWriter) throws -> Int32 {
    let line = try party(compID).freshLine(try way(compresses: !plain, patience: 0))
    var place: TapStateFile?
    var output = try TapOutput.standard()
    if let state {
      let opened = try TapStateFile.open(state, session: "\(target)/\(compID)")
      if let out { output = try .file(out, from: opened.state.outputBytes) }
      place = consume opened
    }
    let feed = TapCopies(writer, output: output, state: place, printsDigest: digest)
    var run = try TapRun(try options(compID), line, feed)
    return try run.run()
  }

  private func watch(_ compID: String, _ symbols: [String]) throws -> Int32 {
    let line = try party(compID).freshLine(try way(compresses: !plain, patience: 0))
    let reader = MarketReader(symbols, depth: depth, isByOrder: byOrder)
    let lines = MarketLines(format, rows: depth, FIX44Dictionary.make())
    let feed = try TapMarket(reader, lines, format, rows: depth)
    var run = try TapRun(try options(compID), line, feed)
    return try run.run()
  }

  private func options(_ compID: String) throws -> TapOptions {
    TapOptions(
      name: compID, count: count, idleNanos: untilIdle.map { Int64($0 * 1e9) },
      patienceNanos: Int64(patience * 1e9), logonFields: try logonFields())
  }

  func party(_ compID: String) -> ClientParty {
    ClientParty(compID: compID, target: target, heartbeat: heartbeat, state: nil)
  }

  func logonFields() throws -> [WireMessage.Field] {
    let asked = plain ? [] : ["\(FIX44.Tag.compression)=1"]
    return try (asked + logonField).flatMap { text throws -> [WireMessage.Field] in
      do {
        return try CommandParser.fields(text)
      } catch {
        throw ValidationError("--logon-field \(text): \(error)")
      }
    }
  }

  private func way(compresses: Bool, patience: Double) throws -> ClientLine.Way {
    ClientLine.Way(
      address: try address(), tls: try secure.identity(host: host), patience: patience,
      compresses: compresses)
  }

  func address() throws -> SocketAddress {
    guard let address = SocketAddress(host, port: port), port > 0 else {
      throw ValidationError("--host \(host) is no numeric address, such as 127.0.0.1")
    }
    return address
  }

  private static func format(_ text: String) throws -> LineFormat {
    if let format = LineFormat(rawValue: text) { return format }
    let names = LineFormat.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("--format \(text) is none of: \(names)")
  }
}
