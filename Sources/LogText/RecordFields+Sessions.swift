import Market

/// The life of sessions and of the log itself; the bodies of some events are the same.
extension RecordFields {
  mutating func add(_ body: SessionLogon) {
    number("heartBtInt", body.heartBtInt)
    number("connection", body.connection)
    address(high: body.addressHigh, low: body.addressLow, port: body.port)
    flag("resetSeqNumFlag", body.resetSeqNumFlag)
    number("cancelOnDisconnectType", body.cancelOnDisconnectType)
    number("cancelOnDisconnectGrace", body.cancelOnDisconnectGrace)
    flag("cancelsGoodTill", body.cancelsGoodTill)
    number("nextExpectedMsgSeqNum", body.nextExpectedMsgSeqNum)
  }

  mutating func add(_ body: SessionEnded) {
    number("connection", body.connection)
    code("reason", body.reasonCode, SessionEndReason.self)
    word("orderly", body.orderly == 0 ? "no" : "yes")
  }

  mutating func add(_ body: InboundSeen) {
    msgType("refMsgType", body.refMsgType)
    word("sessionRejectReason", "\(body.sessionRejectReason)")
    number("refTagID", body.refTagID)
    number("detail", body.detail)
  }

  mutating func add(_ body: NumbersReserved) {
    number("upTo", body.upTo)
    number("eventPosition", body.eventPosition)
  }

  mutating func add(_ body: EpochOpened) {
    code("cause", body.cause, EpochCause.self)
  }

  mutating func add(_ body: ScheduleSession) {
    word("hours", body.isOpen == 0 ? "closed" : "open")
    instant("changesAt", body.changesAt)
    instant("resetAt", body.resetAt)
  }

  mutating func add(_ body: SessionScheduled) {
    word("hours", body.isOpen == 0 ? "closed" : "open")
    instant("changesAt", body.changesAt)
    number("newEpoch", body.epoch.rawValue)
  }

  mutating func add(_ body: UserRequest) {
    text("userRequestID", body.userRequestID)
    text("username", body.username)
    code("userRequestType", body.requestTypeCode, UserRequestType.self)
    code("userStatus", body.statusCode, UserStatus.self)
    code("reason", body.reasonCode, UserReason.self)
  }

  mutating func add(_ body: UserResponse) {
    text("userRequestID", body.userRequestID)
    text("username", body.username)
    code("userStatus", body.statusCode, UserStatus.self)
    code("reason", body.reasonCode, UserReason.self)
  }

  mutating func add(_ body: CredentialChanged) {
    code("cause", body.causeCode, CredentialCause.self)
    number("version", body.version)
  }

  mutating func add(_ body: CredentialRefused) {
    code("userStatus", body.statusCode, UserStatus.self)
    code("reason", body.reasonCode, UserReason.self)
  }

  mutating func add(_ body: ControlSession) {
    code("action", body.actionCode, SessionControl.self)
    number("number", body.msgSeqNum)
    addActor(body.request, uid: body.uid, pid: body.pid)
  }

  mutating func add(_ body: SessionControlled) {
    code("action", body.actionCode, SessionControl.self)
    number("number", body.msgSeqNum)
    number("newEpoch", body.epoch.rawValue)
    number("request", body.request)
  }

  mutating func add(_ body: LogOpened) {
    number("coreVersion", body.coreVersion)
    number("formatVersion", body.formatVersion)
    word("logID", String(body.logID, radix: 16))
    number("orders", body.orders)
    number("documents", body.documents)
  }

  mutating func add(_ body: ProcessRestarted) {
    instant("wallClock", body.wallClock)
    number("bytesCut", body.bytesCut)
  }

  mutating func add(_ body: TermOpened) {
    number("term", body.term)
    number("previousLast", body.previousLast.rawValue)
    instant("wallClock", body.wallClock)
    number("uid", body.uid)
    number("pid", body.pid)
  }

  mutating func add(_ body: TimeGap) {
    instant("from", body.from)
    choice("cause", body.cause, ["restart", "wallClock", "dutyCycle"])
  }

  mutating func add(_ body: BatchHeader) {
    number("commandCount", body.commandCount)
    number("previousEventCount", body.previousEventCount)
    word("previousEventCRC", String(body.previousEventCRC, radix: 16))
    number("eventPosition", body.eventPosition)
    number("committedThrough", body.committedThrough)
    number("previousAppliedNanos", body.previousAppliedNanos)
    instant("committedAt", body.committedAt)
  }

  /// A number from 1 that stands for one of these names.
  mutating func choice(_ name: String, _ value: some BinaryInteger, _ names: [String]) {
    guard value >= 1, Int(value) <= names.count else { return number(name, value) }
    word(name, names[Int(value) - 1])
  }

  /// IPv6, or IPv4 mapped into it.
  private mutating func address(high: UInt64, low: UInt64, port: UInt16) {
    if high == 0 && low == 0 { return }
    if high == 0 && low >> 32 == 0xffff {
      let bytes = [24, 16, 8, 0].map { "\((low >> UInt64($0)) & 0xff)" }
      return word("address", "\(bytes.joined(separator: ".")):\(port)")
    }
    let groups = [high, low].flatMap { half in
      [48, 32, 16, 0].map { String((half >> UInt64($0)) & 0xffff, radix: 16) }
    }
    word("address", "[\(groups.joined(separator: ":"))]:\(port)")
  }
}
