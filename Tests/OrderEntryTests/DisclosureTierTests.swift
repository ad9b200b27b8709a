import FIX44
import Market
import OrderEntry
import Records
import Testing

/// What each tier learns by messages: rule book Art. 22.
@Suite struct DisclosureTierTests {
  /// Tags that tell what not everybody may learn.
  static let tags: [(String, DisclosedField)] = [
    ("7702", .document), ("7706", .status), ("7707", .holder), ("7708", .version),
    ("7709", .digest), ("7710", .origin), ("7725", .weight), ("7750", .endorsement),
    ("7751", .endorsement), ("7759", .recipient), ("7855", .endorsement), ("7856", .endorsement),
    ("448", .parties), ("11", .order), ("37", .order), ("1", .order), ("79", .order),
    ("118", .money), ("137", .money), ("704", .money), ("708", .money), ("7774", .tradeState),
    ("7776", .tradeState), ("7778", .tradeState), ("7712", .place), ("7791", .finding),
    ("7792", .finding), ("7795", .finding),
  ]

  private static func tags(of line: String) -> Set<String> {
    Set(line.split(separator: "|").map { String($0.prefix { $0 != "=" }) })
  }

  /// Whether a line has those of the tags that a tier sees, and no others of them.
  private static func differences(
    _ tier: DisclosureTier, _ line: String, among all: Set<String>
  ) -> [String] {
    let present = tags(of: line)
    return tags.filter { all.contains($0.0) && present.contains($0.0) != tier.sees($0.1) }
      .map { "\($0.0) to \(tier)" }
  }

  static func changed(_ tier: DisclosureTier) -> TitleChanged {
    var body = TitleReportTests.changed()
    body.parent = TitleDocID(Text32("R1")!)
    body.reasonCode = TitleReason.doubt.rawValue
    body.tierCode = tier.rawValue
    return body
  }

  @Test(
    "a change of a document is told to each tier as the table says",
    arguments: DisclosureTier.allCases)
  func change(_ tier: DisclosureTier) {
    let encoded = ReportLines.record(.titleChanged, Self.changed(tier))
    let whole = ReportLines.record(.titleChanged, Self.changed(.supervisor)).body()
    let line = encoded.body()
    let told = Self.tags(of: whole)
    #expect(Self.tags.filter { told.contains($0.0) }.count == 12)
    #expect(Self.differences(tier, line, among: told) == [])
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("so is a consent to one", arguments: DisclosureTier.allCases)
  func consent(_ tier: DisclosureTier) {
    var body = TitleConsented()
    body.document = TitleDocID(Text32("R1")!)
    body.holder = FirmID(rawValue: 1)
    body.firm = FirmID(rawValue: 2)
    body.version = 4
    body.actionCode = TitleAction.pledge.rawValue
    body.actorCode = TitleActor.pledgee.rawValue
    body.statusCode = TitleStatus.active.rawValue
    body.execID = ExecID(rawValue: 78)
    body.tierCode = tier.rawValue
    let encoded = ReportLines.record(.titleConsented, body)
    let line = encoded.body()
    #expect(
      Self.differences(tier, line, among: ["7706", "7707", "7708", "7759", "7855"]) == [])
    #expect(RoundTripTests.faults(encoded.message()) == [])
  }

  @Test("a tier that the program does not know is nobody's")
  func unknown() {
    var body = Self.changed(.owner)
    body.tierCode = 99
    let line = ReportLines.record(.titleChanged, body).body()
    #expect(!line.contains("|7707="))
  }

  @Test(
    "other messages go to those alone who see all that they tell",
    arguments: EventType.allCases.filter {
      ![.titleChanged, .titleConsented, .netPublished, .collateralListed].contains($0)
    })
  func others(_ type: EventType) {
    let encoded = ReportLines.record(type, ReportLines.report(.new, .new))
    guard ReportEncoder.msgType(of: encoded.record.bytes, ReportOptions()) != nil else { return }
    let tier = DisclosureTier(recipientOf: encoded.record.bytes)
    #expect(tier == .owner || tier == .supervisor)
    let told = Self.messages[type] ?? []
    #expect(told.filter { !tier.sees($0) } == [])
  }

  @Test(
    "a net and an account are told to their firm and to who watches, each as what it is",
    arguments: [DisclosureTier.owner, .supervisor])
  func money(_ tier: DisclosureTier) {
    var net = NetPublished()
    var listed = CollateralListed()
    net.tierCode = tier.rawValue
    listed.tierCode = tier.rawValue
    let published = ReportLines.record(.netPublished, net)
    let account = ReportLines.record(.collateralListed, listed)
    let toMember = DisclosureTier(recipientOf: published.record.bytes)
    let toFirm = DisclosureTier(recipientOf: account.record.bytes)
    #expect(toMember == tier && toFirm == tier)
    #expect(tier.sees(.money))
  }

  @Test("what becomes of a net run is told to nobody but who watches")
  func netRun() {
    let run = ReportLines.record(.netRunChanged, NetRunChanged())
    let tier = DisclosureTier(recipientOf: run.record.bytes)
    #expect(tier == .supervisor)
  }

  /// What messages beside those about documents tell.
  private static let messages: [EventType: [DisclosedField]] = [
    .executionReport: [.goods, .document, .price, .parties, .order],
    .orderCancelReject: [.order], .massCancelReport: [.order],
    .tradeChanged: [.goods, .price, .parties, .order, .money, .tradeState, .weight],
    .settlementInstructed: [.goods, .document, .price, .parties, .order, .money, .weight],
    .transferInstructed: [.goods, .document, .holder, .recipient],
    .deliveryNotified: [.goods, .document, .holder, .warehouse, .weight, .tradeState],
    .confirmationRequested: [.goods, .document, .price, .parties, .order, .money],
    .positionReported: [.goods, .money, .weight],
    .reconReported: [.finding, .document, .warehouse, .weight],
  ]
}
