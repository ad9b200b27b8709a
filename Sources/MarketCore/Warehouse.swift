import Market

/// A designated warehouse as the core needs it.
struct Warehouse: BitwiseCopyable {
  var code = CompID()
  /// The firm that runs it; none where nobody speaks for it.
  var firm = FirmID.none
  /// Where it is told of deliveries: the firm's first enabled session as a warehouse; the venue's where
  /// there is none.
  var session = SessionID.venue
  var grade: UInt8 = 0
  /// The grade that its definition gives: it counts until another one does.
  var definedGrade: UInt8 = 0
  var isBonded = false
  /// How many times its deposit the goods there may be worth; zero for any value.
  var depositMultiple: UInt32 = 0
  /// The operator has halted it (rule book Art. 49), and why; nothing that lies there is sold.
  var isHalted = false
  var situation: AbnormalSituation?
  /// Whether documents stored there may be sold: rule book Art. 18, market rules 2.10.
  var isCompliant: Bool { isBonded && grade < UInt8(ascii: "D") }
  /// Whether documents stored there are sold now.
  var sells: Bool { isCompliant && !isHalted }
  /// Whether it may bring new receipts to the market.
  var admitsReceipts: Bool { isBonded && grade < UInt8(ascii: "C") }
}
