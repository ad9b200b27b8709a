import Agents
import Glibc
import Linux
import Market
import MarketDefinition
import Operations
import Storage
import Transport

/// Whatever a process of this machine writes to the operator's socket: each line gets one line of JSON that says done
/// or why not, or the connection ends behind one; what is asked of the venue is a whole record, which it takes as it
/// is or refuses, and its books agree behind it.
///
/// An input is what is written, the first byte where it is cut in two.
struct AdministrationFuzz {
  private let room = OperatorsRoom()

  /// What is known to be done is done, else nothing of the venue would be looked at.
  init() {
    let lines = [
      #"{"request":"kill","firm":"DLR001","text":"t"}"#,
      #"{"request":"bust","trade":1,"text":"t"}"#,
    ]
    for line in lines { precondition(run(Array("~\(line)\n".utf8)) == 1, "is done: \(line)") }
  }

  /// How many requests were done.
  func run(_ bytes: [UInt8]) -> Int {
    guard let cut = bytes.first else { return 0 }
    let content = bytes.dropFirst()
    let first = content.prefix(Int(cut))
    do throws(SystemError) {
      var scene = try AdministrationScene(room)
      let client = try LocalSocket.connect(to: scene.path)
      _ = fcntl(client.rawValue, F_SETFL, O_NONBLOCK)
      scene.take(Array(first), by: client.rawValue)
      scene.take(Array(content.dropFirst(first.count)), by: client.rawValue)
      let lines = content.count { $0 == 0x0a }
      scene.end(lines: lines, client.rawValue)
      return scene.judge(lines: lines)
    } catch { preconditionFailure("the socket works: \(error)") }
  }
}

/// The administrator with its desk, whoever asks, and the venue that what is asked of reaches.
struct AdministrationScene: ~Copyable {
  let path: String
  private var administrator: Administrator<OperatorDesk>
  private let inbox = OperatorInbox()
  private let counters: CounterFile
  private var venue: OperatedVenue
  private var now = Instant(nanoseconds: 1_795_000_000_000_000_000)
  private var answers: [UInt8] = []
  private var isClosed = false

  init(_ room: OperatorsRoom) throws(SystemError) {
    path = room.socket
    counters = room.cleared()
    let desk = OperatorDesk(
      sessions: room.cards, firms: room.firms, netting: NettingDefinition(), counters: counters,
      inbox: inbox, utcOffsetSeconds: 28_800)
    administrator = try Administrator(
      listener: try LocalListener(path: path), uids: [getuid()], desk: desk)
    venue = OperatedVenue(room.records, at: now)
  }

  /// Some bytes come; the administrator works until it has nothing to do.
  mutating func take(_ bytes: [UInt8], by client: CInt) {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe send(client, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
    }
    precondition(count == bytes.count || isClosed || bytes.isEmpty, "a socket takes a few bytes")
    for _ in 0..<4_096 where work(client) == 0 { break }
  }

  /// The time passes in which each answer is awaited, and then a request.
  mutating func end(lines: Int, _ client: CInt) {
    for _ in 0..<2 * lines + 8 where administrator.connectionCount > 0 {
      while work(client) > 0 {}
      now = now.adding(nanoseconds: 11_000_000_000)
    }
    precondition(administrator.connectionCount == 0, "who asks nothing for 10 s is closed")
  }

  private mutating func work(_ client: CInt) -> Int {
    var count = 0
    do throws(SystemError) {
      count = try administrator.doWork(now: now, milliseconds: 0)
    } catch { preconditionFailure("the socket works: \(error)") }
    now = now.adding(nanoseconds: 20_000_000)
    if let command = inbox.take() {
      let request = venue.perform(command, at: now)
      let gateway = counters[CounterLayout.gateway]
      gateway.publish(UInt64(request), at: GatewayCounter.request.rawValue)
      counters[CounterLayout.publisher].publish(
        UInt64(request), at: GatewayCounter.request.rawValue)
      count += 1
    }
    return count + read(client)
  }

  private mutating func read(_ client: CInt) -> Int {
    var room = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe room.withUnsafeMutableBytes {
      unsafe recv(client, $0.baseAddress, $0.count, 0)
    }
    if count == 0 { isClosed = true }
    guard count > 0 else { return 0 }
    answers += room.prefix(count)
    return count
  }

  /// At most one answer for each line, and one behind the last; how many say that it is done.
  func judge(lines: Int) -> Int {
    var done = 0
    let told = answers.split(separator: 0x0a)
    precondition(told.count <= lines + 1, "an answer for each line")
    precondition(told.count > 0 || lines == 0 || isClosed, "a line is answered")
    for answer in told {
      let text = String(decoding: answer, as: UTF8.self)
      guard let known = AdminAnswer(line: text) else {
        preconditionFailure("an answer is JSON: \(text)")
      }
      precondition(known.ok || !(known.message ?? "").isEmpty, "a refusal says why: \(text)")
      done += known.ok ? 1 : 0
    }
    return done
  }
}

nonisolated(unsafe) private let fuzz = AdministrationFuzz()

/// Called by libFuzzer with one input after the other.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  _ = unsafe fuzz.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
