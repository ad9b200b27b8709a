import Glibc
import Linux
import Market
import TradeClient
import Transport

/// `cangdan tap --relay`: a port for one FIX engine at a time, each with a line of its own to the venue.
struct TapRelay: ~Copyable {
  /// How long a signal may wait to be seen.
  private static var roundMilliseconds: CInt { 100 }
  private static var doorToken: UInt64 { 1 }

  private let way: ClientLine.Way
  private let door: Listener
  private let signals: ProcessSignals
  private var poller: Poller
  private var pair: RelayPair?

  init(_ way: ClientLine.Way, port: UInt16) throws {
    let door = try Self.door(port)
    let poller = try Poller(capacity: 4)
    try poller.add(door.rawDescriptor, token: Self.doorToken, interest: .readable)
    signals = try ProcessSignals()
    self.way = way
    self.door = door
    self.poller = poller
  }

  private static func door(_ port: UInt16) throws -> Listener {
    guard let address = SocketAddress("127.0.0.1", port: port) else {
      preconditionFailure("loopback is an address")
    }
    do throws(SystemError) {
      return try Listener(address, backlog: 8)
    } catch {
      throw CommandError("\(error): name another port by --relay, 0 for a free one")
    }
  }

  /// Serves engines, one after the other, until a signal comes.
  mutating func run() throws {
    say("relaying \(door.address) to \(way.address)")
    while signals.wait(milliseconds: 0) != .stop {
      let count = try poller.wait(timeoutMilliseconds: Self.roundMilliseconds)
      for index in 0..<count where poller.ready(index).token == Self.doorToken { try welcome() }
      try move()
    }
    try end()
  }

  /// Moves bytes both ways; a pair that is over is closed.
  private mutating func move() throws {
    guard var pair = pair.take() else { return }
    try pair.move(poller)
    let isOver = pair.isOver
    self.pair = consume pair
    if isOver { try end() }
  }

  private mutating func welcome() throws {
    guard case .connection(let engine, let peer) = try door.accept() else { return }
    if pair != nil {
      return Output.complain("an engine from \(peer) was sent away: one at a time")
    }
    do {
      let venue = try way.open()
      pair = try RelayPair(engine, venue, poller)
      say("an engine from \(peer) is at the venue")
    } catch let error as SystemError {
      Output.complain("\(error): the engine from \(peer) was sent away")
    } catch let error as CommandError {
      Output.complain("\(error): the engine from \(peer) was sent away")
    }
  }

  private mutating func end() throws {
    guard let pair = pair.take() else { return }
    if let problem = pair.problem { Output.complain(problem) }
    say(pair.summary)
    try pair.leave(poller)
  }

  private func say(_ text: String) {
    print(text)
    Output.flush()
  }
}
