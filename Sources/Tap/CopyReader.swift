import FIX44
public import TradeClient

/// Where a consumer of a drop copy stands, and the proof that nothing is missing: each message names its own
/// place, FeedSeq(7840), and the one before it, PrevFeedSeq(7841).
public struct CopyReader: Equatable, Sendable {
  /// FeedSeq(7840) of the last message; nil before any: then the feed begins with the oldest that the venue
  /// keeps, whatever stood before that.
  public private(set) var feedSeq: UInt64?
  /// Messages taken, since the feed began.
  public private(set) var count: UInt64
  /// Over all of them.
  public private(set) var digest: FeedDigest

  /// Why the feed can't be taken any further.
  public enum Problem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The message before `feedSeq` is `prevFeedSeq`, and the last one that came is `last`.
    case gap(last: UInt64, feedSeq: UInt64, prevFeedSeq: UInt64)
    /// A copy names no place.
    case noPlace(msgType: String)

    public var description: String {
      switch self {
      case .gap(let last, let feedSeq, let prevFeedSeq):
        "the feed has a gap: FeedSeq(7840) \(feedSeq) follows \(prevFeedSeq), PrevFeedSeq(7841), and the last "
          + "that came is \(last); without the state file it begins with the oldest message"
      case .noPlace(let msgType):
        "message \(msgType) has no FeedSeq(7840): the session is without own tags, and so nothing proves that "
          + "none is missing"
      }
    }
  }

  /// A feed from its beginning.
  public init() { self.init(feedSeq: nil, count: 0, digest: FeedDigest()) }

  /// A feed that goes on.
  public init(feedSeq: UInt64?, count: UInt64, digest: FeedDigest) {
    self.feedSeq = feedSeq
    self.count = count
    self.digest = digest
  }

  /// ResumeAfterFeedSeq(7842) of the Logon(A) that goes on here.
  public var resumeAfterFeedSeq: UInt64 { feedSeq ?? 0 }

  /// Takes the next message; false where it has come before. What is no copy, such as News(B), has no place.
  public mutating func take(_ message: WireMessage) throws(Problem) -> Bool {
    guard let place = message[.feedSeq].flatMap({ UInt64($0) }),
      let previous = message[.prevFeedSeq].flatMap({ UInt64($0) })
    else {
      if Self.isCopy(message) { throw .noPlace(msgType: message.msgType) }
      return true
    }
    if let feedSeq {
      if place <= feedSeq { return false }
      guard previous == feedSeq else {
        throw .gap(last: feedSeq, feedSeq: place, prevFeedSeq: previous)
      }
    }
    feedSeq = place
    count += 1
    digest.take(message)
    return true
  }

  /// Copies are what other sessions were told, which OnBehalfOfCompID(115) names, and trades.
  private static func isCopy(_ message: WireMessage) -> Bool {
    switch message.msgType {
    case "8", "9", "j", "AE": message[.onBehalfOfCompID] != nil
    default: false
    }
  }
}
