public import Market

/// Reads values of type UTCTimestamp and remembers the second of the last one: of the next one in the
/// same second only the fraction is read (benchmark order-command).
///
/// Reads what `FieldValue.utcTimestamp` reads, and refuses what it refuses.
public struct TimestampReader: Sendable, BitwiseCopyable {
  /// `YYYYMMDD` and `HH:MM:SS` of the second, the first character lowest.
  private var date: UInt64 = 0
  private var time: UInt64 = 0
  private var second = Instant.none

  /// Remembers nothing.
  public init() {}

  /// The instant that the value of `field`, one of `message`, says.
  public mutating func read(_ field: Field, in message: RawSpan) throws(ValueError) -> Instant {
    if let instant = sameSecond(field, message) { return instant }
    return try anySecond(field, message)
  }

  @inline(never)
  private mutating func anySecond(
    _ field: Field, _ message: RawSpan
  ) throws(ValueError) -> Instant {
    let instant = try FieldValue.utcTimestamp(field, in: message)
    date = message.word(at: Int(field.offset), count: 8)
    time = message.word(at: Int(field.offset) &+ 9, count: 8)
    second = Instant(nanoseconds: instant.nanoseconds - instant.nanoseconds % 1_000_000_000)
    return instant
  }

  /// Whether the value is an instant, or one only too early or too late.
  @inline(__always)
  mutating func accepts(_ field: Field, _ message: RawSpan) -> Bool {
    if sameSecond(field, message) != nil { return true }
    do {
      _ = try anySecond(field, message)
      return true
    } catch {
      return error == .overflow
    }
  }

  /// The instant, where the second is the one remembered and up to eight digits follow it.
  @inline(__always)
  private func sameSecond(_ field: Field, _ message: RawSpan) -> Instant? {
    let start = Int(field.offset)
    let end = message.end(of: field)
    guard field.length >= 17, unsafe message.uncheckedWord(at: start) == date,
      unsafe message.uncheckedByte(at: start &+ 8) == ASCII.minus,
      unsafe message.uncheckedWord(at: start &+ 9) == time
    else { return nil }
    guard let fraction = unsafe FieldValue.shortFraction(message, from: start &+ 17, to: end)
    else { return nil }
    return Instant(nanoseconds: second.nanoseconds &+ fraction)
  }
}
