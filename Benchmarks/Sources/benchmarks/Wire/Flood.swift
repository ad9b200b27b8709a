import Foundation
import Glibc
import Linux
import Memory
import TLS

/// What strangers do to a venue's doors.
enum Flood: String, CaseIterable {
  /// Connect and go, thousands a second.
  case storm
  /// A Logon(A) byte by byte, on more connections than may wait.
  case slow
  /// Half of a ClientHello.
  case truncated = "truncated TLS"
  /// A whole ClientHello, and then nothing: the venue signs in vain.
  case hello = "unfinished TLS"
  case garbage
  case endless = "9=999999999"
  case numbers = "numbers beyond Int64"
  case password = "wrong password"

  /// Whether the door of TLS is flooded.
  var isSecure: Bool { self == .truncated || self == .hello }

  /// Connections a second.
  var rate: Int { self == .slow ? 2_000 : 5_000 }

  /// With fewer a second, in the median of the rounds, there was no flood. Whom the venue lets wait is not
  /// many: 48 places at 200 ms, or 64 of one address until their Logon(A) is due.
  var leastRate: Double {
    switch self {
    case .storm, .truncated: 500
    case .hello, .garbage, .endless, .numbers, .password: 50
    case .slow: 5
    }
  }

  /// Connections open at once.
  var held: Int { self == .slow ? 300 : 48 }

  /// Milliseconds after which a connection is reset that is not answered. Who only comes and goes does not stay:
  /// else the places that one address has would bound how many come.
  var lifeMilliseconds: Int {
    switch self {
    case .storm, .truncated: 1
    case .slow, .hello, .garbage, .endless, .numbers, .password: 200
    }
  }

  /// What each connection sends.
  func payload(_ client: TLSContext) throws -> [UInt8] {
    switch self {
    case .storm: return []
    case .slow: return Self.logon("49=B02|34=1|", "")
    case .truncated:
      let hello = try Self.clientHello(client)
      return Array(hello.prefix(hello.count / 2))
    case .hello: return try Self.clientHello(client)
    case .garbage: return (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    case .endless: return Self.bytes("8=FIX.4.4|9=999999999|35=A|49=B02|56=CANGDAN|34=1|")
    case .numbers:
      return Self.logon("49=NOBODY|34=99999999999999999999|", "789=18446744073709551616|")
    case .password:
      return Self.logon("49=\(StrangersBenchmark.guarded)|34=1|", "554=a-wrong-password|")
    }
  }

  private static func logon(_ header: String, _ fields: String) -> [UInt8] {
    let body = "35=A|56=CANGDAN|\(header)52=20261121-09:00:00.000|98=0|108=30|\(fields)"
    let bytes = bytes("8=FIX.4.4|9=\(body.utf8.count)|\(body)")
    let sum = String(1_000 + Int(bytes.reduce(UInt8(0), &+))).dropFirst()
    return bytes + Self.bytes("10=\(sum)|")
  }

  private static func bytes(_ text: String) -> [UInt8] { text.utf8.map { $0 == 0x7c ? 1 : $0 } }

  /// The first bytes of a client that speaks TLS.
  private static func clientHello(_ client: TLSContext) throws -> [UInt8] {
    var pair: [CInt] = [-1, -1]
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
      throw FIXLine.Fault(description: "no pair of sockets")
    }
    defer { close(pair[1]) }
    let line = try TLSLine(owning: Descriptor(owning: pair[0]), client, name: "localhost")
    guard line.handshake() == .wantsRead else { throw FIXLine.Fault(description: "no TLS") }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = unsafe recv(pair[1], &bytes, bytes.count, 0)
    return Array(bytes.prefix(max(0, count)))
  }
}

/// The process that floods, stopped while nothing is to be flooded.
final class Flooder {
  private let process: ServerProcess
  private let log: String

  init(_ flood: Flood, port: UInt16, _ setup: WireSetup, _ client: TLSContext) throws {
    let name = flood.rawValue.replacingOccurrences(of: " ", with: "-")
    let file = "\(setup.folder)/flood-\(name)"
    try Data(try flood.payload(client)).write(to: URL(fileURLWithPath: file))
    log = "\(file).log"
    process = try ServerProcess(
      ServerProcess.Command(
        program: "/usr/bin/nice",
        arguments: [
          "-n", "10", "\(setup.peers)/flood", "\(port)", file, "\(flood.rate)", "\(flood.held)",
          "\(flood.lifeMilliseconds)",
        ], processors: "0", log: log))
  }

  /// What it has done so far.
  struct Done {
    var connections = 0
    var bytes = 0
  }

  /// Connections that have stood since the start, and what they have sent.
  func done() -> Done {
    kill(process.id, SIGUSR1)
    usleep(50_000)
    let text = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
    let numbers = (text.split(separator: "\n").last ?? "").split(separator: " ").map {
      Int($0) ?? 0
    }
    return numbers.count == 2 ? Done(connections: numbers[0], bytes: numbers[1]) : Done()
  }

  func pause() { kill(process.id, SIGSTOP) }
  func goOn() { kill(process.id, SIGCONT) }
  func stop() { process.stop() }
}
