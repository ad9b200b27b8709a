import Agents
import Market
import Storage

/// The operator's requests about a title document: their commands, and what has come of them as sentences.
extension AdminRequest {
  /// What can be done by hand; documents that are made, and dates, come by FIX with all that they say.
  static let titleActions: [(String, TitleAction)] = [
    ("approve", .approve), ("register", .register), ("activate", .activate),
    ("pledge", .pledge), ("release", .release), ("enforce", .enforce), ("freeze", .freeze),
    ("unfreeze", .unfreeze), ("deimmobilise", .deimmobilise), ("withdraw", .withdraw),
    ("load-out", .loadOut), ("give-up", .giveUp), ("expire", .expire), ("refuse", .refuse),
  ]
  static let titleActors: [(String, TitleActor)] = [
    ("operator", .operator), ("court", .court), ("registry", .registry),
    ("warehouse", .warehouse), ("carrier", .carrier), ("holder", .holder), ("pledgee", .pledgee),
  ]
  static let titleReasons: [(String, TitleReason)] = [
    ("doubt", .doubt), ("dispute", .dispute), ("court", .court),
    ("reconciliation-break", .reconciliationBreak), ("error", .error),
  ]
  static let titleConsents: [(String, TitleConsents)] = [
    ("pledgee", .pledgeeAccepts), ("warehouse", .warehouseSigns), ("default", .defaultDeclared),
  ]

  /// The command of a request about a document.
  func titleCommand(request number: UInt32, by who: AdminActor) throws(AdminProblem)
    -> OperatorCommand
  {
    var body = RequestTitle()
    guard let document = Text32(self.document ?? ""), !document.isEmpty else {
      throw AdminProblem("'document' has 1 to 32 printable ASCII characters")
    }
    body.document = TitleDocID(document)
    body.actionCode = try Self.choice(action, "action", Self.titleActions).rawValue
    body.actorCode = try Self.choice(actor ?? "operator", "actor", Self.titleActors).rawValue
    if let reason {
      body.reasonCode = try Self.choice(reason, "reason", Self.titleReasons).rawValue
    }
    if let agreed { body.consents = try Self.choice(agreed, "agreed", Self.titleConsents) }
    if let version {
      body.version = version
      body.hasVersion = 1
    }
    body.firm = try Self.code(firm, "firm")
    body.recipient = try Self.code(recipient, "recipient")
    if let digest {
      let digits = Array(digest.utf8)
      guard let value = Digest256(hex: digits.span) else {
        throw AdminProblem("'digest' has 64 hexadecimal digits")
      }
      body.digest = value
    }
    body.request = number
    body.uid = who.uid
    body.pid = who.pid
    body.textLength = UInt16(text?.utf8.count ?? 0)
    return .title(body, text: text ?? "")
  }

  private static func choice<Value>(_ name: String?, _ key: String, _ among: [(String, Value)])
    throws(AdminProblem) -> Value
  {
    if let found = among.first(where: { $0.0 == name }) { return found.1 }
    throw AdminProblem("'\(key)' is one of \(among.map(\.0).joined(separator: ", "))")
  }

  private static func code(_ name: String?, _ key: String) throws(AdminProblem) -> CompID {
    guard let text = Text16(name ?? "") else {
      throw AdminProblem("'\(key)' is the code of a firm, at most 16 characters")
    }
    return CompID(text)
  }
}

extension AdminAnswer {
  /// What has come of a request about a document, from the gateway's figures.
  init(title asked: AdminRequest, _ gateway: CounterBlock) {
    let document = "document \(asked.document ?? "")"
    if let refusal = CommandRefusal(rawValue: UInt16(clamping: gateway.load(.refusal))) {
      self.init(ok: false, message: "the venue refused it: \(refusal)")
    } else if let refusal = TitleActionRefusal(
      rawValue: UInt16(clamping: gateway.load(.titleRefusal)))
    {
      self.init(ok: false, message: "\(document) is as it was: \(refusal.words)")
    } else if let refusal = NoticeRefusal(rawValue: UInt16(clamping: gateway.load(.noticeRefusal)))
    {
      self.init(ok: false, message: "\(document) is as it was: \(refusal)")
    } else {
      let status = TitleStatus(rawValue: UInt8(clamping: gateway.load(.titleStatus)))
      let word = status.map { "\($0)".uppercased() } ?? "?"
      let version = gateway.load(.titleVersion)
      self.init(ok: true, message: "\(document) is \(word), version \(version)")
      titleStatus = status.map { "\($0)" }
    }
  }
}

extension TitleActionRefusal {
  /// Why nothing is done, as words behind a colon.
  fileprivate var words: String {
    switch self {
    case .unknownDocument: "there is none of that number"
    case .wrongVersion: "it has another version by now"
    case .wrongState: "its state does not let it"
    case .wrongActor: "it is somebody else's right, say whose with --as and --firm"
    case .notFree: "it is reserved or settling"
    case .dataMissing: "the firm, the digest or the recipient is missing"
    case .warehouseNotCompliant: "its warehouse is not compliant (Art. 18)"
    case .notBonded: "its goods are not bonded (Art. 49)"
    case .notToOrder: "a straight bill of lading is not negotiable (Art. 6)"
    case .notShippedOnBoard: "its goods are not on board"
    case .seaWaybill: "a sea waybill is no document of title (Art. 6)"
    case .weightOutsideTolerance: "it is not one document unit within its tolerance"
    case .feeUnpaid: "its storage is not paid"
    case .remainingDaysTooFew: "it is not good for long enough"
    case .pledgeeNotAccepted: "the pledgee has not agreed; by letter: --agreed pledgee"
    case .digestDiffers: "the registry has another digest"
    case .notCountersigned: "the warehouse has not signed; by letter: --agreed warehouse"
    case .defaultNotDeclared: "the registry has no default; by letter: --agreed default"
    case .reasonMissing: "it needs a --reason"
    case .stillValid: "it is still valid"
    case .duplicate, .full, .positionOccupied, .wrongDocType, .weightsDiffer, .notSplittable,
      .partTooSmall, .partsUnequal, .notSettling, .fundsNotSettled, .wrongPartCount:
      "\(self)"
    }
  }
}
