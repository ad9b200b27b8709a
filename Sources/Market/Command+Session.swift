/// A session's Logon(A) after the doorkeeper has authenticated it. 64 bytes.
///
/// The answer is the event `SessionAccepted`; the Logon reply leaves when this is committed.
public struct SessionLogon: Sendable, BitwiseCopyable {
  /// HeartBtInt(108) in seconds.
  public var heartBtInt: UInt32 = 0
  /// The connection, counted by the doorkeeper from 1 since the process started.
  public var connection: UInt32 = 0
  /// Peer address: IPv6, or IPv4 mapped into it; first 8 bytes, then the rest.
  public var addressHigh: UInt64 = 0
  public var addressLow: UInt64 = 0
  public var port: UInt16 = 0
  /// 1 where ResetSeqNumFlag(141)=Y.
  public var resetSeqNumFlag: UInt8 = 0
  /// CancelOnDisconnectType(7812) in force.
  public var cancelOnDisconnectType: UInt8 = 0
  /// CancelOnDisconnectGrace(7813) in force, milliseconds.
  public var cancelOnDisconnectGrace: UInt32 = 0
  /// NextExpectedMsgSeqNum(789); zero where absent.
  public var nextExpectedMsgSeqNum: UInt64 = 0
  /// 1 where cancel on disconnect takes good-till-cancel and good-till-date orders too.
  public var cancelsGoodTill: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public var reserved3: UInt64 = 0
  public var reserved4: UInt64 = 0
  public init() {}
}

/// How a session's connection ended. Raw values are stored; never reuse one.
public enum SessionEndReason: UInt16, Sendable, CaseIterable {
  case logout = 1
  case remoteDisconnect = 2
  case heartbeatTimeout = 3
  case msgSeqNumTooLow = 4
  case invalidLogon = 5
  case slowConsumer = 6
  case logoutTimeout = 7
  case operatorLogout = 8
  case shutdown = 9
  case takenOver = 10
  case badCompID = 11
  case badBeginString = 12
  case badSendingTime = 13
  case msgSeqNumMissing = 14
  case resendLoop = 15
  case oversizedMessage = 16
  case tooMuchGarbage = 17
  case throttleBreach = 18
  case processEnded = 19
  case storeFull = 20
  /// Its hours are over, or it came outside of them.
  case outsideHours = 21
  /// Numbers begin again by its schedule.
  case scheduledReset = 22
  /// Its certificate, credential, address or line is no longer accepted, or it was taken out.
  case accessRevoked = 23
}

/// The end of a session's connection, by Logout(5) or by the loss of the line. 16 bytes.
public struct SessionEnded: Sendable, BitwiseCopyable {
  public var connection: UInt32 = 0
  public var reasonCode: UInt16 = 0
  /// 1 where both sides said Logout(5).
  public var orderly: UInt16 = 0
  public var reserved0: UInt64 = 0
  public init() {}
}

/// An inbound message that was answered by Reject(3) and has consumed its number (in the head). 16 bytes.
///
/// The Reject leaves when this is committed, as the event `InboundRejected`.
public struct InboundSeen: Sendable, BitwiseCopyable {
  /// RefMsgType(372): its characters, first lowest.
  public var refMsgType: UInt16 = 0
  /// SessionRejectReason(373).
  public var sessionRejectReason: UInt16 = 0
  /// RefTagID(371); zero where absent.
  public var refTagID: UInt32 = 0
  /// What the text says beyond tag and reason; zero for nothing.
  public var detail: UInt64 = 0
  public init() {}
}

/// Outgoing numbers up to `upTo` may be in use in the head's epoch. 16 bytes.
public struct NumbersReserved: Sendable, BitwiseCopyable {
  public var upTo: UInt64 = 0
  /// The event position that the session had been served up to.
  public var eventPosition: UInt64 = 0
  public init() {}
}

/// Who has begun a numbering period, as `EpochOpened` says it. Raw values are stored; never reuse one.
public enum EpochCause: UInt16, Sendable, BitwiseCopyable, CaseIterable {
  /// A Logon(A) with ResetSeqNumFlag(141)=Y.
  case logon = 1
  case schedule = 2
  case `operator` = 3
}

