import Agents
import Market
import MarketDefinition
import Storage

/// What the operator publishes, in a request: news, or that a parameter of an instrument changes; what does not apply is
/// left out.
public struct AdminPublication: Codable, Equatable, Sendable {
  /// announcement, risk-warning, document-warning, change or withdrawal.
  public var kind: String
  /// What news says: at most 120 characters, and 16 lines with 640 in all.
  public var headline: String?
  public var lines: [String]?
  /// One of the risks of Art. 27.
  public var incident: String?
  /// What it is about.
  public var symbol: String?
  public var document: String?
  /// The code of the firm that alone is told.
  public var firm: String?
  /// A parameter and its value, as a decimal number in percent, CNY, seconds, days or lots.
  public var parameter: String?
  public var value: String?
  /// The first day of the new value; none for at once.
  public var from: String?
  /// The abnormal situation that the change is an emergency measure in.
  public var situation: String?
  /// The number of the change that is withdrawn.
  public var number: UInt64?

  public init(_ kind: String) { self.kind = kind }

  /// Kinds that are no news.
  private static var changes: [String] { ["change", "withdrawal"] }
  fileprivate var isNews: Bool { !Self.changes.contains(kind) }
}

extension AdminRequest {
  /// What is published is said by publish alone, whole and nothing else.
  func checkPublication() throws(AdminProblem) {
    guard let publication, request == .publish else {
      if publication == nil && request != .publish { return }
      throw AdminProblem("publish, and it alone, takes a publication")
    }
    try publication.check()
    if !publication.isNews && (text ?? "").isEmpty {
      throw AdminProblem("a \(publication.kind) needs its reason, 'text'")
    }
  }
}

extension AdminPublication {
  /// The command of a publication that is checked, on a day of the market.
  func command(
    text: String, request: UInt32, by actor: AdminActor, at now: Instant, _ utcOffsetSeconds: Int
  ) throws(AdminProblem) -> OperatorCommand {
    switch kind {
    case "change":
      let today = CivilDate(now, utcOffsetSeconds: utcOffsetSeconds)
      var body = try change(on: today, utcOffsetSeconds)
      body.request = request
      body.uid = actor.uid
      body.pid = actor.pid
      body.textLength = UInt16(text.utf8.count)
      return .change(body, text: text)
    case "withdrawal":
      var body = WithdrawChange()
      body.number = number ?? 0
      body.request = request
      body.uid = actor.uid
      body.pid = actor.pid
      body.textLength = UInt16(text.utf8.count)
      return .withdrawal(body, text: text)
    default:
      var body = try news()
      body.request = request
      body.uid = actor.uid
      body.pid = actor.pid
      return .news(body, text: words)
    }
  }
}

extension AdminPublication {
  /// The headline, and the text behind it.
  fileprivate var words: String {
    (headline ?? "") + (lines ?? []).joined(separator: "\n")
  }

  fileprivate func check() throws(AdminProblem) {
    let saysNews =
      headline != nil || lines != nil || incident != nil || document != nil || firm != nil
    let saysChange = parameter != nil || value != nil || from != nil || situation != nil
    switch kind {
    case "change":
      if saysNews || number != nil || symbol == nil || parameter == nil || value == nil {
        throw AdminProblem("a change has symbol, parameter and value, and from or situation")
      }
      _ = try change(on: CivilDate(Instant(nanoseconds: 0), utcOffsetSeconds: 0), 0)
    case "withdrawal":
      if saysNews || saysChange || symbol != nil || number == nil {
        throw AdminProblem("a withdrawal has the number of the change, and nothing else")
      }
    default:
      if saysChange || number != nil {
        throw AdminProblem("news has no parameter, value, from, situation and number")
      }
      _ = try news()
    }
  }

  fileprivate func news() throws(AdminProblem) -> PublishNews {
    var body = PublishNews()
    guard let news = NewsKind.allCases.first(where: { AdminRequest.name(of: $0) == kind }) else {
      let kinds = NewsKind.allCases.map { AdminRequest.name(of: $0) } + Self.changes
      throw AdminProblem("'kind' is one of \(kinds.joined(separator: ", "))")
    }
    body.kindCode = news.rawValue
    if let incident {
      body.incidentCode = try AdminRequest.code(of: incident, Incident.self, "incident").rawValue
    }
    if news == .documentWarning && document == nil {
      throw AdminProblem("a document-warning names its document")
    }
    body.symbol = Symbol(try Self.text16(symbol, "symbol"))
    body.firm = CompID(try Self.text16(firm, "firm"))
    body.document = TitleDocID(try Self.text32(document, "document"))
    try addWords(to: &body)
    return body
  }

