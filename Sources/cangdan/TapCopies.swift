import FIX44
import Linux
import Market
import Tap
import TradeClient

/// A drop copy: lines in their order, with the proof that none is missing, and a place to go on from.
struct TapCopies: TapFeed, ~Copyable {
  private let writer: LineWriter
  private let printsDigest: Bool
  private var reader: CopyReader
  private var output: TapOutput
  private var state: TapStateFile?

  init(
    _ writer: LineWriter, output: consuming TapOutput, state: consuming TapStateFile?,
    printsDigest: Bool
  ) {
    reader = state?.state.reader ?? CopyReader()
    self.writer = writer
    self.printsDigest = printsDigest
    self.output = output
    self.state = state
  }

  var logonFields: [WireMessage.Field] {
    [.init(.resumeAfterFeedSeq, "\(reader.resumeAfterFeedSeq)")]
  }

  mutating func begin() {
    if output.byteCount == 0, let header = writer.header { output.line(header) }
  }

  mutating func loggedOn() -> TapStep {
    TapStep(text: "after FeedSeq(7840) \(reader.resumeAfterFeedSeq)")
  }

  mutating func take(_ message: WireMessage) -> TapStep {
    do throws(CopyReader.Problem) {
      guard try reader.take(message) else { return TapStep() }
    } catch {
      return TapStep(text: error.description, ends: 3)
    }
    writer.lines(message).forEach { output.line($0) }
    return TapStep(isNew: true)
  }

  mutating func settle(now: Instant) throws {
    try output.flush()
    guard let session = state?.state.session else { return }
    try state?.save(TapState(session: session, reader: reader, outputBytes: output.byteCount))
  }

  mutating func farewell(_ figures: CompressionFigures) -> String? {
    guard printsDigest else { return nil }
    let digest = "\(reader.count) messages, digest \(reader.digest.hexDigits)"
    return figures.wireBytes > 0 ? "\(digest)\n\(figures.text)" : digest
  }
}
