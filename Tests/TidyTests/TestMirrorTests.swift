import Foundation
import Testing

/// Tests mirror the sources, so that a reader finds the proof beside the claim.
@Suite struct TestMirrorTests {
  /// Files and folders whose behaviour is proven elsewhere, and where.
  static let exempt: [String: String] = [
    "Sources/Agents/AgentError": "it only names what has failed",
    "Sources/Agents/AdminConnection": "AdministratorTests",
    "Sources/Agents/Admission": "Doorkeeper+AccessTests",
    "Sources/Agents/CommandPort": "GatewayTests",
    "Sources/Agents/CommitRole": "GatewayTests",
    "Sources/Agents/Counters": "GatewayCountersTests",
    "Sources/Agents/CredentialGuard": "DoorkeeperCredentialsTests",
    "Sources/Agents/Engine": "GatewayTests and StorageTests",
    "Sources/Agents/Gateway": "GatewayTests",
    "Sources/Agents/Handover": "DoorkeeperTests",
    "Sources/Agents/HistoryReader": "Gateway+ResendsTests",
    "Sources/Agents/Parking": "RingsTests' sleepers and the wait-strategy checks",
    "Sources/Agents/PendingConnection.swift": "DoorkeeperTests and DoorkeeperCredentialsTests",
    "Sources/Agents/SecureDoor": "DoorkeeperHandshakeTests",
    "Sources/Agents/SessionDirectory": "DoorkeeperTests",
    "Sources/Agents/SessionSlot": "GatewayTests",
    "Sources/Agents/SessionTurns": "Gateway+TurnsTests",
    "Sources/Conformance/CandidateLine.swift": "CandidateSocketTests and CandidateRunTests",
    "Sources/MarketCore/AccountBook.swift": "AccountBooksTests",
    "Sources/MarketCore/PositionRequests.swift": "Venue+PositionsTests and positions.venue",
    "Sources/MarketCore/MassStatuses": "Venue+MassStatusTests and mass_status.venue",
    "Sources/MarketCore/Fence": "Venue+FencesTests and ScenarioTests: fences.venue",
    "Sources/MarketCore/VenueLimits+LogOpened.swift": "ReplayTests and the crash check",
    "Sources/MarketCore/Digest.swift": "VenueTests: the digest tells states apart",
    "Sources/MarketCore/FillTimes.swift": "ScenarioTests: the interval in rejects.venue",
    "Sources/MarketCore/GivenConsents.swift": "ScenarioTests: titles_life.venue",
    "Sources/MarketCore/NameTable.swift": "OrderTableTests",
    "Sources/MarketCore/ReferenceData": "ScenarioTests: reference.venue and interval.venue",
    "Sources/MarketCore/TradeTable.swift": "ScenarioTests and ConservationTests",
    "Sources/MarketCore/WorkQueues.swift": "Venue+WorkTests",
    "Sources/Operations/AdminAnswer": "OperatorDeskTests",
    "Sources/Operations/OperatorInbox": "OperatorDeskTests",
    "Sources/Operations/VenueFigures": "MetricsTextTests",
    "Sources/Operations/VenueMetrics": "MetricsTextTests",
    "Sources/Operations/SessionFigures": "OperatorDeskTests and SessionTableTests",
    "Sources/OrderEntry/OrderMessage.swift": "OrderEntryDecoderTests: what each role may send",
    "Sources/OrderEntry/NoticeMessage.swift": "NoticesTests: what each role may send",
    "Sources/Reconciliation/ReconLeg.swift": "ReconciliationTests",
    "Sources/Reconciliation/VenueBooks.swift": "ReconciliationTests and StockTotalsTests",
    "Sources/TradeClient/StandInQuestion.swift": "StandInTests asks each role",
    "Sources/Titles/DocumentChain.swift": "TitleRegisterTests",
    "Sources/Titles/CanonicalText.swift": "TitleDataSetTests",
    "Sources/Titles/TitleParticulars.swift": "TitleExpiryTests",
    "Sources/Titles/TitleRequest.swift": "TitleRegister+ChangeTests",
    "Sources/FIXWire/CheckSum.swift": "FramingTests changes every byte of a message",
    "Sources/FIXWire/CodeText.swift": "MessageValidatorTests, values are codes of their set",
    "Sources/FIXWire/DigitWords.swift": "MessageEncoderTests writes many numbers",
    "Sources/FIXWire/Digits.swift": "FieldValueTests, decimals",
    "Sources/FIXWire/FieldScan.swift": "FieldIndexTests",
    "Sources/FIXWire/Figures.swift": "FieldIndexTests, FieldValueTests and FieldValueTimeTests",
    "Sources/FIXWire/DataFields.swift": "FieldIndexTests, data fields",
    "Sources/FIXWire/FrameHead.swift": "FramingTests",
    "Sources/FIXWire/TagText.swift": "MessageEncoderTests writes tags of each length",
    "Sources/FIXWire/TimestampText.swift": "MessageEncoderTests, timestamps",
    "Sources/FIXWire/ValidationTables": "MessageValidatorTests",
    "Sources/FIXWire/ValueForm.swift": "MessageValidatorTests, values have the form of their type",
    "Sources/Linux/SystemError.swift": "DescriptorTests",
    "Sources/LogText/BodyReader": "LogRecordTests reads every type",
    "Sources/LogText/RecordFields": "LogRecordTests",
    "Sources/Storage/EventDigest+Records.swift": "EventFileReaderTests",
    "Sources/Recorder/CommandEntry.swift": "RecordingTests",
    "Sources/Recorder/Database+Insert.swift": "RecordingTests and EventEntryTests",
    "Sources/Recorder/LogCursor.swift": "RecordingTests",
    "Sources/Recorder/RecordedProgress.swift": "RecordingTests",
    "Sources/Recorder/RecorderError.swift": "BooksTests and RecordingTests",
    "Sources/Recorder/Report.swift": "ReportFormatTests and MarketBulletinTests",
    "Sources/MarketCore/DeliveredDocuments.swift": "settlement.venue weighs what it delivers",
    "Sources/MarketDefinition/": "DefinitionTests spoils one file after the other",
    "Sources/Storage/CommandLogReader": "CommandLogTests and CommandLogSegmentTests",
    "Sources/Storage/CommandTail": "CommandLogRecoveryTests",
    "Sources/Storage/CommitHandle": "CommandLogTests and CommandLogFaultTests",
    "Sources/Storage/EventFileWriter": "EventLogTests and EventLogRecoveryTests",
    "Sources/Storage/EventReader": "EventLogTests",
    "Sources/Storage/EventWriter": "EventLogTests",
    "Sources/Storage/File.swift": "CommandLogFaultTests",
    "Sources/Storage/History": "SessionHistoryLoaderTests",
    "Sources/Storage/MappedFile": "SessionStoreTests",
    "Sources/Storage/Mark.swift": "EventLogRecoveryTests, two threads",
    "Sources/Storage/RecordCheck": "CommandLogRecoveryTests turns every byte",
    "Sources/Storage/Segment": "CommandLogSegmentTests and CommandLogFaultTests",
    "Sources/Storage/SessionChannel": "SessionStoreTests",
    "Sources/Storage/SessionFile": "SessionFilePoolTests",
    "Sources/Storage/SessionSegment": "SessionStoreRecoveryTests",
    "Sources/Storage/StoredMessage": "SessionStoreRecoveryTests",
    "Sources/TLS/PeerChain.swift": "Doorkeeper+AccessTests",
    "Sources/TradeClient/CodeMeaning.swift": "MessageTextTests",
    "Sources/TradeClient/ReportText.swift": "MessageTextTests",
    "Sources/TradeClient/ClientOrder.swift": "ClientOrdersTests",
    "Sources/TradeClient/Words.swift": "CommandParserTests",
    "Sources/Transport/Listener.swift": "ConnectionTests",
    "Sources/Transport/Poller.swift": "ConnectionTests and WakerTests",
    "Sources/Records/RawSpan+Records.swift": "RecordBufferTests",
    "Sources/Records/RecordHead.swift": "LayoutTests and RecordBufferTests",
    "Sources/Rings/RingMemory.swift": "RingTests, from every place and of every length",
  ]

  @Test("every source file with behaviour has a test file of its name, or a reason")
  func mirrored() {
    let names = Set(SourceTree.tests.map(\.name))
    let missing = SourceTree.sources.filter { file in
      let stem = file.name.replacingOccurrences(of: ".swift", with: "")
      let base = stem.split(separator: "+").first.map(String.init) ?? stem
      let hasBehaviour = file.code.contains { $0.contains("func ") || $0.contains("deinit") }
      return hasBehaviour && !file.isGenerated && file.module != "cangdan"
        && !names.contains("\(stem)Tests.swift") && !names.contains("\(base)Tests.swift")
        && !Self.exempt.keys.contains(where: file.path.hasPrefix)
    }
    #expect(missing.map(\.path) == [])
  }
}
