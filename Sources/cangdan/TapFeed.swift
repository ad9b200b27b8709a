import Market
import TradeClient

/// What a tap takes over its session: copies, or market data. It says what to do, the run does it.
protocol TapFeed: ~Copyable {
  /// Fields of Logon(A) besides those of the command line.
  var logonFields: [WireMessage.Field] { get }
  /// Before the first connection.
  mutating func begin()
  /// The session stands.
  mutating func loggedOn() throws -> TapStep
  /// Takes an application message, or a Reject(3).
  mutating func take(_ message: WireMessage) throws -> TapStep
  /// Shows what has come so far, and puts down the place.
  mutating func settle(now: Instant) throws
  /// What is said at the end, to whoever runs it; nil for nothing.
  mutating func farewell(_ figures: CompressionFigures) throws -> String?
}

/// What follows of a message, or of a logon.
struct TapStep {
  /// Whether it counts: it is no repeat, and is what the tap is for.
  var isNew = false
  /// Requests to the venue.
  var asks: [OutboundMessage] = []
  /// Said to whoever runs it.
  var text: String?
  /// Ends the run with this exit code.
  var ends: Int32?
}
