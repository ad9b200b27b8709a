/// How far a consumer has come with a feed, as the one line of a file:
/// `cangdan-tap 1 CANGDAN/DC001 feed 4096 messages 7 output 512 digest 0f...`
public struct TapState: Equatable, Sendable {
  /// Whose feed: the venue's CompID and the session's.
  public var session: String
  public var reader: CopyReader
  /// Bytes of the file that the lines go to; what is behind them was not put down.
  public var outputBytes: UInt64

  public init(session: String, reader: CopyReader = CopyReader(), outputBytes: UInt64 = 0) {
    self.session = session
    self.reader = reader
    self.outputBytes = outputBytes
  }

  /// The state of what is written in a file; nil where it is none.
  public init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count == 11, words[0] == "cangdan-tap", words[1] == "1", words[3] == "feed",
      words[5] == "messages", words[7] == "output", words[9] == "digest", text.hasSuffix("\n"),
      let feedSeq = UInt64(words[4]), let count = UInt64(words[6]),
      let outputBytes = UInt64(words[8]), let digest = FeedDigest(words[10])
    else { return nil }
    session = words[2]
    reader = CopyReader(feedSeq: count == 0 ? nil : feedSeq, count: count, digest: digest)
    self.outputBytes = outputBytes
  }

  /// The file's text.
  public var text: String {
    "cangdan-tap 1 \(session) feed \(reader.resumeAfterFeedSeq) messages \(reader.count) "
      + "output \(outputBytes) digest \(reader.digest.hexDigits)\n"
  }
}
