public import Market

/// The line to an engine that is tested, in real time.
public protocol CandidateLine {
  /// What time it is.
  var now: Instant { get }
  /// Makes a new connection, or waits for one until `deadline`.
  mutating func connect(until deadline: Instant) throws(CandidateTrouble)
  /// Ends all connections.
  mutating func close()
  /// Goes on with the second connection, or with the first one again.
  mutating func use(second: Bool)
  /// Lets time pass, without a connection.
  mutating func pause(until deadline: Instant)
  /// Writes bytes; a connection that is closed swallows them.
  mutating func send(_ bytes: [UInt8])
  /// The next thing that comes.
  mutating func next(until deadline: Instant) -> CandidateArrival
}

/// What comes from an engine that is tested.
public enum CandidateArrival: Equatable, Sendable {
  /// A whole message.
  case message([UInt8])
  /// Bytes that are no message of FIX 4.4.
  case garbage([UInt8])
  case closed
  /// Nothing until the deadline.
  case nothing
}

/// Why the engine that is tested can't be reached at all; a sentence.
public struct CandidateTrouble: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

/// Where the engine that is tested did something else than a condition demands.
public struct CandidateDeviation: Error, Equatable, Sendable {
  /// The line of the scenario.
  public var line: Int
  /// What was expected, and what came: fields with their names.
  public var expected: String
  public var came: String

  /// What came where the engine has closed the connection.
  static var closed: String { "the connection was closed" }
}

/// A message that went over the line.
public struct CandidateRecord: Equatable, Sendable {
  /// `I` for one of ours, `E` for one of the engine's that is tested.
  public var direction: String
  public var time: Instant
  /// With `|` for the delimiter; a password is not shown.
  public var text: String
}
