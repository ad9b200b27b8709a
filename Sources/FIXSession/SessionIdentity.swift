public import Market

/// Which end of the connection the machine is.
public enum SessionSide: Sendable, Equatable {
  /// Waits for the counterparty's Logon(A).
  case acceptor
  /// Connects and sends Logon(A) first.
  case initiator
}

/// Who we are and who the counterparty is, as every header must say it.
public struct SessionIdentity: Sendable, Equatable {
  /// Our CompID: SenderCompID(49) outbound, TargetCompID(56) inbound.
  public var compID: CompID
  /// The counterparty's CompID: TargetCompID(56) outbound, SenderCompID(49) inbound.
  public var peerCompID: CompID
  /// The counterparty's SenderSubID(50); empty where it is not part of the identity.
  public var peerSubID: CompID

  public init(compID: CompID, peerCompID: CompID, peerSubID: CompID = CompID()) {
    self.compID = compID
    self.peerCompID = peerCompID
    self.peerSubID = peerSubID
  }
}

/// Whether a session is within the hours of its schedule.
public struct SessionHours: Sendable, Equatable {
  public var isOpen: Bool
  /// When that changes; none where it is not known, or never does.
  public var changesAt: Instant

  /// Without arguments: always open.
  public init(isOpen: Bool = true, changesAt: Instant = .none) {
    self.isOpen = isOpen
    self.changesAt = changesAt
  }
}

/// Where a session's numbering stands: what a restart must know.
public struct SessionNumbers: Sendable, Equatable {
  public var epoch: Epoch
  /// The MsgSeqNum(34) expected next from the counterparty; from 1.
  public var nextInbound: MsgSeqNum
  /// The MsgSeqNum(34) of the next message sent; from 1.
  public var nextOutbound: MsgSeqNum

  public init(epoch: Epoch, nextInbound: MsgSeqNum, nextOutbound: MsgSeqNum) {
    precondition(nextInbound.rawValue >= 1, "numbers start at 1")
    precondition(nextOutbound.rawValue >= 1, "numbers start at 1")
    self.epoch = epoch
    self.nextInbound = nextInbound
    self.nextOutbound = nextOutbound
  }

  /// A session that never spoke: the first epoch, 1 on both sides.
  public static var first: SessionNumbers { SessionNumbers(opening: Epoch(rawValue: 1)) }

  /// The start of `epoch`: 1 on both sides.
  public init(opening epoch: Epoch) {
    let one = MsgSeqNum(rawValue: 1)
    self.init(epoch: epoch, nextInbound: one, nextOutbound: one)
  }

  /// The number of the last message sent; zero where none was.
  public var lastOutbound: MsgSeqNum { MsgSeqNum(rawValue: nextOutbound.rawValue - 1) }
}
