import Market
import Records

extension RecordHead {
  /// The head of a command of a session, or of the venue itself, a microsecond behind the one before.
  init(_ type: CommandType, sequence: UInt64, session: UInt32) {
    self.init()
    typeCode = type.rawValue
    self.sequence = Sequence(rawValue: sequence)
    time = Instant(nanoseconds: 1_795_000_000_000_000_000 + Int64(sequence) * 1_000)
    received = time
    self.session = SessionID(rawValue: session)
    epoch = Epoch(rawValue: 1)
    msgSeqNum = MsgSeqNum(rawValue: session == 0 ? 0 : sequence)
  }
}

extension Text16 {
  /// A name of a benchmark's market.
  init(name: String) {
    guard let text = Text16(name) else { preconditionFailure("a short name") }
    self = text
  }
}
