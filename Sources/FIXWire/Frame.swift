/// What stands at the beginning of a stream's unread bytes.
public enum Frame: Equatable, Sendable {
  /// Nothing is wrong so far, and more bytes are needed.
  case partial
  /// One whole message of FIX.4.4: BodyLength(9) and CheckSum(10) are right, MsgType(35) is third.
  case complete(byteCount: Int)
  /// Not a message; the next place where one may begin is `skip` bytes ahead, at least 1.
  case garbled(skip: Int)
  /// A message longer than allowed is announced. `byteCount` is its length as far as it is known.
  case oversized(byteCount: Int)
  /// A whole message, right in everything but BeginString(8).
  case wrongBeginString(byteCount: Int)
}
