import FIX44
import FIXSession
import Market
import Memory
import Testing
import TradeClient

@Suite struct ClientSessionTests {
  static let now = Instant(nanoseconds: 1_795_000_000_000_000_000)

  static func session(next inbound: UInt64 = 1, _ outbound: UInt64 = 1) -> ClientSession {
    let identity = SessionIdentity(
      compID: CompID(Text16("DLR001") ?? Text16()),
      peerCompID: CompID(Text16("CANGDAN") ?? Text16()))
    var session = ClientSession(
      identity, SessionSettings(),
      numbers: SessionNumbers(
        epoch: Epoch(rawValue: 1), nextInbound: MsgSeqNum(rawValue: inbound),
        nextOutbound: MsgSeqNum(rawValue: outbound)),
      logonFields: [.init(.cancelOnDisconnectType, "1")])
    session.connected(reset: false, now: now)
    return session
  }

  /// A message of the venue's: `type` and `fields` behind a header with this number.
  static func wire(_ type: String, _ number: Int, _ fields: String = "") -> [UInt8] {
    let body =
      "35=\(type)|49=CANGDAN|56=DLR001|34=\(number)|52=20261118-11:06:40|\(fields)"
    let text = "8=FIX.4.4|9=\(body.utf8.count)|\(body)".replacing("|", with: "\u{1}")
    let sum = String(text.utf8.reduce(0) { ($0 + Int($1)) % 256 })
    return Array("\(text)10=\(String(repeating: "0", count: 3 - sum.count))\(sum)\u{1}".utf8)
  }

  /// Gives the session these bytes; what it notes, in words.
  static func feed(_ session: inout ClientSession, _ bytes: [UInt8]) -> [String] {
    let isAppended = session.input.append(RawSpan(_elements: bytes.span))
    precondition(isAppended, "a test is short")
    session.process(now: now)
    return notes(&session)
  }

  /// The notices since the last call: type and number of messages.
  static func notes(_ session: inout ClientSession) -> [String] {
    session.takeNotices().compactMap { notice in
      switch notice {
      case .sent(let message):
        let dup = message[.possDupFlag] == "Y" ? " again" : ""
        return "sent \(message.msgType) \(message[.msgSeqNum] ?? "?")\(dup)"
      case .arrived: return nil
      case .delivered(let message): return "\(message.msgType) \(message[.msgSeqNum] ?? "?")"
      case .loggedOn: return "logged on"
      case .epochOpened: return "epoch"
      case .disconnect(let reason): return "disconnect \(reason)"
      case .garbled(let count): return "garbled \(count)"
      }
    }
  }

  /// A session that is logged on; what has happened so far is forgotten.
  static func loggedOn() -> ClientSession {
    var session = session()
    _ = feed(&session, wire("A", 1, "98=0|108=30|"))
    session.output.removeAll()
    return session
  }

  static func order(_ id: String) -> OutboundMessage {
    let request = OrderRequest(side: "1", symbol: "CU-BW-A", qty: "25", price: "68450")
    return .order(request, clOrdID: id, now: now)
  }

  @Test("Logon(A) goes out with fields of our own; its answer logs on")
  func logon() {
    var session = Self.session()
    guard case .sent(let logon)? = session.takeNotices().first else {
      Issue.record("nothing was sent")
      return
    }
    #expect(logon.wire.contains("|35=A|49=DLR001|56=CANGDAN|34=1|"))
    #expect(logon.wire.contains("|98=0|108=30|7812=1|10="))
    let mayNot = session.send(Self.order("A1"), now: Self.now)
    #expect(!mayNot)
    #expect(Self.feed(&session, Self.wire("A", 1, "98=0|108=30|")) == ["logged on", "A 1"])
    let may = session.send(Self.order("A1"), now: Self.now)
    #expect(may)
    #expect(Self.notes(&session) == ["sent D 2"])
  }

  @Test("a message is found wherever the stream is cut")
  func split() {
    let bytes = Self.wire("8", 2, "11=A1|") + Self.wire("0", 3)
    for cut in 0...bytes.count {
      var session = Self.loggedOn()
      let first = Self.feed(&session, Array(bytes[..<cut]))
      let second = Self.feed(&session, Array(bytes[cut...]))
      #expect(first + second == ["8 2", "0 3"])
    }
  }

  @Test("a gap is asked for once; what is ahead of it is delivered behind it, in order")
  func gap() {
    var session = Self.loggedOn()
    #expect(Self.feed(&session, Self.wire("8", 4, "11=A3|")) == ["sent 2 2"])
    #expect(Self.feed(&session, Self.wire("8", 5, "11=A4|")) == [])
    let fill = Self.wire("4", 2, "43=Y|122=20261118-11:06:40|123=Y|36=4|")
    #expect(Self.feed(&session, fill) == ["4 2", "8 4", "8 5"])
    #expect(session.state.numbers.nextInbound == MsgSeqNum(rawValue: 6))
  }

  @Test("orders of this run are sent again, all else is filled")
  func resend() {
    var session = Self.loggedOn()
    _ = session.send(Self.order("A1"), now: Self.now)
    _ = session.send(Self.order("A2"), now: Self.now)
    _ = Self.notes(&session)
    #expect(
      Self.feed(&session, Self.wire("2", 2, "7=1|16=0|"))
        == ["sent 4 1 again", "sent D 2 again", "sent D 3 again", "2 2"])
  }

  @Test("a repeat is dropped, a number too low ends the session, Logout(5) is answered")
  func endings() {
    var session = Self.loggedOn()
    #expect(Self.feed(&session, Self.wire("8", 1, "43=Y|122=20261118-11:06:40|")) == [])
    #expect(
      Self.feed(&session, Self.wire("8", 1)) == ["sent 5 2", "disconnect msgSeqNumTooLow"])
    var other = Self.loggedOn()
    #expect(Self.feed(&other, Self.wire("5", 2)) == ["sent 5 2", "5 2"])
    let end = other.connectionLost()
    #expect(end == SessionEnd(reason: .logout, isOrderly: true))
  }

  @Test("garbage is skipped, the next message taken")
  func garbage() {
    var session = Self.loggedOn()
    let notes = Self.feed(&session, Array("hello\u{1}".utf8) + Self.wire("0", 2))
    #expect(notes.last == "0 2")
    #expect(notes.first?.hasPrefix("garbled") ?? false)
  }

  @Test("141=Y begins again at 1")
  func reset() {
    var session = Self.session(next: 7, 9)
    _ = session.connectionLost()
    session.connected(reset: true, now: Self.now)
    #expect(Self.notes(&session) == ["sent A 9", "epoch", "sent A 1"])
  }

  @Test("time brings a heartbeat")
  func heartbeat() {
    var session = Self.loggedOn()
    #expect(session.deadline == Self.now.adding(nanoseconds: 30_000_000_000))
    session.timer(now: Self.now.adding(nanoseconds: 29_999_999_999))
    #expect(Self.notes(&session) == [])
    session.timer(now: Self.now.adding(nanoseconds: 30_000_000_000))
    #expect(Self.notes(&session) == ["sent 0 2"])
  }
}
