import Market
import Titles

/// Names of the market's things.
enum SettlementNames {
  static func symbol(_ instrument: Int) -> Symbol { Symbol(text("I", instrument)) }

  /// A document's name says its number as a ClOrdID(11) of a stream does.
  static func document(_ number: Int) -> TitleDocID { TitleDocID(clOrdID(number).text) }

  static func number(of document: TitleDocID) -> Int { name(of: ClOrdID(document.text)) }

  /// The number of a firm whose code this is; zero of none.
  static func number(of firm: CompID) -> Int { Int("\(firm.text)".dropFirst()) ?? 0 }

  static func firm(_ number: Int) -> CompID {
    number == 0 ? CompID() : CompID(text("F", number))
  }

  static func digest(_ number: Int) -> Digest256 {
    var digest = Digest256.none
    for place in 0..<4 { digest[place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
    return digest
  }

  static func position(_ number: Int) -> TitlePosition {
    number == 0 ? TitlePosition() : TitlePosition(storage: text("P", number))
  }

  /// Of every document that is made, unless its request says otherwise.
  static let flags: TitleFlags = [.bonded, .splittable, .toOrder, .shippedOnBoard]

  static func part(_ named: NamedPart) -> TitlePart {
    var part = TitlePart()
    part.document = document(named.document)
    part.digest = digest(named.document)
    part.position = position(named.position)
    part.netWeight = Quantity(thousandths: named.weight)
    part.version = UInt32(named.version)
    return part
  }

  /// The step that a reference names; zero where there is none.
  static func reference(_ number: Int) -> Text32 {
    number == 0 ? Text32() : clOrdID(number).text
  }
  static func number(of reference: Text32) -> Int {
    name(of: ClOrdID(reference))
  }

  static let benchmark = BenchmarkRef(text("BENCH", 1)) ?? .none

  static func text(_ prefix: String, _ number: Int) -> Text16 {
    guard let text = Text16("\(prefix)\(number)") else { preconditionFailure("a short text") }
    return text
  }
}

extension RequestedPart {
  init(_ part: TitlePart) {
    self.init()
    document = part.document
    digest = part.digest
    position = part.position
    netWeight = part.netWeight
    version = part.version
  }
}
