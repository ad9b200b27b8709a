import ArgumentParser
import FIXSession
import Foundation
import Market
import TradeClient
import Transport

/// `cangdan trade`: a FIX 4.4 client for people and scripts.
struct TradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trade",
    abstract: "Trade at a venue by FIX 4.4: at the keyboard or by script.",
    discussion: """
      At a terminal, type `help`. Commands may also come through a pipe; at its end the client \
      logs out. Sequence numbers are kept in the state directory, so a client that starts again \
      asks for what it has missed; --reset begins again at 1 on both sides (141=Y).

      A script (--script) has the same commands, one in a line, and:
        wait-for-logon [within S]
        expect PATTERN [within S]       a message that comes, or has come and was not expected yet
        expect no PATTERN [within S]    none does within the time
      PATTERN is MsgType(35) and fields: `8 150=F 32=25 58~tick 17=*` (= equals, ~ contains, =* is \
      there), or `/regular expression/` on the message in words. `id A1` in a script is put behind \
      --prefix, so that it can run every day; {A1} is the full ClOrdID(11) in raw messages and \
      patterns. Exit code 0 if every expectation was met; 1 with the line and what came instead.

      Examples:
        cangdan trade --as DLR001
        cangdan trade --as DLR001 --reset --script day.txt
        echo "buy CU-BW-A 25 @ 68450 guarantee" | cangdan trade --as DLR002

        # day.txt
        wait-for-logon within 5
        sell CU-BW-A 25 @ 68450 doc R26110000017 id S1
        expect 8 150=0 11={S1} within 2
        expect 8 150=F 11={S1} 32=25 within 30
        cancel S1
        expect 9 102=0 within 2
      """)

  @Option(help: "The venue's numeric address.")
  var host = "127.0.0.1"

  @Option(help: "The venue's port.")
  var port: UInt16 = 9880

  @OptionGroup(title: "TLS") var secure: TradeTLSOptions

  @Option(name: .customLong("as"), help: "Our CompID, SenderCompID(49).")
  var compID: String

  @Option(help: "The venue's CompID, TargetCompID(56).")
  var target = "CANGDAN"

  @Option(help: "HeartBtInt(108) in seconds.")
  var heartbeat: UInt32 = 30

  @Flag(help: "Begin both numberings again at 1, ResetSeqNumFlag(141)=Y.")
  var reset = false

  @Option(help: "Execute the lines of a file, `-` for standard input.")
  var script: String?

  @Option(help: "Before every name of a script's `id`; without it one from the time.")
  var prefix: String?

  @Option(help: "A field of its own on Logon(A), such as 7812=1; may be repeated.")
  var logonField: [String] = []

  @Flag(help: "Have the venue compress what it sends, Compression(7811)=1.")
  var compress = false

  @Option(help: "Where sequence numbers are kept.")
  var state: String?

  @Option(help: "How long to try to connect, in seconds.")
  var patience = 0.0

  @Flag(help: "Show every field of a message.")
  var verbose = false

  @Flag(name: .customLong("log"), help: "Show messages as they are on the wire.")
  var log = false

  func validate() throws {
    try party.validate("--as")
    if SocketAddress(host, port: port) == nil {
      throw ValidationError("--host \(host) is no numeric address, such as 127.0.0.1")
    }
    _ = try ownLogonFields()
  }

  func run() throws {
    try ClientRun.run { try execute() }
  }

  private func execute() throws {
    let names = prefix ?? ClOrdIDs.prefix(seconds: RealTime.now().nanoseconds / 1_000_000_000)
    let ids = ClOrdIDs(prefix: names, prefixesNames: script != nil)
    var runner: ScriptRunner?
    if let script { runner = ScriptRunner(try Script(try text(of: script), prefix: names)) }
    let line = try party.line(try way(), logonFields: try ownLogonFields())
    let options = TradeRun.Options(
      name: compID, reset: reset, isVerbose: verbose, showsWire: log)
    var run = TradeRun(options, line: line, ids: ids, runner: runner)
    let code = try run.run()
    if code != 0 { throw ExitCode(code) }
  }

  private func way() throws -> ClientLine.Way {
    guard let address = SocketAddress(host, port: port) else {
      throw ValidationError("--host \(host) is no numeric address")
    }
    return ClientLine.Way(
      address: address, tls: try secure.identity(host: host), patience: patience,
      compresses: compress)
  }

  private var party: ClientParty {
    ClientParty(compID: compID, target: target, heartbeat: heartbeat, state: state)
  }

  private func ownLogonFields() throws -> [WireMessage.Field] {
    let asked = compress ? ["7811=1"] : []
    return try (asked + logonField).flatMap { text throws -> [WireMessage.Field] in
      do {
        return try CommandParser.fields(text)
      } catch {
        throw ValidationError("--logon-field \(text): \(error)")
      }
    }
  }

  private func text(of path: String) throws -> String {
    do {
      if path == "-" {
        return String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
      }
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CommandError("\(path) cannot be read as UTF-8 text: \(error.localizedDescription)")
    }
  }
}
