import Glibc
import TLS

/// One connection of the client: orders out, answers in, each answer checked.
///
/// The same code speaks with every server, so that what it costs is in all figures alike.
@safe
final class FIXLine {
  /// How the client waits for bytes.
  enum Waiting {
    /// In `recv(2)`.
    case blocking
    /// Asking again and again.
    case spinning
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  static let inboundBytes = 1 << 18
  static let outboundBytes = 1 << 18

  let name: String
  /// Told apart from other lines' orders by the first six digits of ClOrdID(11).
  let number: Int
  /// When the bytes that were read last came to this machine, nanoseconds of CLOCK_REALTIME; zero where the
  /// kernel is not asked, see `stampArrivals()`.
  private(set) var arrived: UInt64 = 0
  private var isStamped = false
  private let template: OrderTemplate
  private let socket: CInt
  /// TLS over the socket, which it then owns.
  private let secure: SecureSocket?
  private let outbound: UnsafeMutablePointer<UInt8>
  private var outboundCount = 0
  let inbound: UnsafeMutablePointer<UInt8>
  var readAt = 0
  var filledTo = 0
  /// MsgSeqNum(34) of the next message.
  var nextOut = 1
  /// The MsgSeqNum(34) that the next message of the server must have; 0 where it does not count.
  var nextIn = 1
  /// Bytes of the last message that came.
  var lastReplyBytes = 0
  /// Orders sent.
  private(set) var sent = 0
  /// The last order that was acknowledged: answers come in the order of the orders.
  var acknowledged = 0
  /// The last order that was filled: those that cross are filled in their order.
  var filled = 0

  /// ClOrdID(11) of a line's order: six digits the line, the rest the order.
  static let ordersPerLine = 10_000_000_000

  /// Connects to `port` on the loopback interface, by TLS where there is a context, from any address of
  /// that interface.
  init(
    _ name: String, firm: String? = nil, number: Int, side: Int = 1, port: UInt16,
    from host: UInt32 = loopback, rcvTimeout: Int = 20, tls: TLSContext? = nil
  ) throws {
    self.name = name
    self.number = number
    template = OrderTemplate(sender: name, firm: firm, side: side)
    let socket = try Self.connected(port, from: host, seconds: rcvTimeout)
    secure = try tls.map { try SecureSocket(socket, $0) }
    self.socket = socket
    unsafe outbound = .allocate(capacity: Self.outboundBytes)
    unsafe inbound = .allocate(capacity: Self.inboundBytes)
  }

  deinit {
    if secure == nil { close(socket) }
    unsafe outbound.deallocate()
    unsafe inbound.deallocate()
  }

  /// Where ClOrdID(11) stands in an order.
  var clOrdIDAt: Int { template.clOrdIDAt }
  var descriptor: CInt { socket }
  var outstanding: Int { sent - acknowledged }
  var hasUnsent: Bool { outboundCount > 0 }

  /// Puts an order behind those that wait to be sent; its number.
  func enqueue(price: Int) -> Int {
    precondition(outboundCount + OrderTemplate.byteCount <= Self.outboundBytes, "room to write")
    sent += 1
    let order = OrderTemplate.Order(
      msgSeqNum: nextOut, clOrdID: number * Self.ordersPerLine + sent, price: price)
    unsafe template.write(order, at: outbound + outboundCount)
    nextOut += 1
    outboundCount += OrderTemplate.byteCount
    return sent
  }

  /// Puts any message behind those that wait; `fields` begin behind TargetCompID(56).
  func enqueue(msgType: String, _ fields: String) {
    let time = OrderTemplate.today + "-" + Self.timeOfDay()
    let body =
      "35=\(msgType)|49=\(name)|56=CANGDAN|34=\(nextOut)|52=\(time)|\(fields)"
    nextOut += 1
    let text = "8=FIX.4.4|9=\(body.utf8.count)|\(body)"
    let bytes = text.utf8.map { $0 == 0x7c ? 1 : $0 }
    let sum = String(Int(bytes.reduce(UInt8(0), &+)))
    let trailer = "10=" + String(repeating: "0", count: 3 - sum.count) + sum
    for byte in bytes + Array(trailer.utf8) + [1] {
      unsafe outbound[outboundCount] = byte
      outboundCount += 1
    }
  }

