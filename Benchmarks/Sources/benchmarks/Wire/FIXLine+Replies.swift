/// What a server says, checked as far as the client can.
struct Reply {
  enum Kind {
    /// ExecutionReport(8) with ExecType(150) = 0.
    case acknowledgment
    /// ExecutionReport(8) with ExecType(150) = F.
    case fill
    /// Heartbeat(0), Logon(A) and other messages of the session.
    case session
  }

  var kind: Kind
  /// MsgType(35), its first character.
  var msgType: UInt8
  /// The order's number on its line.
  var order = 0
  /// TransactTime(60) and SendingTime(52) in nanoseconds of the day; 0 where they have fewer digits.
  var transactNanos = 0
  var sendingNanos = 0
}

extension FIXLine {
  /// The next whole message; nil where more bytes are needed.
  ///
  /// Length, checksum, MsgSeqNum(34) and, of an acknowledgment, its place among the orders are
  /// checked: a message that is lost, doubled, changed or out of order is a fault.
  func next() throws -> Reply? {
    guard let (start, end) = try frame() else { return nil }
    let scan = try scan(from: start, to: end)
    if nextIn > 0 {
      guard scan.msgSeqNum == nextIn else {
        throw Fault(description: "\(name): MsgSeqNum(34) \(scan.msgSeqNum), expected \(nextIn)")
      }
      nextIn += 1
    }
    return try reply(scan, from: start, to: end)
  }

  /// MsgType(35) of the next whole message, its first character, for who only looks on; nil where more bytes are
  /// needed. Length, checksum and number are checked.
  func nextType() throws -> UInt8? {
    guard let (start, end) = try frame() else { return nil }
    let scan = try scan(from: start, to: end)
    guard scan.msgSeqNum == nextIn else {
      throw Fault(description: "\(name): MsgSeqNum(34) \(scan.msgSeqNum), expected \(nextIn)")
    }
    nextIn += 1
    return scan.msgType
  }

  /// The number of the next message that comes with PossDupFlag(43)=Y; nil where more bytes are needed.
  /// What comes between is live, and its number the next of these.
  func nextResent() throws -> Int? {
    while let (start, end) = try frame() {
      let scan = try scan(from: start, to: end)
      if scan.isPossDup { return scan.msgSeqNum }
      guard scan.msgSeqNum == nextIn else {
        throw Fault(description: "\(name): \(text(from: start, to: end)), expected \(nextIn)")
      }
      nextIn += 1
    }
    return nil
  }

  /// Takes the message that stands there; its checksum is right.
  private func scan(from start: Int, to end: Int) throws -> Scan {
    readAt = end
    lastReplyBytes = end - start
    var scan = Scan()
    unsafe scan.run(inbound + start, count: end - start - 7)
    guard
      unsafe scan.sum == UInt8(truncatingIfNeeded: Self.number(inbound + end - 4, 3))
        || nextIn == 0
    else {
      throw Fault(description: "\(name): wrong CheckSum(10)")
    }
    return scan
  }

  private func reply(_ scan: Scan, from start: Int, to end: Int) throws -> Reply {
    guard scan.msgType == 0x38 else {
      if scan.msgType == 0x33 || scan.msgType == 0x6a {
        throw Fault(description: "\(name): \(text(from: start, to: end))")
      }
      return Reply(kind: .session, msgType: scan.msgType)
    }
    guard scan.clOrdID / Self.ordersPerLine == number else {
      throw Fault(description: "\(name): an answer to a strange order, \(scan.clOrdID)")
    }
    var reply = Reply(kind: .fill, msgType: scan.msgType)
    reply.order = scan.clOrdID % Self.ordersPerLine
    reply.transactNanos = scan.transactNanos
    reply.sendingNanos = scan.sendingNanos
    switch scan.execType {
    case 0x30:
      reply.kind = .acknowledgment
      guard reply.order == acknowledged + 1 else {
        throw Fault(
          description:
            "\(name): order \(reply.order) answered after \(acknowledged): one was lost, "
            + "doubled or reordered")
      }
      acknowledged += 1
    case 0x46:
      guard reply.order > filled, reply.order <= acknowledged else {
        throw Fault(description: "\(name): order \(reply.order) filled after \(filled)")
      }
      filled = reply.order
    default: throw Fault(description: "\(name): \(text(from: start, to: end))")
    }
    return reply
  }

  /// Where the next message begins and ends.
  private func frame() throws -> (Int, Int)? {
    // "8=FIX.4.4|9=" has 12 bytes, the length up to 4 digits.
    guard filledTo - readAt > 17 else { return nil }
    var at = readAt + 12
    var length = 0
    while unsafe inbound[at] != 1 {
      let digit = unsafe Int(inbound[at]) - 0x30
      guard (0...9).contains(digit), length < 10_000 else {
        throw Fault(description: "\(name): what came is no FIX message")
      }
      length = length * 10 + digit
      at += 1
    }
    let end = at + 1 + length + 7
    return end <= filledTo ? (readAt, end) : nil
  }

  private func text(from start: Int, to end: Int) -> String {
    var bytes: [UInt8] = []
    for index in start..<end { unsafe bytes.append(inbound[index] == 1 ? 0x7c : inbound[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func number(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    var value = 0
    for index in 0..<count { value = unsafe value &* 10 &+ Int(bytes[index]) &- 0x30 }
    return value
  }
}

/// The fields that the client looks at, found in one pass.
struct Scan {
  var msgType: UInt8 = 0
  var execType: UInt8 = 0
  var msgSeqNum = 0
  var clOrdID = 0
  var transactNanos = 0
  var sendingNanos = 0
  var isPossDup = false
  var sum: UInt8 = 0

  mutating func run(_ bytes: UnsafeMutablePointer<UInt8>, count: Int) {
    var total: UInt8 = 0
    for index in 0..<count { total &+= unsafe bytes[index] }
    sum = total
    var start = 0
    while start < count {
      var end = start
      while unsafe bytes[end] != 1 { end &+= 1 }
      unsafe take(bytes + start, end &- start)
      start = end &+ 1
    }
  }

  /// One field, `tag=value`.
  private mutating func take(_ field: UnsafeMutablePointer<UInt8>, _ count: Int) {
    guard count > 3 else { return }
    let tag = unsafe (UInt32(field[0]) &<< 16) | (UInt32(field[1]) &<< 8) | UInt32(field[2])
    switch tag {
    case 0x33353d: msgType = unsafe field[3]
    case 0x33343d: msgSeqNum = unsafe FIXLine.number(field + 3, count - 3)
    case 0x31313d: clOrdID = unsafe FIXLine.number(field + 3, count - 3)
    case 0x36303d: transactNanos = unsafe Self.nanos(field + 3, count - 3)
    case 0x34333d: isPossDup = unsafe field[3] == 0x59
    case 0x35323d: sendingNanos = unsafe Self.nanos(field + 3, count - 3)
    case 0x313530: execType = unsafe count > 4 && field[3] == 0x3d ? field[4] : execType
    default: break
    }
  }

  /// Nanoseconds of the day of a timestamp with nine digits of a second.
  private static func nanos(_ text: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    guard count == 27 else { return 0 }
    let hours = unsafe FIXLine.number(text + 9, 2)
    let minutes = unsafe FIXLine.number(text + 12, 2)
    let seconds = unsafe FIXLine.number(text + 15, 2)
    let nanos = unsafe FIXLine.number(text + 18, 9)
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000_000_000 + nanos
  }
}
