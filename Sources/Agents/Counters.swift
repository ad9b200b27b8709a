public import Storage

/// Where the figures of a venue stand in its counter file: one block for each thread that writes, and one
/// for each session.
public enum CounterLayout {
  public static var engine: Int { 1 }
  public static var gateway: Int { 2 }
  public static var committer: Int { 3 }
  /// The main thread's: clock, disk, alarms.
  public static var process: Int { 4 }
  /// What the tables of the core hold, and of how many; the engine's too.
  public static var tables: Int { 5 }
  public static var doorkeeper: Int { 6 }
  public static var publisher: Int { 7 }
  private static var firstSession: Int { 8 }

  /// The block of who serves these sessions.
  public static func block(of host: SessionHost) -> Int {
    switch host {
    case .gateway: gateway
    case .publisher: publisher
    }
  }

  /// The block of a session by its number, from 1.
  public static func session(_ number: UInt32) -> Int { firstSession + Int(number) - 1 }

  /// Blocks for sessions numbered up to `sessions`.
  public static func blocks(sessions: Int) -> Int { firstSession + max(1, sessions) }
}

/// Figures of a session, by their places in its block. Writer: its gateway.
public enum SessionCounter: Int, CaseIterable, Sendable {
  /// `SessionPresence`.
  case presence = 0
  /// 1 where the operator has disabled it.
  case isDisabled = 1
  case epoch = 2
  case nextInbound = 3
  case nextOutbound = 4
  case messagesIn = 5
  case messagesOut = 6
  case bytesIn = 7
  case bytesOut = 8
  /// Log time, nanoseconds, like all times here.
  case lastReceivedAt = 9
  case lastSentAt = 10
  /// Reject(3) sent.
  case rejects = 11
  /// ResendRequest(2) served.
  case resendRequestsIn = 12
  case messagesResent = 13
  /// ResendRequest(2) sent.
  case resendRequestsOut = 14
  /// Bytes that are no message, of the present connection.
  case garbledBytes = 15
  case logons = 16
  case disconnects = 17
  /// `SessionEndReason` of the last disconnect.
  case lastEndReason = 18
  case lastEndAt = 19
  case lastLogonAt = 20
  /// The peer of the last connection: `SocketAddress`.
  case addressHigh = 21
  case addressLow = 22
  case port = 23
  /// Bytes that wait for the socket.
  case unsentBytes = 24
  /// Messages ahead of a gap.
  case heldMessages = 25
  /// 1 where events wait for the session.
  case eventsWait = 26
  /// Connections refused: disabled, or logged on already.
  case refusedConnections = 27
  /// 1 where its schedule keeps it out.
  case isOutsideHours = 28
  /// When its schedule changes that next; 0 where that is not known.
  case hoursChangeAt = 29
  /// Messages over the session's limit.
  case throttledMessages = 30
  /// Instruments of subscriptions of which it will get a snapshot instead of changes, since it did not read.
  case conflations = 31

  /// From here on the disconnects by reason: the place of `SessionEndReason` 0.
  public static var disconnectsByReason: Int { 32 }
}

/// How a session stands.
public enum SessionPresence: UInt64, CaseIterable, Sendable {
  case away = 0
  /// Connected, and Logon(A) is not yet answered or Logout(5) said.
  case connected = 1
  /// Logged on.
  case live = 2
}

/// Figures of the gateway, by their places in its block; those of the publisher are the same in its own.
public enum GatewayCounter: Int, CaseIterable, Sendable {
  case loggedOnSessions = 0
  case connections = 1
  /// Bytes of the command ring that the engine has not taken.
  case commandRingBytes = 2
  case commandRingCapacity = 3
  case noticesLost = 4
  /// How far the gateway has read the events, and how far they are committed: positions.
  case servedPosition = 5
  case committedPosition = 6
  /// How often something was found wrong in the session store since the start: an alarm.
  case storeFaults = 7
  /// The operator's last request whose event the gateway has seen; the three behind it, and the last twelve
  /// figures, are its outcome.
  case request = 8
  /// 0 where it was done, else `CommandRefusal`.
  case refusal = 9
  case refusalDetail = 10
  /// TotalAffectedOrders(533) of a kill.
  case affectedOrders = 11
  /// Resends in progress.
  case resends = 12
  /// Nanoseconds spent on resends.
  case resendNanos = 13
  /// Of them those of duty cycles that had other work, and how long these cycles were, all in all.
  case busyResendNanos = 14
  case resendBusyNanos = 15
  /// Events read once more, for sessions that were away or did not read.
  case lateEvents = 16
  /// `NoticeRefusal` of an answer to an instruction; 0 where it was taken.
  case noticeRefusal = 17
  /// `TradeState` of the trade that it is about, 0 where there is none.
  case tradeState = 18
  /// `TitleActionRefusal` where a title document is not changed; else 0, and its `TitleStatus` and version.
  case titleRefusal = 19
  case titleStatus = 20
  case titleVersion = 21
  /// Instruments that an action has halted, resumed, opened or closed.
  case affectedInstruments = 22
  /// The number of the approval that the request waits for; 0 where it waits for none.
  case approval = 27
  /// `AuctionRefusal` where nothing is changed by a request about an auction, and `OrderReject` of the guard behind it;
  /// else 0. The lot that it is about and its `AuctionState`, 0 where there is none.
  case auctionRefusal = 23
  case orderRefusal = 24
  case auction = 25
  case auctionState = 26
  /// The number of the news, or of the change of a parameter, that is published or withdrawn.
  case published = 28
  /// `SessionCounter.conflations` of all sessions.
  case conflations = 29
}