  private static func timeOfDay() -> String {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let second = time.tv_sec % 86_400
    return "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
  }

  /// Sends all that waits.
  func flush() throws {
    var done = 0
    while done < outboundCount {
      let count = unsafe write(outbound + done, outboundCount - done)
      if count > 0 {
        done += count
      } else if errno != EINTR {
        throw Fault(description: "\(name): send failed, errno \(errno)")
      }
    }
    outboundCount = 0
  }

  /// Reads what is there, at most `most` bytes. With `blocking` it waits for something; false where
  /// nothing was there.
  func receive(_ waiting: Waiting, most: Int = inboundBytes) throws -> Bool {
    makeRoom()
    let room = min(most, Self.inboundBytes - filledTo)
    let count = unsafe read(inbound + filledTo, room, waiting)
    if count > 0 {
      filledTo += count
      return true
    }
    if count == 0 { throw Fault(description: "\(name): the server has closed the connection") }
    if errno == EINTR || waiting == .spinning && errno == EAGAIN { return false }
    if errno == EAGAIN { throw Fault(description: "\(name): no answer within 20 s") }
    throw Fault(description: "\(name): recv failed, errno \(errno)")
  }

  /// As `send(2)`.
  private func write(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    if let secure { return unsafe secure.send(UnsafeRawBufferPointer(start: bytes, count: count)) }
    return unsafe send(socket, bytes, count, CInt(MSG_NOSIGNAL))
  }

  /// Has the kernel say when bytes come in: what the client waits for its processor is not in it.
  func stampArrivals() {
    var yes: CInt = 1
    isStamped = unsafe setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &yes, socklen_t(4)) == 0
  }

  /// As `recv(2)`; under TLS it always waits.
  private func read(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ waiting: Waiting
  ) -> Int {
    if let secure {
      return unsafe secure.receive(UnsafeMutableRawBufferPointer(start: bytes, count: count))
    }
    let flags = waiting == .blocking ? 0 : CInt(MSG_DONTWAIT)
    if isStamped { return unsafe readStamped(bytes, count, flags) }
    return unsafe recv(socket, bytes, count, flags)
  }

  private func readStamped(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ flags: CInt
  ) -> Int {
    // A cmsghdr of 16 bytes, the timespec behind it.
    var control: (UInt64, UInt64, Int64, Int64) = (0, 0, 0, 0)
    var vector = unsafe iovec(iov_base: bytes, iov_len: count)
    let result = unsafe withUnsafeMutablePointer(to: &vector) { vectors in
      unsafe withUnsafeMutableBytes(of: &control) { room in
        var message = unsafe msghdr()
        unsafe message.msg_iov = vectors
        unsafe message.msg_iovlen = 1
        unsafe message.msg_control = room.baseAddress
        unsafe message.msg_controllen = room.count
        return unsafe recvmsg(socket, &message, flags)
      }
    }
    arrived = UInt64(control.2) &* 1_000_000_000 &+ UInt64(control.3)
    return result
  }

  private func makeRoom() {
    if readAt == filledTo {
      readAt = 0
      filledTo = 0
    } else if readAt > Self.inboundBytes / 2 {
      unsafe inbound.update(from: inbound + readAt, count: filledTo - readAt)
      filledTo -= readAt
      readAt = 0
    }
  }

  /// 127.0.0.1.
  static let loopback: UInt32 = 0x7f00_0001

  /// A connected socket without delay, which gives up reading after `seconds`.
  private static func connected(_ port: UInt16, from host: UInt32, seconds: Int) throws -> CInt {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let bound = unsafe withAddress(host, 0) { unsafe bind(socket, $0, $1) }
    let result =
      bound == 0
      ? unsafe withAddress(loopback, port) { unsafe connect(socket, $0, $1) } : bound
    guard result == 0 else {
      close(socket)
      throw Fault(description: "connect to port \(port) failed, errno \(errno)")
    }
    var yes: CInt = 1
    unsafe setsockopt(socket, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(4))
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    unsafe setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    return socket
  }

  private static func withAddress(
    _ host: UInt32, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) -> CInt {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = host.bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, size) }
    }
  }
}
