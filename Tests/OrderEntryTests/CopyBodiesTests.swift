import FIX44
import FIXWire
import Market
import Records
import Testing

@testable import OrderEntry

/// A body is made once for all who are told it alike, and is the one that each would have been made for itself.
@Suite struct CopyBodiesTests {
  private var codes: FirmCodes {
    var codes = FirmCodes(capacity: 2)
    codes.set(CompID(Text16("DLR001")!), of: FirmID(rawValue: 1))
    return codes
  }

  private static let entitled: Entitlement = {
    var entitlement = Entitlement()
    entitlement.firms.insert(FirmID(rawValue: 1))
    return entitlement
  }()

  private static func bytes(_ encoder: borrowing MessageEncoder) -> [UInt8] {
    let message = Span<UInt8>(_bytes: encoder.message)
    return message.indices.map { message[$0] }
  }

  /// The message that a session is told of an event at `position`, with and without kept bodies: both are the same.
  private func tell(
    _ event: borrowing Encoded, at position: UInt64, as number: UInt64,
    options: ReportOptions = ReportOptions(), for entitlement: Entitlement = Self.entitled,
    precision: TimestampPrecision = .milliseconds, _ bodies: inout CopyBodies
  ) {
    let event = event.record.bytes
    guard let copy = DropCopy.of(event, for: entitlement, from: DropCopyTests.origins) else {
      Issue.record("whoever is entitled is told")
      return
    }
    var header = ReportLines.header
    header.msgSeqNum = MsgSeqNum(rawValue: number)
    header.precision = precision
    header.possResend = number % 2 == 0
    let place = FeedPlace(feedSeq: FeedPlace.feedSeq(at: position), prevFeedSeq: number)
    var plain = MessageEncoder(capacity: ReportEncoder.messageBytesMax)
    CopyEncoder.encode(
      event: event, as: copy, at: place, header: header, options: options, firmCodes: codes,
      into: &plain)
    var kept = MessageEncoder(capacity: ReportEncoder.messageBytesMax)
    CopyEncoder.encode(
      event: event, as: copy, at: place, header: header, options: options, firmCodes: codes,
      keeping: &bodies, into: &kept)
    #expect(Self.bytes(kept) == Self.bytes(plain))
  }

  @Test("a thousand sessions of one entitlement cost one body, each with numbers of its own")
  func once() {
    let event = ReportLines.record(.executionReport, ReportLines.report(.new, .new))
    var bodies = CopyBodies()
    for number in 1...1_000 as ClosedRange<UInt64> {
      tell(event, at: 128, as: number, &bodies)
    }
    let made = bodies.made
    #expect(made == 1)
    tell(event, at: 256, as: 1, &bodies)
    let second = bodies.made
    #expect(second == 2, "another event, another body")
  }

  @Test("who is told another form gets a body of that form")
  func forms() {
    let report = ReportLines.record(.executionReport, ReportLines.report(.new, .new))
    var bodies = CopyBodies()
    var zone = ReportOptions()
    zone.marketUTCOffsetSeconds = 0
    for number in 1...2 as ClosedRange<UInt64> {
      tell(report, at: 128, as: number, &bodies)
      tell(report, at: 128, as: number, options: ReportOptions(ownTags: false), &bodies)
      tell(report, at: 128, as: number, options: zone, &bodies)
      for precision in TimestampPrecision.allCases {
        tell(report, at: 128, as: number, precision: precision, &bodies)
      }
    }
    let forms = bodies.made
    #expect(forms == UInt64(3 + TimestampPrecision.allCases.count - 1))
    let trade = DropCopyTests.matched(DropCopyTests.trade)
    for number in 1...2 as ClosedRange<UInt64> {
      for entitlement in [[1], [2], [1, 2], []].map(DropCopyTests.entitlement) {
        tell(trade, at: 512, as: number, for: entitlement, &bodies)
      }
    }
    let all = bodies.made
    #expect(all == 10, "two sides, both, and both as who watches sees them")
  }

  @Test("what has lost its place, or the room for it, is made again, and is the same")
  func room() {
    let event = ReportLines.record(.executionReport, ReportLines.report(.new, .new))
    var bodies = CopyBodies()
    let count = UInt64(3 * CopyBodies.places)
    for _ in 0..<2 {
      for number in 1...count { tell(event, at: number * 64, as: number, &bodies) }
    }
    let made = bodies.made
    #expect(made > count && made <= 2 * count)
  }
}
