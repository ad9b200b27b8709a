import Funds
import GRDB
import Market
import Records
import Titles

/// Title documents and money.
extension EventEntry {
  /// A legal change of a document: an entry of its chain, verified against the one before.
  func enter(_ body: TitleChanged) throws {
    let document = "\(body.document.text)"
    try verify(body, document)
    try db.insert("endorsements", endorsement(body, document))
    try db.upsert(
      "documents", key: "document",
      [
        "document": document, "instrument": body.instrument.rawValue,
        "warehouse": body.warehouse, "docType": BookText.character(body.docType),
        "holder": body.holder.rawValue,
        "status": BookText.name(body.statusCode, TitleStatus.self), "version": body.version,
        "netWeightThousandths": body.netWeight.thousandths, "parent": "\(body.parent.text)",
        "endorsementCount": body.endorsementSeq, "head": BookText.digest(body.head),
        "recipient": body.toFirm.rawValue,
      ])
    try index(body.tradeID, .titleChanged)
  }

  private func endorsement(_ body: TitleChanged, _ document: String) -> Columns {
    [
      "position": position, "sequence": sequence, "ordinal": ordinal, "atNanos": atNanos,
      "document": document, "endorsementSeq": body.endorsementSeq,
      "action": BookText.name(body.actionCode, TitleAction.self),
      "actor": BookText.name(body.actorCode, TitleActor.self),
      "reason": BookText.name(body.reasonCode, TitleReason.self), "firm": body.firm.rawValue,
      "fromFirm": body.fromFirm.rawValue, "toFirm": body.toFirm.rawValue,
      "fromStatus": BookText.name(body.fromStatusCode, TitleStatus.self),
      "status": BookText.name(body.statusCode, TitleStatus.self), "holder": body.holder.rawValue,
      "version": body.version, "instrument": body.instrument.rawValue,
      "netWeightThousandths": body.netWeight.thousandths,
      "tradeID": stored(body.tradeID.rawValue), "reference": "\(body.reference)",
      "digest": BookText.digest(body.digest), "previous": BookText.digest(body.previous),
      "head": BookText.digest(body.head),
    ]
  }

  /// The entry must follow the document's chain as it is recorded, and its digest be that of what it
  /// says. A break is noted, and the chain goes on behind this entry.
  private func verify(_ body: TitleChanged, _ document: String) throws {
    guard let entry = TitleEndorsement(body, at: head.time) else {
      return try enterBreak("endorsement", of: document, "it has codes that nobody knows")
    }
    if entry.head != body.head {
      try enterBreak(
        "endorsement", of: document,
        "entry \(body.endorsementSeq) has digest \(entry.head) and says \(body.head)")
    }
    guard let row = try db.first("SELECT * FROM documents WHERE document = ?", [document]) else {
      if body.endorsementSeq == 1 { return try verifyParent(of: body, document) }
      return try enterBreak(
        "endorsement", of: document, "entry \(body.endorsementSeq) of a document unknown before")
    }
    var chain = EndorsementChain(
      recorded: BookText.digest(row["head"]), count: row["endorsementCount"],
      recipient: FirmID(rawValue: row["recipient"]))
    if !chain.append(entry) {
      try enterBreak(
        "endorsement", of: document,
        "entry \(body.endorsementSeq) does not follow entry \(row["endorsementCount"] as Int64)")
    }
  }

  /// The first entry of a part names an entry of its parent.
  private func verifyParent(of body: TitleChanged, _ document: String) throws {
    guard !body.parent.text.isEmpty, body.previous != .none else { return }
    let row = try db.first(
      "SELECT 1 FROM endorsements WHERE document = ? AND head = ?",
      ["\(body.parent.text)", BookText.digest(body.previous)])
    if row == nil {
      try enterBreak(
        "endorsement", of: document, "its first entry names none of its parent \(body.parent.text)")
    }
  }
}

extension TitleEndorsement {
  /// The entry that an event tells; nil where a code is of no set that is known.
  init?(_ body: TitleChanged, at time: Instant) {
    guard let action = TitleAction(rawValue: body.actionCode),
      let actor = TitleActor(rawValue: body.actorCode),
      let status = TitleStatus(rawValue: body.statusCode),
      let reason = TitleReason(rawValue: body.reasonCode)
    else { return nil }
    self.init()
    document = body.document
    digest = body.digest
    previous = body.previous
    self.time = time
    sequence = body.endorsementSeq
    version = body.version
    firm = body.firm
    from = body.fromFirm
    to = body.toFirm
    self.action = action
    self.actor = actor
    self.status = status
    self.reason = reason
  }
}