/// Figures of the engine, by their places in its block.
public enum EngineCounter: Int, CaseIterable, Sendable {
  case commands = 0
  case batches = 1
  case inlineCommits = 2
  case stalls = 3
  case uncommittedEventBytes = 4
  case unwrittenEventBytes = 5
  /// How long the last batch took from its time to the log, nanoseconds.
  case appliedNanos = 6
  /// Log time of the last commit that the engine knew of.
  case committedAt = 7
  /// Log time of the last batch.
  case lastBatchAt = 8
  /// Nanoseconds spent in batches.
  case busyNanos = 9
  /// Gaps in the venue's time: `TimeGap`.
  case timeGaps = 10
}

/// Figures of the committer, by their places in its block.
public enum CommitterCounter: Int, CaseIterable, Sendable {
  case commits = 0
  case commitNanos = 1
  case commitNanosMax = 2
  case eventBytesWritten = 3
  /// 1 where no new work is taken, for there is no room for a log's next segment.
  case intakeClosed = 4
  /// Since when a commit lasts, log time; 0 while none does.
  case commitBegunAt = 5
}

/// Figures of the doorkeeper, by their places in its block.
public enum DoorkeeperCounter: Int, CaseIterable, Sendable {
  /// Connections that have not said who they are.
  case waiting = 0
  case accepted = 1
  case handedOver = 2
  case refused = 3
  /// Handshakes of TLS that are done.
  case handshakes = 4
  /// Processor time of its thread, nanoseconds.
  case ranNanos = 5
  /// How much of the processor time that it may use at once is used, percent; at 100 it rests.
  case usedPercent = 6

  /// From here on the refusals by reason.
  private static var refusalsByReason: Int { 16 }

  /// The place of the refusals for a reason, a `Notice.Refusal`.
  public static func refusals(_ reason: UInt32) -> Int { refusalsByReason + Int(reason) }
}

/// Figures of the main thread, by their places in its block.
public enum ProcessCounter: Int, CaseIterable, Sendable {
  /// How far the wall clock is ahead of log time, nanoseconds, signed.
  case clockAheadNanos = 0
  /// Free bytes of the data directory's file system.
  case diskFreeBytes = 1
  /// Alarms that are on: bit n is `Alarm` n.
  case alarms = 2
  /// Log time when these were written.
  case writtenAt = 3
  /// Open descriptors of as many as the process may have; 0 where the kernel does not say (before 6.2).
  case descriptorPercent = 4
  /// How long the commit takes that is being made, nanoseconds; 0 where none is.
  case commitLastsNanos = 5
  /// 1 where a follower is to be sent the log and none is connected.
  case followerAway = 6
  /// Commands that the follower has not acknowledged; 0 where none is to be sent the log.
  case followerLag = 7
}

extension CounterBlock {
  /// A figure, as it is or was a moment ago.
  public func load(_ counter: SessionCounter) -> UInt64 { load(counter.rawValue) }
  /// A figure, as it is or was a moment ago.
  public func load(_ counter: GatewayCounter) -> UInt64 { load(counter.rawValue) }
  /// A figure, as it is or was a moment ago.
  public func load(_ counter: EngineCounter) -> UInt64 { load(counter.rawValue) }
  /// A figure, as it is or was a moment ago.
  public func load(_ counter: CommitterCounter) -> UInt64 { load(counter.rawValue) }
  /// A figure, as it is or was a moment ago.
  public func load(_ counter: DoorkeeperCounter) -> UInt64 { load(counter.rawValue) }
  /// A figure, as it is or was a moment ago.
  public func load(_ counter: ProcessCounter) -> UInt64 { load(counter.rawValue) }

  func set(_ counter: SessionCounter, _ value: UInt64) { store(value, at: counter.rawValue) }
  func add(_ counter: SessionCounter, _ amount: UInt64) { add(amount, at: counter.rawValue) }
  func set(_ counter: GatewayCounter, _ value: UInt64) { store(value, at: counter.rawValue) }
  func set(_ counter: EngineCounter, _ value: UInt64) { store(value, at: counter.rawValue) }
  func set(_ counter: CommitterCounter, _ value: UInt64) { store(value, at: counter.rawValue) }
  func set(_ counter: DoorkeeperCounter, _ value: UInt64) { store(value, at: counter.rawValue) }
  func add(_ counter: DoorkeeperCounter, _ amount: UInt64) { add(amount, at: counter.rawValue) }
  /// Sets a figure; only the main thread does.
  public func set(_ counter: ProcessCounter, _ value: UInt64) { store(value, at: counter.rawValue) }
}
