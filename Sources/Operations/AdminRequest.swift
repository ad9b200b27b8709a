import Foundation
import Market
import MarketDefinition

/// What the operator asks for: one line of JSON, an object of these keys and no others.
public struct AdminRequest: Codable, Equatable, Sendable {
  /// What is asked for.
  public enum Verb: String, Codable, CaseIterable, Sendable {
    /// Sessions in the order of their names, a page of them.
    case sessions
    /// One of them.
    case session
    case logout
    case setSeq = "set-seq"
    case reset
    case disable
    case enable
    case kill
    case lift
    case bust
    case dispute
    case resume
    case settle
    case buyerDefault = "buyer-default"
    case sellerDefault = "seller-default"
    /// In the place of clearing or the registry.
    case answer
    /// A legal change of a title document.
    case title
    /// What a unit of a currency is worth.
    case fixing
    /// The grade of a warehouse.
    case grade
    /// A reconciliation files what it has found.
    case recon
    /// A net run now, beside the clock's.
    case netRun = "net-run"
    /// The risk reserve pays for what a default has cost.
    case useReserve = "use-reserve"
    /// Trading of the venue, a commodity, a warehouse or an instrument is halted, resumed, opened or closed.
    case market
    /// A second person approves or declines what waits for it.
    case approve
    case decline
    /// What waits for a second person.
    case approvals
    /// The firms that are stopped, why and since when.
    case suspensions
    /// A lot of a one-way auction: its application, its announcement, its end.
    case auction
    /// News, or a change of an instrument's parameter.
    case publish
    /// How the venue stands.
    case status
    /// All figures in the text format of Prometheus.
    case metrics
  }

  public var request: Verb
  /// The name of a session: CompID, or CompID/SubID.
  public var session: String?
  /// The code of a firm.
  public var firm: String?
  /// All of the venue.
  public var venue: Bool?
  /// MsgSeqNum(34) of the next message to the counterparty.
  public var nextOut: UInt64?
  /// MsgSeqNum(34) expected next from it.
  public var nextIn: UInt64?
  /// The number of a trade.
  public var trade: UInt64?
  /// In CNY, as a decimal number.
  public var amount: String?
  /// The instruction that is answered.
  public var instruction: UInt64?
  /// Whether it is done, else refused.
  public var done: Bool?
  /// Without the warehouse's signature.
  public var unsigned: Bool?
  /// The number of a title document.
  public var document: String?
  /// What is done to it, or to the market; by whose right, and why.
  public var action: String?
  public var actor: String?
  public var reason: String?
  /// The code of the firm that becomes pledgee or holder.
  public var recipient: String?
  /// What another has said to it by letter.
  public var agreed: String?
  /// The version that is meant.
  public var version: UInt32?
  /// TitleDigest(7709) in hexadecimal digits.
  public var digest: String?
  /// The code of a currency.
  public var currency: String?
  /// What a unit of it is worth in CNY, as a decimal number.
  public var fixing: String?
  /// The code of a warehouse, and its grade, A to D.
  public var warehouse: String?
  public var grade: String?
  /// What of the market it is about: its kind, and its code, unless it is the venue.
  public var scope: String?
  public var subject: String?
  /// The abnormal situation that a halt is declared for.
  public var situation: String?
  /// The number of what waits for a second person.
  public var approval: UInt64?
  /// What the action would do is told, and nothing done.
  public var dryRun: Bool?
  /// What a reconciliation has found.
  public var finding: AdminFinding?
  /// What is wanted with a lot of an auction.
  public var lot: AdminAuction?
  /// What is published.
  public var publication: AdminPublication?
  /// At most 64 bytes of printable ASCII.
  public var text: String?
  /// Sessions behind this name.
  public var after: String?

  public init(_ request: Verb) { self.request = request }
}

/// Why a request is refused, as a sentence.
public struct AdminProblem: Error, Equatable, Sendable {
  public let text: String
  public init(_ text: String) { self.text = text }
}

extension AdminRequest {
  private enum Key: String, CodingKey, CaseIterable {
    case request, session, firm, venue, nextOut, nextIn, trade, instruction, done, unsigned, text
    case after, document, action, actor, reason, recipient, agreed, version, digest
    case currency, fixing
    case warehouse, grade
    case finding, amount, lot
    case scope, subject, situation, approval, dryRun, publication
  }

