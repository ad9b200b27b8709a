import ArgumentParser
import FIX44
import FIXWire
import Market
import MarketDefinition
import OrderEntry
import Records
import Storage
import Tap
import TradeClient

extension FeedsCommand {
  /// `cangdan feeds show`: the drop copy of a session, from the files alone.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print the drop copy of a session, or its digest.",
      discussion: """
        What a session in role drop-copy or supervisor is told of others, made from the event log: one line for each \
        message, `|` for the delimiter, or with --digest the number of messages, the last FeedSeq(7840) and a \
        SHA-256 that a consumer computes over what it holds. The directory is only read: it may belong to a venue \
        that is running, and then its last events may not be in the files yet.

          cangdan feeds show DC001 --market Specs/sample-market --data data
          cangdan feeds show DC001 --market Specs/sample-market --data data \\
              --after 81920 --digest
        """)

    @Argument(help: "The session: its CompID, or CompID/SubID.") var session: String
    @Option(help: "The market definition that the venue serves.") var market: String
    @Option(help: "The data directory of the venue.") var data: String
    @Option(help: "Go on behind this FeedSeq(7840); 0: from the oldest event.") var after: UInt64 =
      0
    @Flag(help: "Print number, last FeedSeq(7840) and digest instead of the messages.")
    var digest = false

    func run() throws {
      try LogDirectory.check(data)
      let definition = try Definition(folder: market)
      guard let card = definition.sessions.first(where: { $0.name == session }) else {
        throw ValidationError("\(market) defines no session \(session)")
      }
      guard card.policies.role.getsCopies else {
        throw ValidationError(
          "session \(session) in role \(card.policies.roleName) gets no copies: name one in role drop-copy or supervisor"
        )
      }
      do {
        let parties = try FeedParties(directory: data)
        guard let id = parties.session(card.key) else {
          throw ValidationError("the log defines no session \(session)")
        }
        var feed = OfflineFeed(directory: data, parties: parties, session: id)
        try feed.write(as: card, of: definition.venue, behind: after, isDigest: digest)
      } catch let error as StorageError {
        Output.complain("\(error)")
        throw ExitCode.failure
      }
    }
  }
}

/// The firms and sessions that a command log defines.
struct FeedParties: ~Copyable {
  private var sessions: [ReferenceIndex.SessionKey: SessionID] = [:]
  private(set) var origins = Origins(capacity: 0)
  private(set) var firmCodes = FirmCodes(capacity: 0)

  init(directory: String) throws(StorageError) {
    var firms: [FirmID: CompID] = [:]
    var known: [SessionID: DefineSession] = [:]
    var reader = try CommandLogReader(directory: directory)
    while try reader.next() {
      switch CommandType(rawValue: reader.record.loadHead().typeCode) {
      case .defineFirm:
        let body = reader.record.loadBody(DefineFirm.self)
        firms[body.firm] = body.code
      case .defineSession:
        let body = reader.record.loadBody(DefineSession.self)
        known[body.session] = body
      default: break
      }
    }
    origins = Origins(capacity: Int(known.keys.max()?.rawValue ?? 0))
    firmCodes = FirmCodes(capacity: Int(firms.keys.max()?.rawValue ?? 0))
    for (id, code) in firms { firmCodes.set(code, of: id) }
    for (id, body) in known {
      sessions[ReferenceIndex.SessionKey(compID: body.compID, subID: body.subID)] = id
      guard let role = SessionRole(rawValue: body.roleCode) else { continue }
      origins.set(Origins.Origin(compID: body.compID, firm: body.firm, role: role), of: id)
    }
  }

  func session(_ key: ReferenceIndex.SessionKey) -> SessionID? { sessions[key] }
}

/// The drop copy of a session, made from an event log.
struct OfflineFeed: ~Copyable {
  private let directory: String
  private let parties: FeedParties
  private let session: SessionID
  private var digest = FeedDigest()
  private var count: UInt64 = 0
  private var last: UInt64 = 0

  init(directory: String, parties: consuming FeedParties, session: SessionID) {
    self.directory = directory
    self.parties = parties
    self.session = session
  }

  /// Writes each message behind `feedSeq`, or what they come to.
  mutating func write(
    as card: SessionDefinition, of venue: VenueDefinition, behind feedSeq: UInt64, isDigest: Bool
  ) throws(StorageError) {
    let history = try entitlements()
    var options = ReportOptions(ownTags: card.policies.sendsOwnTags)
    options.marketUTCOffsetSeconds = Int32(venue.calendar.utcOffsetSeconds)
    var header = OutboundHeader(
      .executionReport, from: venue.compID, to: card.compID, msgSeqNum: MsgSeqNum(rawValue: 0),
      sendingTime: .none)
    header.precision = card.policies.precision
    var encoder = MessageEncoder(capacity: ReportEncoder.messageBytesMax)
    var reader = EventFileReader(directory: directory, from: 0)
    while try reader.next() {
      let head = reader.record.loadHead()
      let entitlement = history.entitlement(at: head.sequence)
      guard head.session != session,
        let copy = DropCopy.of(reader.record, for: entitlement, from: parties.origins)
      else { continue }
      let begin = reader.position - UInt64(head.length)
      let place = FeedPlace(feedSeq: FeedPlace.feedSeq(at: begin), prevFeedSeq: last)
      last = place.feedSeq
      if last <= feedSeq { continue }
      header.msgSeqNum = header.msgSeqNum.next
      header.sendingTime = head.time
      CopyEncoder.encode(
        event: reader.record, as: copy, at: place, header: header, options: options,
        firmCodes: parties.firmCodes, into: &encoder)
      if isDigest { take(encoder) } else { Self.show(encoder) }
    }
    if isDigest { print("messages=\(count) last=\(last) sha256=\(digest.hexDigits)") }
  }

  private mutating func entitlements() throws(StorageError) -> EntitlementHistory {
    var history = EntitlementHistory()
    var reader = EventFileReader(directory: directory, from: 0)
    while try reader.next() {
      guard reader.record.loadHead().typeCode == EventType.entitlementChanged.rawValue else {
        continue
      }
      let body = reader.record.loadBody(EntitlementChanged.self)
      if body.session == session { history.note(EntitlementChange(body)) }
    }
    return history
  }

  private mutating func take(_ encoder: borrowing MessageEncoder) {
    var index = FieldIndex()
    let error = index.parse(encoder.message)
    precondition(error == nil, "what is encoded is a message")
    digest.take(WireMessage(index, encoder.message))
    count += 1
  }

  private static func show(_ encoder: borrowing MessageEncoder) {
    let message = Span<UInt8>(_bytes: encoder.message)
    let text = message.indices.map { message[$0] == 1 ? UInt8(ascii: "|") : message[$0] }
    print(String(decoding: text, as: UTF8.self))
  }
}