  private func addWords(to body: inout PublishNews) throws(AdminProblem) {
    let (headline, lines) = (headline ?? "", lines ?? [])
    let text = lines.joined(separator: "\n")
    guard (1...PublishNews.headlineBytesMax).contains(headline.utf8.count) else {
      throw AdminProblem("'headline' has 1 to \(PublishNews.headlineBytesMax) characters")
    }
    guard (1...PublishNews.linesMax).contains(lines.count), !lines.contains(""),
      text.utf8.count <= PublishNews.textBytesMax
    else {
      throw AdminProblem(
        "'lines' are 1 to \(PublishNews.linesMax), none of them empty, with "
          + "\(PublishNews.textBytesMax) characters in all")
    }
    guard ([headline] + lines).allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 <= 0x7e } })
    else { throw AdminProblem("headline and lines are printable ASCII") }
    body.headlineLength = UInt16(headline.utf8.count)
    body.textLength = UInt16(text.utf8.count)
  }

  fileprivate func change(on today: CivilDate, _ utcOffsetSeconds: Int) throws(AdminProblem)
    -> ChangeParameter
  {
    var body = ChangeParameter()
    body.symbol = Symbol(try Self.text16(symbol, "symbol"))
    let parameter = try AdminRequest.code(of: parameter, InstrumentParameter.self, "parameter")
    body.parameterCode = parameter.rawValue
    do {
      body.value = try DecimalText.parse(value ?? "", scale: parameter.unit.decimals)
    } catch {
      throw AdminProblem("'value' is \(parameter.unit.sentence)")
    }
    if let situation {
      body.situationCode =
        try AdminRequest.code(of: situation, AbnormalSituation.self, "situation").rawValue
    }
    body.publishedOn = Self.start(of: today, utcOffsetSeconds)
    if let from {
      guard let date = CivilDate(from) else {
        throw AdminProblem("'from' is a date like 2026-12-24")
      }
      body.effectiveAt = Self.start(of: date, utcOffsetSeconds)
    } else if situation == nil {
      throw AdminProblem(
        "a change says from when on, 30 days ahead at least (Art. 35), or its abnormal situation")
    }
    return body
  }

  private static func start(of date: CivilDate, _ utcOffsetSeconds: Int) -> Instant {
    Instant(
      nanoseconds: (Int64(date.daysSince1970) * 86_400 - Int64(utcOffsetSeconds)) * 1_000_000_000)
  }

  private static func text16(_ text: String?, _ key: String) throws(AdminProblem) -> Text16 {
    guard let text = Text16(text ?? "") else {
      throw AdminProblem("'\(key)' has at most 16 printable ASCII characters")
    }
    return text
  }

  private static func text32(_ text: String?, _ key: String) throws(AdminProblem) -> Text32 {
    guard let text = Text32(text ?? "") else {
      throw AdminProblem("'\(key)' has at most 32 printable ASCII characters")
    }
    return text
  }
}

extension InstrumentParameter.Unit {
  fileprivate var sentence: String {
    switch self {
    case .percent: "in percent, like 6 or 4.25, with two decimals at most"
    case .perMillion: "in percent, like 0.015, with four decimals at most"
    case .yuan: "CNY, like 12.50, with two decimals at most"
    case .seconds: "a number of seconds"
    case .days: "a number of trading days"
    case .lots: "a number of lots, at most 64"
    }
  }
}

extension AdminAnswer {
  /// What has come of a publication, from the gateway's figures.
  init(publication asked: AdminRequest, _ gateway: CounterBlock) {
    if let refusal = CommandRefusal(rawValue: UInt16(clamping: gateway.load(.refusal))) {
      let detail = Int64(bitPattern: gateway.load(.refusalDetail))
      self.init(ok: false, message: Self.sentence(refusal, detail))
      return
    }
    let number = gateway.load(.published)
    let message =
      switch asked.publication?.kind {
      case "change": "change \(number) is published: all sessions are told"
      case "withdrawal": "change \(number) is withdrawn: all sessions are told"
      default: "news \(number) is published"
      }
    self.init(ok: true, message: message)
    publication = number
  }

  private static func sentence(_ refusal: CommandRefusal, _ detail: Int64) -> String {
    switch refusal {
    case .unknownFirm: "there is no such firm"
    case .unknownInstrument: "there is no such instrument"
    case .unknownDocument: "there is no such document"
    case .unknownChange: "no change \(detail) is pending: it is in force, withdrawn, or never was"
    case .changePending: "the parameter changes already, by change \(detail): withdraw that first"
    case .noticeTooShort:
      "that is \(detail) days from its publication: \(ChangeParameter.leastNoticeDays) are the "
        + "least (Art. 35), unless an abnormal situation is named"
    case .notPublishedToday: "the day of its publication is over: ask for it again"
    case .limitReached: "\(detail) are pending already, which is as many as there is room for"
    case .invalidValue: "the instrument can't have that value, or has it already"
    default: "the venue refused it: \(refusal), \(detail)"
    }
  }
}