  /// A key as it stands in the line.
  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }

  /// Reads a line; what is wrong with it is said.
  public init(line: String) throws(AdminProblem) {
    let data = Data(line.utf8)
    let keys: [String]
    do {
      keys = try JSONDecoder().decode(Keys.self, from: data).names
    } catch {
      throw AdminProblem(#"a request is one line of JSON like {"request":"sessions"}"#)
    }
    for key in keys where Key(rawValue: key) == nil {
      let names = Key.allCases.map(\.rawValue)
      throw AdminProblem("there is no '\(key)'\(NearestName.hint(key, among: names))")
    }
    do {
      self = try JSONDecoder().decode(AdminRequest.self, from: data)
    } catch {
      throw AdminProblem(Self.sentence(error, data))
    }
    try check()
  }

  private struct Keys: Decodable {
    let names: [String]
    init(from decoder: any Decoder) throws {
      names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    }
  }

  private static func sentence(_ error: any Error, _ data: Data) -> String {
    switch error as? DecodingError {
    case .dataCorrupted(let context)? where context.codingPath.last?.stringValue == "request":
      let names = Verb.allCases.map(\.rawValue).joined(separator: ", ")
      return "'request' is one of \(names)"
    case .keyNotFound(let key, _)?: return "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?,
      .dataCorrupted(let context)?:
      let key = context.codingPath.last?.stringValue
      return key.map { "'\($0)' is of the wrong kind" } ?? "a number is out of range"
    default: return "no request"
    }
  }

  /// What it is about is named by those verbs that are about it.
  private func checkSubject() throws(AdminProblem) {
    try checkTrade()
    try checkTitle()
    try checkReserve()
    try checkFixing()
    try checkGrade()
    try checkFinding()
    try checkMarket()
    try checkApproval()
    try checkLot()
    try checkPublication()
  }

  /// Whether it has what its verb needs, and nothing else.
  private func check() throws(AdminProblem) {
    let needsNumber = request == .setSeq
    if (nextOut != nil || nextIn != nil) != needsNumber || (nextOut != nil && nextIn != nil) {
      throw AdminProblem("set-seq, and it alone, takes nextOut or nextIn")
    }
    if after != nil && request != .sessions {
      throw AdminProblem("sessions, and it alone, takes after")
    }
    try checkSubject()
    switch request {
    case .sessions, .status, .metrics, .recon, .fixing, .netRun, .market, .approve, .decline,
      .approvals, .suspensions, .auction, .publish:
      if session != nil || firm != nil || venue != nil {
        throw AdminProblem("\(request.rawValue) takes nobody")
      }
    case .kill, .lift:
      let scopes = [session != nil, firm != nil, venue == true].count { $0 }
      if scopes != 1 { throw AdminProblem("\(request.rawValue) takes session, firm or venue") }
    case .session, .logout, .setSeq, .reset, .disable, .enable:
      if session == nil || firm != nil || venue != nil {
        throw AdminProblem("\(request.rawValue) takes a session")
      }
    case .title:
      if session != nil || venue != nil { throw AdminProblem("title takes a document") }
    case .grade:
      if session != nil || firm != nil || venue != nil {
        throw AdminProblem("grade takes a warehouse")
      }
    case .bust, .dispute, .resume, .settle, .buyerDefault, .sellerDefault, .answer, .useReserve:
      if session != nil || firm != nil || venue != nil {
        throw AdminProblem("\(request.rawValue) takes a trade")
      }
    }
    if request == .netRun && (text ?? "").isEmpty {
      throw AdminProblem("net-run needs its reason, 'text'")
    }
    guard let text else { return }
    guard text.utf8.count <= ControlSession.textBytesMax,
      text.utf8.allSatisfy({ $0 >= 0x20 && $0 <= 0x7e })
    else { throw AdminProblem("'text' has at most 64 characters, all of them printable ASCII") }
  }

  /// As a line, without its end.
  public var line: String { AdminAnswer.line(of: self) }
}
