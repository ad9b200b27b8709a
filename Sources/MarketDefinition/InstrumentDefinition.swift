public import Market

/// An instrument with everything that rule book Art. 11 demands of its operator.
public struct InstrumentDefinition: Sendable {
  public var code = Symbol()
  public var line = 0
  public var name = ""
  public var unit = ""
  public var brand = ""
  public var specification = ""
  /// The name of its hours in the calendar.
  public var hours = ""
  /// The name of the hours in which firms may deal beside the book; empty where these are the book's.
  public var negotiatedHours = ""
  /// How many days ahead a deal may be delivered.
  public var deliveryDays: UInt16 = 0
  public var guaranteeDue = ""
  public var matchRule = ""
  /// How parties come to be bound, in words; `signing` is their first one.
  public var signingFlow = ""
  public var signing = SigningFlow.automatic
  public var clearing = ClearingMode.gross
  public var settlement = SettlementDefinition()
  public var auction = AuctionDefinition()
  public var authority = ""
  public var cfi = ""
  /// The code of the warehouse; empty for bills of lading.
  public var warehouse = CompID()
  /// 1 listing, 2 continuous, 4 negotiated, 8 auction ascending, 16 auction descending.
  public var modes: UInt8 = 0
  /// The mode of the order book; nil where the instrument has none.
  public var bookMode: TradingMode?
  /// Whether firms may agree on trades beside the book.
  public var isNegotiated: Bool { modes & 4 != 0 }
  /// Whether lots of it are auctioned.
  public var isAuctioned: Bool { modes & 24 != 0 }
  /// Whether it trades at all, and so has phases.
  public var trades: Bool { bookMode != nil || isNegotiated || isAuctioned }
  /// TitleDocType(7702).
  public var isBillOfLading = false
  public var documentUnit = Quantity.zero
  public var tick = Price.zero
  public var referencePrice = Price.zero
  public var bandBasisPoints: UInt32 = 0
  /// Of negotiated deals; zero for that of orders.
  public var negotiatedBandBasisPoints: UInt32 = 0
  /// For a firm to answer a trade that another one alleges.
  public var answerSeconds: UInt32 = 0
  /// Among how many best prices of its side an order stands that another may name.
  public var listingReach = Limits.listingReach
  /// How long a request for quotes stands at most, and how many offers may follow the first.
  public var quoteSeconds: UInt32 = 0
  public var quoteRounds: UInt16 = 0
  public var priceBasis = PriceBasis.full
  public var benchmark = BenchmarkRef.none
  public var benchmarkBandBasisPoints: UInt32 = 0
  public var dynamicBandBasisPoints: UInt32 = 0
  public var interruptionSeconds: UInt32 = 0
  public var guaranteeBasisPoints: UInt32 = 0
  public var toleranceBasisPoints: UInt32 = 0
  public var highestPremium = Price.zero
  public var minIntervalSeconds: UInt32 = 0
  /// Trading days; both must be over.
  public var minIntervalDays: UInt16 = 0
  public var minRemainingDays: UInt16 = 0
  public var minDeliveryUnit = Quantity.zero
  public var tradeFeePerMillion: UInt32 = 0
  public var minimumTradeFee = Amount.zero
  public var titleTransferFeePerUnit = Amount.zero
  public var maxLots: UInt16 = 64
  public var isSplittable = false
  public init() {}
}

extension InstrumentDefinition {
  /// The 13 keys that carry the items of Art. 11; an instrument without one of them is refused.
  static let article11 = [
    "name", "code", "unit", "brand", "spec", "hours", "listingMode", "minInterval", "guarantee",
    "guaranteeDue", "matchRule", "signingFlow", "fees",
  ]
  static let keys =
    article11 + [
      "documentUnit", "document", "warehouse", "tick", "referencePrice", "bandPercent",
      "tolerancePercent", "splittable", "authority", "cfi", "highestPremium", "maxLots",
      "dynamicBandPercent", "interruptionSeconds", "clearing", "settlement", "minIntervalDays",
      "minRemainingDays", "minDeliveryUnit", "negotiatedBandPercent",
      "answerSeconds", "listingReach", "auction", "quoteSeconds", "quoteRounds",
      "priceBasis", "benchmark", "benchmarkBandPercent", "negotiatedHours", "deliveryDays",
    ]

