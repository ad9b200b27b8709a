import Digests
import Tap
import Testing

@Suite struct FeedDigestTests {
  static func digest(_ bodies: String...) -> String {
    var digest = FeedDigest()
    for body in bodies { digest.take(TapMessages.message(body)) }
    return digest.hexDigits
  }

  @Test("whoever has the messages and however they came, the digest is the same")
  func sameFeed() {
    let first = "35=8|49=CANGDAN|56=DC001|34=7|52=20261118-11:06:40|115=DLR001|11=A1|7840=64|"
    let again =
      "35=8|49=CANGDAN|50=A|56=SUP001|57=B|34=1|43=Y|97=Y|52=20261119-11:06:40|122=20261118-11:06:40"
      + "|369=4|115=DLR001|11=A1|7840=64|"
    #expect(Self.digest(first) == Self.digest(again))
    let text = "35=8|115=DLR001|11=A1|7840=64|".replacing("|", with: "\u{1}")
    let zeros = [UInt8](repeating: 0, count: 32)
    #expect(Self.digest(first) == SHA256.hexDigest(zeros + Array(text.utf8)))
  }

  @Test("any other content, order or number of messages is another digest")
  func otherFeed() {
    let (a, b) = ("35=8|11=A1|", "35=8|11=A2|")
    let digests = [
      Self.digest(), Self.digest(a), Self.digest(b), Self.digest(a, b), Self.digest(b, a),
      Self.digest(a, a), Self.digest("35=8|11=A1|115=DLR001|"), Self.digest("35=9|11=A1|"),
    ]
    #expect(Set(digests).count == digests.count)
  }

  @Test("a text of 64 hexadecimal digits is a digest")
  func text() {
    let digest = Self.digest("35=8|11=A1|")
    #expect(FeedDigest(digest)?.hexDigits == digest)
    for text in ["", "0", digest + "0", digest.uppercased(), String(repeating: "g", count: 64)] {
      #expect(FeedDigest(text) == nil)
    }
  }
}