/// A new numbering period of a session: the head's epoch, both sides from 1. 16 bytes.
public struct EpochOpened: Sendable, BitwiseCopyable {
  /// `EpochCause`.
  public var cause: UInt16 = 0
  public var reserved0: UInt16 = 0
  public var reserved1: UInt32 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// How the head's session stands by its schedule from now on. 32 bytes.
public struct ScheduleSession: Sendable, BitwiseCopyable {
  /// 1 within its hours; 0 outside of them: logged out, and nobody logs on as it.
  public var isOpen: UInt8 = 1
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  /// When the hours end or begin next; none where that is not known.
  public var changesAt = Instant.none
  /// The last moment up to now at which both sides begin again at 1; none where the schedule has none.
  public var resetAt = Instant.none
  public var reserved3: UInt64 = 0
  public init() {}
}

/// What the operator does to a session. Raw values are stored; never reuse one.
public enum SessionControl: UInt8, Sendable, CaseIterable {
  /// Logout(5), then the connection is closed.
  case logout = 1
  /// Sets the MsgSeqNum(34) of the next message to the counterparty, upwards only.
  case setNextOutbound = 2
  /// Sets the MsgSeqNum(34) expected next from the counterparty, upwards only.
  case setNextInbound = 3
  /// Opens an epoch: both sides from 1.
  case reset = 4
  /// Logged out, and nobody logs on as it.
  case disable = 5
  /// The end of `disable`.
  case enable = 6
}

/// What the operator does to the head's session. 32 bytes; a text of printable ASCII follows.
public struct ControlSession: Sendable, BitwiseCopyable {
  /// `SessionControl`.
  public var actionCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var textLength: UInt16 = 0
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// The number to go on with, where the action sets one: 2 ... `msgSeqNumMax`.
  public var msgSeqNum: UInt64 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var reserved1: UInt64 = 0
  public init() {}

  /// The longest text, bytes.
  public static var textBytesMax: Int { 64 }
  /// The highest number that can be set: names of files have 12 digits for one.
  public static var msgSeqNumMax: UInt64 { 100_000_000_000 }
}

/// The first record of a log. 32 bytes.
public struct LogOpened: Sendable, BitwiseCopyable {
  /// The version of the core that applies this log.
  public var coreVersion: UInt32 = 0
  /// RecordHead.formatVersion, of the records' form.
  public var formatVersion: UInt32 = 0
  /// Secret seed of every hash table in the core.
  public var hashSeed: UInt64 = 0
  /// Names the log, drawn at random when it is made.
  public var logID: UInt64 = 0
  /// Orders of a day that the venue has room for; 0 for the core's default.
  public var orders: UInt32 = 0
  /// Title documents that the venue has room for; 0 for the core's default.
  public var documents: UInt32 = 0
  public init() {}
}

/// A process has opened the log and applied it. 16 bytes.
public struct ProcessRestarted: Sendable, BitwiseCopyable {
  /// Wall clock at the start.
  public var wallClock = Instant.none
  /// Bytes of a torn tail that were cut off.
  public var bytesCut: UInt64 = 0
  public init() {}
}

/// The log goes on at another machine: a follower was made the venue. Whoever has a lower term commits nothing
/// more behind `previousLast`. 32 bytes.
public struct TermOpened: Sendable, BitwiseCopyable {
  /// Counts from 1; a log that was never taken over is in term 0.
  public var term: UInt64 = 0
  /// The last command of the term before.
  public var previousLast = Sequence(rawValue: 0)
  /// Wall clock of who has opened it.
  public var wallClock = Instant.none
  /// Who acted: a user of that machine, and its process.
  public var uid: UInt32 = 0
  public var pid: UInt32 = 0
  public init() {}
}

/// Time in which the venue did not run: durations freeze until `Resumed`. 16 bytes.
public struct TimeGap: Sendable, BitwiseCopyable {
  /// The last instant at which it did.
  public var from = Instant.none
  /// `TimeGapCause`.
  public var cause: UInt64 = 0
  public init() {}
}

/// Why the venue's time has a gap. 1 is never used again.
public enum TimeGapCause: UInt64, Sendable, CaseIterable {
  /// The wall clock has gone away from log time, which goes on by itself.
  case wallClock = 2
  /// The engine took no commands for 2 s: the machine slept or stood still, or a log was not written.
  case dutyCycle = 3
}

/// Sessions can log on again after a restart, or are listened to again behind a gap: what stood still goes on,
/// and what waits for them, as the grace of cancel on disconnect does, begins. 16 bytes.
public struct Resumed: Sendable, BitwiseCopyable {
  public var reserved0: UInt64 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}

/// Stands before the commands of a batch in the log. 40 bytes.
public struct BatchHeader: Sendable, BitwiseCopyable {
  /// Commands in this batch.
  public var commandCount: UInt32 = 0
  /// Events that the batch before this one made.
  public var previousEventCount: UInt32 = 0
  /// CRC32C over the CRC fields of the records of those events, in order.
  public var previousEventCRC: UInt32 = 0
  /// How long after its time the batch before this one was applied and in the log, nanoseconds; the
  /// largest number stands for more. What the operator and `Benchmarks/run wire` know stages by.
  public var previousAppliedNanos: UInt32 = 0
  /// Where in the event log the batch's first event stands.
  public var eventPosition: UInt64 = 0
  /// The last sequence that was committed when the batch was written: a hole at or below it is
  /// damage, never a torn tail. The command log fills it in.
  public var committedThrough: UInt64 = 0
  /// When the engine's last commit known here was done.
  public var committedAt = Instant.none
  public init() {}
}