  static let modeBits: [(String, UInt8)] = [
    ("listing", 1), ("continuous", 2), ("negotiated", 4), ("auction-ascending", 8),
    ("auction-descending", 16),
  ]

  /// `settlement` holds for what the instrument does not say.
  init(_ node: ConfigurationNode, settlement: SettlementDefinition) {
    self.init()
    self.settlement = settlement
    node.expectKeys(Self.keys)
    line = node.line
    for key in Self.article11 where node.child(key) == nil {
      node.complain("'\(key)' is missing: rule book Art. 11 demands it of every instrument")
    }
    readTexts(node)
    readModes(node)
    readSizes(node)
    readPercentages(node)
    readNegotiation(node)
    readAuction(node)
    readInterruption(node)
    readPriceBasis(node)
    readSettlement(node)
    if let fees = node.child("fees") { readFees(fees) }
  }

  private mutating func readTexts(_ node: ConfigurationNode) {
    let symbol = node.child("code")?.value("a code of 1 to 16 printable ASCII characters") {
      Text16($0).flatMap { $0.isEmpty ? nil : Symbol($0) }
    }
    if let symbol { code = symbol }
    name = node.child("name")?.text ?? ""
    unit = node.child("unit")?.text ?? ""
    brand = node.child("brand")?.text ?? ""
    specification = node.child("spec")?.text ?? ""
    hours = node.child("hours")?.text ?? ""
    guaranteeDue = node.child("guaranteeDue")?.text ?? ""
    matchRule = node.child("matchRule")?.text ?? ""
    signingFlow = node.child("signingFlow")?.text ?? ""
    authority = node.child("authority")?.text ?? ""
    cfi = node.child("cfi")?.text ?? ""
    if let warehouse = node.child("warehouse")?.compID { self.warehouse = warehouse }
    isSplittable = node.child("splittable")?.boolean ?? false
    isBillOfLading =
      node.required("document")?.choice([("receipt", false), ("bill-of-lading", true)]) ?? false
  }

  private mutating func readModes(_ node: ConfigurationNode) {
    for element in node.child("listingMode")?.elements ?? [] {
      if let bit = element.choice(Self.modeBits) { modes |= bit }
    }
    if modes & 2 != 0 && authority.isEmpty {
      node.child("listingMode")?.complain(
        "'listingMode' has continuous but 'authority' is missing: rule book Art. 7(3) allows it only "
          + "where the State or the city provides; name the authority or drop the mode")
    }
    bookMode = modes & 2 != 0 ? .continuous : modes & 1 != 0 ? .listing : nil
    guard let reach = node.child("listingReach") else { return }
    if let prices = reach.integer(in: 1...16) { listingReach = UInt8(prices) }
    if bookMode != .listing {
      reach.complain("'listingReach' means nothing where the book's mode is not listing")
    }
  }

  private mutating func readSizes(_ node: ConfigurationNode) {
    if let unit = node.required("documentUnit")?.decimal(scale: Quantity.scale, atLeast: 1) {
      documentUnit = Quantity(thousandths: unit)
    }
    if let tick = node.required("tick")?.decimal(scale: Price.scale, atLeast: 1) {
      self.tick = Price(tenThousandths: tick)
    }
    if let reference = node.required("referencePrice")?.decimal(scale: Price.scale) {
      referencePrice = Price(tenThousandths: reference)
      if tick != .zero, reference % tick.tenThousandths != 0 {
        node.child("referencePrice")?.complain("not a multiple of 'tick'")
      }
    }
    if let premium = node.child("highestPremium")?.decimal(scale: Price.scale, atLeast: 0) {
      highestPremium = Price(tenThousandths: premium)
    }
    if let lots = node.child("maxLots")?.integer(in: 1...Limits.documentsPerOrder) {
      maxLots = UInt16(lots)
    }
    if let seconds = node.child("minInterval")?.integer(in: 0...31_536_000) {
      minIntervalSeconds = UInt32(seconds)
    }
    if let days = node.child("minIntervalDays")?.integer(in: 0...250) {
      minIntervalDays = UInt16(days)
    }
    readTitleTerms(node)
  }

