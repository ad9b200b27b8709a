import Market
import MarketCore

/// Rows about the law of title documents.
extension ScenarioMarket {
  /// What a document says beside its weight and dates.
  func describe(_ row: Row, _ body: inout AdmitDocument) {
    body.version = row["version"].flatMap { UInt32($0) } ?? 0
    body.issuer = row["issuer"].map { firm(String($0)) } ?? .none
    body.pledgee = row["pledgee"].map { firm(String($0)) } ?? .none
    body.digest = digest(row["digest"])
    body.position = position(row["position"])
    body.feePaidTo = instant(row["paid"])
    body.certificateUntil = instant(row["certificate"])
    body.flags = flags(row["flags"])
  }

  /// Performs a row about a title document; nil where it is none.
  func title(_ row: Row) -> [String]? {
    switch row.verb {
    case "title":
      return requestTitle(row, session: sessions[row.word(0)] ?? SessionID(rawValue: 31))
    case "title-by-hand": return requestTitle(row, session: .venue)
    default: return nil
    }
  }

  /// `title SESSION ACTION DOCUMENT`, `title-by-hand ACTOR ACTION DOCUMENT`.
  private func requestTitle(_ row: Row, session: SessionID) -> [String] {
    var body = RequestTitle()
    if session == .venue {
      body.actorCode = code(row.word(0), of: TitleActor.self, unknown: 0)
      body.request = 1
    }
    body.actionCode = code(row.word(1), of: TitleAction.self, unknown: 0)
    body.document = TitleDocID(text32(row.word(2)))
    body.reference = text32("T\(row.word(2))")
    let purpose = TitlePurpose.allCases.first { row.has("\($0)") } ?? .change
    body.purposeCode = row.has("?") ? 9 : purpose.rawValue
    body.reasonCode = row["reason"].map { code($0, of: TitleReason.self, unknown: 0) } ?? 0
    if let version = row["version"].flatMap({ UInt32($0) }) {
      body.version = version
      body.hasVersion = 1
    }
    body.consents = consents(row["consents"])
    let parts = parts(row)
    body.partCount = UInt16(row["count"].flatMap { Int($0) } ?? parts.count)
    draft(row, &body)
    return tester.apply(.requestTitle, body, session: session, parts: parts)
  }

  private func draft(_ row: Row, _ body: inout RequestTitle) {
    func code(_ key: String) -> CompID { CompID(text16(row[key].map(String.init) ?? "")) }
    body.firm = code("firm")
    body.recipient = code("to")
    body.holder = code("holder")
    body.warehouse = code("warehouse")
    body.symbol = Symbol(text16(row["symbol"].map(String.init) ?? ""))
    body.newDocument = TitleDocID(text32(row["new"].map(String.init) ?? ""))
    body.digest = digest(row["digest"])
    body.position = position(row["position"])
    body.netWeight = Quantity(thousandths: integer(row["weight"] ?? "0", scale: 3))
    body.premium = Price(tenThousandths: integer(row["premium"] ?? "0", scale: 4))
    body.storedUntil = instant(row["until"])
    body.feePaidTo = instant(row["paid"])
    body.certificateUntil = instant(row["certificate"])
    body.docType = row.has("bill") ? 0x42 : 0x52
    body.flags = flags(row["flags"])
  }

  /// The documents of `parts=`.
  func parts(_ row: Row) -> [RequestedPart] {
    (row["parts"] ?? "").split(separator: ",").map(part)
  }

  /// `DOCUMENT:WEIGHT:POSITION`, or `DOCUMENT:version=N` is `DOCUMENT@N`.
  private func part(_ text: Substring) -> RequestedPart {
    var part = RequestedPart()
    let words = text.split(separator: "@")
    if words.count == 2 { part.version = UInt32(words[1]) ?? 0 }
    let places = words[0].split(separator: ":")
    part.document = TitleDocID(text32(String(places[0])))
    part.digest = digest(places[0])
    if places.count > 1 { part.netWeight = Quantity(thousandths: integer(places[1], scale: 3)) }
    if places.count > 2 { part.position = position(places[2]) }
    return part
  }

  /// A digest for each name; none of none.
  private func digest(_ name: Substring?) -> Digest256 {
    var digest = Digest256.none
    for (index, byte) in (name ?? "").utf8.prefix(32).enumerated() { digest[index] = byte }
    return digest
  }

  private func position(_ name: Substring?) -> TitlePosition {
    TitlePosition(storage: text16(name.map(String.init) ?? ""))
  }

  /// So many seconds from now; none of none.
  private func instant(_ seconds: Substring?) -> Instant {
    seconds.map { tester.now.adding(nanoseconds: integer($0, scale: 9)) } ?? .none
  }

  private func flags(_ names: Substring?) -> TitleFlags {
    let all: [Substring: TitleFlags] = [
      "bonded": .bonded, "splittable": .splittable, "order": .toOrder, "shipped": .shippedOnBoard,
      "waybill": .seaWaybill,
    ]
    return TitleFlags((names ?? "").split(separator: "+").compactMap { all[$0] })
  }

  private func consents(_ names: Substring?) -> TitleConsents {
    let all: [Substring: TitleConsents] = [
      "pledgee": .pledgeeAccepts, "warehouse": .warehouseSigns, "default": .defaultDeclared,
    ]
    return TitleConsents((names ?? "").split(separator: "+").compactMap { all[$0] })
  }
}
