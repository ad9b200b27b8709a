import Market

/// A feed as a log has it: commands and events in their order go in, messages come out.
///
/// What the messages say of their way is made from the log too, so that the same log gives the same bytes:
/// MsgSeqNum(34) counts within a day, SendingTime(52) is the time of the command.
protocol FeedStream: ~Copyable {
  /// What the names of its files end with, behind the day.
  static var suffix: String { get }
  /// Learns from a command that the core has taken.
  mutating func learn(_ command: RawSpan)
  /// Takes the next event, which stands at `position`; what is due by then goes to `messages`.
  mutating func take(
    _ event: RawSpan, at position: UInt64, into messages: inout [FeedMessage]
  ) throws(RecorderError)
}

/// A message of a feed, and the day of the market's clock on which it was due.
struct FeedMessage: Equatable {
  var day: CivilDate
  var bytes: [UInt8]
}

/// Counts the messages of a day.
struct DayNumbers {
  private let zone: MarketZone
  private var day: CivilDate?
  private var count: UInt64 = 0

  init(_ zone: MarketZone) { self.zone = zone }

  /// The day of an instant, and the number of the next message in it.
  mutating func next(at time: Instant) -> (day: CivilDate, number: MsgSeqNum) {
    let day = zone.day(of: time)
    count = day == self.day ? count + 1 : 1
    self.day = day
    return (day, MsgSeqNum(rawValue: count))
  }
}

extension CompID {
  /// TargetCompID(56) of files: they are for nobody alone.
  static var feed: CompID { CompID(Text16("FEED") ?? Text16()) }
}
