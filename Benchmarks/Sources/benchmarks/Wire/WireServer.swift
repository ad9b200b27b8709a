import Foundation

/// One of the servers that answer the same orders.
final class WireServer {
  enum Kind: String, CaseIterable {
    /// A TCP echo of the same sizes that sleeps until something comes: the floor.
    case echo
    /// The same, looking at its socket for a while before it sleeps, as our gateway does.
    case pollingEcho = "polling echo"
    case quickfix = "QuickFIX"
    case memory
    case disk

    /// Whether it speaks FIX.
    var hasSession: Bool { self != .echo && self != .pollingEcho }
  }

  let kind: Kind
  let process: ServerProcess
  let port: UInt16
  /// The line of the measurements with one session.
  private(set) var line: FIXLine
  /// The last line's number: each has its own, so that no ClOrdID(11) comes twice.
  private var lines = 0

  init(_ kind: Kind, _ setup: WireSetup) throws {
    self.kind = kind
    port = ServerProcess.freePort()
    process = try ServerProcess(setup.command(kind, port: port))
    try process.awaitPort(port)
    line = try FIXLine(WireMarket.buyer(0), number: 0, port: port)
    if kind.hasSession { try Self.logOn(line) } else { line.nextIn = 0 }
  }

  /// Another session, logged on.
  func open(_ name: String, side: Int = 1) throws -> FIXLine {
    lines += 1
    let line = try FIXLine(name, number: lines, side: side, port: port)
    try Self.logOn(line)
    return line
  }

  /// Logs a session on.
  static func logOn(_ line: FIXLine) throws {
    try askToLogOn(line, heartBtInt: 3_600)
    try awaitLogon(line)
  }

  /// Sends Logon(A).
  static func askToLogOn(_ line: FIXLine, heartBtInt: Int) throws {
    line.enqueue(msgType: "A", "98=0|108=\(heartBtInt)|141=Y|")
    try line.flush()
  }

  /// Waits for the answer.
  static func awaitLogon(_ line: FIXLine) throws { try wait(on: line, for: 0x41) }

  /// Logs a session out.
  static func logOut(_ line: FIXLine) throws {
    line.enqueue(msgType: "5", "")
    try line.flush()
    try wait(on: line, for: 0x35)
  }

  /// Reads until a message of this type has come.
  private static func wait(on line: FIXLine, for msgType: UInt8) throws {
    while true {
      while let reply = try line.next() {
        if reply.msgType == msgType { return }
      }
      _ = try line.receive(.blocking)
    }
  }
}

/// Where programs and files of the servers are, and how each is started.
struct WireSetup {
  /// The folder of this run; it is removed at its end.
  let folder: String
  /// The program `cangdan`.
  let cangdan: String
  /// The folder of the peers' programs.
  let peers: String
  /// The dictionary that QuickFIX loads.
  let dictionary: String
  /// Processors of the servers, for `taskset`; nil for all.
  let processors: String?
  /// Orders and documents that a venue has room for.
  var orders: Int
  let documents: Int
  /// Bytes of the venue's acknowledgment, which the echo's reply has too.
  var replyBytes = 235
  /// What `cangdan serve` makes room for unless told otherwise.
  static let defaultOrders = 524_288
  /// `--threads` of the venue, and what its environment has besides.
  var layout = "combined"
  var venueEnvironment: [String: String] = [:]
  /// Further arguments of the venue.
  var venueArguments: [String] = []
  /// A program and its arguments that run the venue; none to run it as it is.
  var venueWrapper: [String] = []
  var market: String { "\(folder)/market" }

  /// Reads CANGDAN_BINARY, CANGDAN_PEERS and CANGDAN_DICTIONARY, which Benchmarks/run sets.
  init(orders: Int, documents: Int, processors: String?) throws {
    func value(_ name: String) throws -> String {
      guard let value = ProcessInfo.processInfo.environment[name] else {
        throw ServerProcess.Fault(description: "\(name) is not set; start with Benchmarks/run")
      }
      return value
    }
    cangdan = try value("CANGDAN_BINARY")
    peers = try value("CANGDAN_PEERS")
    dictionary = try value("CANGDAN_DICTIONARY")
    self.orders = orders
    self.documents = documents
    self.processors = processors
    let base = FileManager.default.currentDirectoryPath + "/.build-bench"
    folder = "\(base)/\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func dataFolder(_ kind: WireServer.Kind) -> String { "\(folder)/\(layout)-\(kind.rawValue)" }

  func command(_ kind: WireServer.Kind, port: UInt16) throws -> ServerProcess.Command {
    var command = ServerProcess.Command(
      program: "\(peers)/echo", arguments: ["\(port)"], processors: processors,
      log: "\(folder)/\(kind.rawValue).log")
    switch kind {
    case .echo: command.arguments += try echoSizes()
    case .pollingEcho: command.arguments += try echoSizes() + ["64"]
    case .quickfix:
      command.program = "\(peers)/quickfix_acceptor"
      command.arguments += [dictionary, WireMarket.buyer(0)]
      command.environment = ["LD_PRELOAD": "\(peers)/bind_loopback.so"]
    case .memory, .disk:
      command.program = venueWrapper.first ?? cangdan
      command.environment = venueEnvironment
      command.arguments =
        (venueWrapper.isEmpty ? [] : venueWrapper.dropFirst() + [cangdan]) + [
          "serve", "--market", market, "--data", dataFolder(kind), "--port", "\(port)",
          "--durability", kind.rawValue, "--threads", layout, "--wait", "park", "--orders",
          "\(orders)", "--documents", "\(documents)", "--open-now", "--no-calendar", "--log-level",
          "warning",
        ] + venueArguments
    }
    return command
  }

  /// The echo's arguments behind the port; its reply is a file that looks like an acknowledgment.
  private func echoSizes() throws -> [String] {
    let head =
      "35=8|49=CANGDAN|56=B00|34=000000001|52=20260302-00:00:00.000000000|37=000000001|"
      + "11=0000000000000000|17=000000001|150=0|39=0|1=B00-1|55=BENCH-01|54=1|38=1|40=2|44=500|"
      + "151=1|14=0|6=0|60=20260302-00:00:00.000|58="
    let padding = replyBytes - "8=FIX.4.4|9=000|".count - head.count - "|10=000|".count
    let body = head + String(repeating: "x", count: max(1, padding)) + "|"
    let reply = Array("8=FIX.4.4|9=\(body.count)|\(body)10=000|".utf8)
    let file = "\(folder)/reply"
    try Data(reply.map { $0 == 0x7c ? 1 : $0 }).write(to: URL(fileURLWithPath: file))
    let digits = Array("11=".utf8)
    let at = (0..<reply.count).first {
      reply[$0 - min($0, 1)] == 0x7c && reply[$0...].starts(with: digits)
    }
    let template = OrderTemplate(sender: WireMarket.buyer(0), side: 1)
    return [
      "\(OrderTemplate.byteCount)", "\(template.clOrdIDAt)", "\(reply.count)", "\((at ?? 0) + 3)",
      file,
    ]
  }
}
