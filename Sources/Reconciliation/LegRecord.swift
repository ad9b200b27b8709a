public import Market

/// What the registry says of one document of a trade.
public struct GoodsRecord: Equatable, Sendable {
  /// TrdMatchID(880).
  public var trade: UInt64
  public var document: String
  /// Whose it is now, a firm's code.
  public var holder: String
  /// TitleVersion(7708); nil where the statement has none.
  public var version: UInt32?
  /// When it was said; none where the statement does not tell.
  public var time: Instant

  public init(
    trade: UInt64, document: String, holder: String, version: UInt32? = nil, time: Instant = .none
  ) {
    self.trade = trade
    self.document = document
    self.holder = holder
    self.version = version
    self.time = time
  }
}

/// What a warehouse says of one document of a trade.
public struct WeightRecord: Equatable, Sendable {
  /// TrdMatchID(880).
  public var trade: UInt64
  public var document: String
  public var netWeight: Quantity
  /// The code of the warehouse.
  public var warehouse: String
  /// When it was said; none where the statement does not tell.
  public var time: Instant

  public init(
    trade: UInt64, document: String, netWeight: Quantity, warehouse: String, time: Instant = .none
  ) {
    self.trade = trade
    self.document = document
    self.netWeight = netWeight
    self.warehouse = warehouse
    self.time = time
  }
}

/// What clearing says of the money of a trade; what it has paid back, with negative amounts.
public struct FundsRecord: Equatable, Sendable {
  /// TrdMatchID(880).
  public var trade: UInt64
  /// A firm's code.
  public var payer: String
  /// The price and the payer's fees.
  public var paid: Amount
  /// A firm's code.
  public var payee: String
  /// The price less the payee's fees.
  public var received: Amount
  /// Currency(15).
  public var currency: String
  /// When it was said; none where the statement does not tell.
  public var time: Instant

  public init(
    trade: UInt64, payer: String, paid: Amount, payee: String, received: Amount,
    currency: String = "CNY", time: Instant = .none
  ) {
    self.trade = trade
    self.payer = payer
    self.paid = paid
    self.payee = payee
    self.received = received
    self.currency = currency
    self.time = time
  }
}

/// What clearing says of a clearing member's net.
public struct NetRecord: Equatable, Sendable {
  /// NetRunID(7779).
  public var run: UInt32
  /// NetRound(7780).
  public var round: UInt8
  /// A firm's code.
  public var member: String
  /// More than zero where the member has got it, less where it has paid.
  public var net: Amount
  /// Currency(15).
  public var currency: String
  /// When it was said; none where the statement does not tell.
  public var time: Instant

  public init(
    run: UInt32, round: UInt8, member: String, net: Amount, currency: String = "CNY",
    time: Instant = .none
  ) {
    self.run = run
    self.round = round
    self.member = member
    self.net = net
    self.currency = currency
    self.time = time
  }
}

/// What all institutions have said; nil for one that was not asked, whose leg is then not compared.
public struct Statements: Sendable {
  public var registry: [GoodsRecord]?
  public var warehouses: [WeightRecord]?
  public var clearing: [FundsRecord]?
  /// Clearing's too: the nets of clearing members.
  public var nets: [NetRecord]

  public init(
    registry: [GoodsRecord]? = nil, warehouses: [WeightRecord]? = nil,
    clearing: [FundsRecord]? = nil, nets: [NetRecord] = []
  ) {
    self.nets = nets
    self.registry = registry
    self.warehouses = warehouses
    self.clearing = clearing
  }
}