  /// What documents have to be that are traded in it.
  private mutating func readTitleTerms(_ node: ConfigurationNode) {
    if let days = node.child("minRemainingDays")?.integer(in: 0...3_650) {
      minRemainingDays = UInt16(days)
    }
    let part = node.child("minDeliveryUnit")
    guard let least = part?.decimal(scale: Quantity.scale, atLeast: 1) else { return }
    minDeliveryUnit = Quantity(thousandths: least)
    if minDeliveryUnit > documentUnit { part?.complain("more than 'documentUnit'") }
  }

  private mutating func readPercentages(_ node: ConfigurationNode) {
    bandBasisPoints = node.required("bandPercent")?.basisPoints ?? 0
    guaranteeBasisPoints = node.child("guarantee")?.basisPoints ?? 0
    toleranceBasisPoints = node.required("tolerancePercent")?.basisPoints ?? 0
  }

  /// What holds for deals alone.
  private mutating func readNegotiation(_ node: ConfigurationNode) {
    negotiatedBandBasisPoints = node.child("negotiatedBandPercent")?.basisPoints ?? 0
    answerSeconds = isNegotiated ? 300 : 0
    if let seconds = node.child("answerSeconds")?.integer(in: 1...86_400) {
      answerSeconds = UInt32(seconds)
    }
    quoteSeconds = isNegotiated ? 600 : 0
    if let seconds = node.child("quoteSeconds")?.integer(in: 1...86_400) {
      quoteSeconds = UInt32(seconds)
    }
    quoteRounds = isNegotiated ? 10 : 0
    if let rounds = node.child("quoteRounds")?.integer(in: 0...1_000) {
      quoteRounds = UInt16(rounds)
    }
    negotiatedHours = node.child("negotiatedHours")?.text ?? ""
    if let days = node.child("deliveryDays")?.integer(in: 0...365) { deliveryDays = UInt16(days) }
    for key in [
      "negotiatedBandPercent", "answerSeconds", "quoteSeconds", "quoteRounds", "negotiatedHours",
      "deliveryDays",
    ] where !isNegotiated {
      node.child(key)?.complain(
        "'\(key)' means nothing where 'listingMode' does not have negotiated")
    }
  }

  private mutating func readInterruption(_ node: ConfigurationNode) {
    dynamicBandBasisPoints = node.child("dynamicBandPercent")?.basisPoints ?? 0
    if let seconds = node.child("interruptionSeconds")?.integer(in: 1...86_400) {
      interruptionSeconds = UInt32(seconds)
    }
    if dynamicBandBasisPoints > 0 && node.child("interruptionSeconds") == nil {
      node.child("dynamicBandPercent")?.complain(
        "'dynamicBandPercent' needs 'interruptionSeconds', the length of the call that it brings about"
      )
    }
    if dynamicBandBasisPoints == 0 {
      node.child("interruptionSeconds")?.complain(
        "'interruptionSeconds' means nothing without 'dynamicBandPercent'")
    }
  }

  private mutating func readFees(_ node: ConfigurationNode) {
    node.expectKeys(["tradePercent", "tradeMinimum", "titleTransferPerUnit"])
    if let percent = node.required("tradePercent")?.decimal(scale: 4, atLeast: 0) {
      tradeFeePerMillion = UInt32(clamping: percent)
    }
    if let least = node.child("tradeMinimum")?.decimal(scale: Amount.scale, atLeast: 0) {
      minimumTradeFee = Amount(fen: least)
    }
    if let transfer = node.child("titleTransferPerUnit")?.decimal(scale: Amount.scale, atLeast: 0) {
      titleTransferFeePerUnit = Amount(fen: transfer)
    }
  }
}
