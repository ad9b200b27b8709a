import Foundation

/// A market with one instrument, firms that have money without end, and documents to sell.
struct WireMarket {
  static let symbol = "BENCH-01"
  static let seller = "SELL01"
  /// The prices of buys that rest, and the price at which the seller offers.
  static let restingPrices = 500..<900
  static let crossingPrice = 999

  /// Buyers: B00, B01, ...
  let buyers: Int
  /// Documents of the seller, one lot each.
  let documents: Int
  /// Further sessions of the first buyer: C00000, C00001, ...; they may come from any address.
  var crowd = 0

  /// As many sessions that take market data, and as many drop copies of the first buyer.
  var lookers = 0

  static func member(_ number: Int) -> String { "C\(String(100_000 + number).dropFirst())" }

  static func buyer(_ number: Int) -> String { "B\(number / 10)\(number % 10)" }

  /// Writes the definition into `folder`.
  func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let firms = (0..<buyers).map(Self.buyer) + [Self.seller]
    try save("venue.yaml", in: folder, Self.venue)
    try save("warehouses.yaml", in: folder, Self.warehouses)
    try save("instruments.yaml", in: folder, Self.instruments)
    try save(
      "firms.yaml", in: folder,
      "firms:\n"
        + (firms + ["CLEARING", "LOOKER"]).map {
          "  - code: \($0)\n    name: Firm \($0)\n    origin: domestic\n"
        }.joined())
    try save(
      "sessions.yaml", in: folder,
      Self.defaults
        + firms.map { "  - compID: \($0)\n    firm: \($0)\n    role: dealer\n" }.joined()
        + crowdText + lookersText)
    try save(
      "funds.csv", in: folder,
      "firm,currency,amount\n" + firms.map { "\($0),CNY,9000000000000.00\n" }.joined())
    try save("receipts.csv", in: folder, receipts())
  }

  private func save(_ name: String, in folder: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  private var crowdText: String {
    (0..<crowd).map {
      "  - compID: \(Self.member($0))\n    firm: \(Self.buyer(0))\n    role: dealer\n    addresses: []\n"
    }.joined()
  }

  private var lookersText: String {
    (0..<lookers).map { number in
      Lookers.Kind.allCases.map { kind in
        "  - compID: \(Lookers.Kind.name(kind, number))\n    firm: LOOKER\n    addresses: []\n"
          + (kind == .marketData
            ? "    role: market-data\n" : "    role: drop-copy\n    copies: [\(Self.buyer(0))]\n")
      }.joined()
    }.joined()
  }

  private func receipts() -> String {
    let header =
      "receiptNo,symbol,warehouse,holder,status,netWeight,storedFrom,storedUntil,"
      + "qualityPremiumCNY,version,storageFeePaidTo,bonded,depositor,grade,package,pieces,position\n"
    let rest =
      ",\(Self.symbol),ZZW01,\(Self.seller),ACTIVE,1.000,2026-01-01,2046-01-01,0,1,2046-01-01,Y,"
      + "\(Self.seller),A,bundle,1,"
    return header + (0..<documents).map { "R\(1_000_000 + $0)\(rest)P\($0)\n" }.joined()
  }

  private static let venue = """
    compID: CANGDAN
    name: Benchmark market
    listen:
      address: 127.0.0.1
      port: 9880
    calendar:
      utcOffset: "+08:00"
      weekdays: [Mon, Tue, Wed, Thu, Fri]
      holidays: []
      hours:
        book: [09:00 open, 15:00 closed]

    """

  private static let warehouses = """
    warehouses:
      - code: ZZW01
        name: Warehouse 1
        place: XANRV
        kind: metals
        grade: A
        capacity: 60000
        bonded: yes

    """

  private static let defaults = """
    defaults:
      addresses: [127.0.0.1]
      heartbeat: 5-3600
      reset: allowed
      unknownTags: reject
      ownTags: yes
      throttle: none
      timestamps: nanoseconds
    sessions:

    """

  private static let instruments = """
    instruments:
      - code: \(symbol)
        name: "Benchmark goods, bonded receipt"
        document: receipt
        unit: t
        documentUnit: 1
        brand: NONE
        spec: none
        warehouse: ZZW01
        hours: book
        listingMode: [listing, continuous]
        authority: none (benchmark)
        tick: 1
        referencePrice: 700
        bandPercent: 60
        guarantee: 20
        guaranteeDue: before order entry
        tolerancePercent: 2
        splittable: no
        highestPremium: 0
        minInterval: 0
        matchRule: "price-time, whole documents"
        signingFlow: automatic
        settlement: {balanceWithin: 1 d}
        fees:
          tradePercent: 0.01
          tradeMinimum: 1
          titleTransferPerUnit: 1
        cfi: ITKXXX

    """
}
