/// A firm, defined or redefined. 56 bytes; attributes follow (name and what documents print).
public struct DefineFirm: Sendable, BitwiseCopyable {
  public var firm = FirmID.none
  /// Firms under one control; the firm's own number where it stands alone.
  public var controlGroup: UInt32 = 0
  public var code = CompID()
  /// 1 ADMITTED, 2 SUSPENDED, 3 EXITED.
  public var state: UInt8 = 0
  /// 1 domestic, 2 foreign, 0 neither.
  public var origin: UInt8 = 0
  /// 1 for the operator and its staff, who may not trade (Art. 10).
  public var isOperator: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var attributesLength: UInt16 = 0
  public var reserved1: UInt16 = 0
  /// The bank through which it clears (Art. 13); none where it clears by itself.
  public var clearingMember = FirmID.none
  /// The firm whose broker sessions may cross for it; none where it has named none.
  public var broker = FirmID.none
  public var reserved3: UInt64 = 0
  public var reserved4: UInt64 = 0
  public init() {}
}

/// A FIX session, defined or redefined. 88 bytes; attributes follow.
public struct DefineSession: Sendable, BitwiseCopyable {
  public var session = SessionID.venue
  public var firm = FirmID.none
  /// SenderCompID(49) of the counterparty.
  public var compID = CompID()
  /// SenderSubID(50) of the counterparty; empty where not part of the identity.
  public var subID = CompID()
  public var roleCode: UInt8 = 0
  /// 1 enabled, 2 disabled.
  public var state: UInt8 = 0
  public var reserved0: UInt16 = 0
  /// Messages per `throttleWindow`; zero for no limit.
  public var throttleLimit: UInt32 = 0
  /// Milliseconds.
  public var throttleWindow: UInt32 = 0
  public var attributesLength: UInt16 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt64 = 0
  public var reserved3: UInt64 = 0
  public var reserved4: UInt64 = 0
  public var reserved5: UInt64 = 0
  public init() {}
}

/// An instrument, defined or redefined. 200 bytes; attributes follow (the 13 items of Art. 11 and more).
public struct DefineInstrument: Sendable, BitwiseCopyable {
  public var instrument = InstrumentID.none
  public var warehouse: UInt32 = 0
  public var symbol = Symbol()
  /// The document unit: one lot.
  public var documentUnit = Quantity.zero
  public var tick = Price.zero
  /// Of premiums that of the benchmark.
  public var referencePrice = Price.zero
  /// Daily price band, 1/100 of a percent either side of the reference price.
  public var bandBasisPoints: UInt32 = 0
  /// Performance guarantee, 1/100 of a percent.
  public var guaranteeBasisPoints: UInt32 = 0
  /// Weight tolerance, 1/100 of a percent.
  public var toleranceBasisPoints: UInt32 = 0
  /// Trading fee, 1/1,000,000 of the amount, each side.
  public var tradeFeePerMillion: UInt32 = 0
  public var minimumTradeFee = Amount.zero
  /// Buyer's fee per unit for the title's transfer.
  public var titleTransferFeePerUnit = Amount.zero
  /// Highest quality and location premium of a document, per unit.
  public var highestPremium = Price.zero
  /// The least time between a dealer's buy and its next sale of the instrument, or the reverse.
  public var minIntervalSeconds: UInt32 = 0
  /// Bits: 1 listing, 2 continuous, 4 negotiated, 8 auction ascending, 16 auction descending.
  public var modes: UInt8 = 0
  /// TitleDocType(7702): R or B.
  public var docType: UInt8 = 0
  /// The mode of the order book: listing or continuous; zero where it has none.
  public var bookModeCode: UInt8 = 0
  /// The calls that the instrument has: which orders at the opening and at the close it takes.
  public var calls = CallPhases()
  /// Most lots in one order, at most 64.
  public var maxLots: UInt16 = 0
  public var attributesLength: UInt16 = 0
  /// How far from the last trade price an order trades at once, 1/100 of a percent; zero for any.
  public var dynamicBandBasisPoints: UInt32 = 0
  /// How long a call lasts that the dynamic band brings about.
  public var interruptionSeconds: UInt32 = 0
  /// For both parties to affirm a trade; zero for no deadline, here and below.
  public var signSeconds: UInt32 = 0
  /// For the buyer to pay the rest of a guaranteed trade.
  public var balanceSeconds: UInt32 = 0
  /// For clearing to answer for the funds leg.
  public var fundsSeconds: UInt32 = 0
  /// For the registry to answer for the title leg.
  public var titleSeconds: UInt32 = 0
  /// For the outturn weights, and for the buyer to object.
  public var weightSeconds: UInt32 = 0
  /// `ClearingMode`; zero for gross.
  public var clearingModeCode: UInt8 = 0
  /// `SigningFlow`; zero for automatic.
  public var signingFlowCode: UInt8 = 0
  /// What the market risk reserve gets of the turnover, 1/100 of a percent.
  public var reserveBasisPoints: UInt16 = 0
  /// For the buyer to top up a guarantee that a fixing has left short.
  public var topUpSeconds: UInt32 = 0
  /// The least number of trading days between a dealer's buy and its next sale, or the reverse.
  public var minIntervalDays: UInt16 = 0
  /// Days for which a document is good at least when it becomes ACTIVE and when it is sold.
  public var minRemainingDays: UInt16 = 0
  /// The price band of negotiated deals, 1/100 of a percent; zero for that of orders.
  public var negotiatedBandBasisPoints: UInt32 = 0
  /// The least delivery unit (Art. 17): no part of a split or a conversion is lighter; zero for none.
  public var minDeliveryUnit = Quantity.zero
  /// How long a firm has to answer a trade that another one alleges; zero where none may be alleged.
  public var answerSeconds: UInt32 = 0
  /// Among how many best prices of its side an order stands that ListingOrderID(7772) may name; zero for five.
  public var listingReach: UInt8 = 0
  /// `PriceBasis`; zero for full prices.
  public var priceBasisCode: UInt8 = 0
  /// How many offers may follow the first one between two firms.
  public var quoteRounds: UInt16 = 0
  /// The least time between the announcement of an auction's lot and its opening.
  public var auctionNoticeSeconds: UInt32 = 0
  /// A bid in the last so many seconds of a lot puts its close off by as many; zero for none.
  public var auctionExtensionSeconds: UInt32 = 0
  /// How long each price of a lot by clock lasts.
  public var auctionStepSeconds: UInt32 = 0
  /// What a bidder deposits, 1/100 of a percent of the lot at its start price.
  public var auctionDepositBasisPoints: UInt16 = 0
  /// How often the close of a lot is put off at most.
  public var auctionExtensions: UInt16 = 0
  /// How long a request for quotes stands at most; zero where none may be made.
  public var quoteSeconds: UInt32 = 0
  /// Of premiums: how far the benchmark may be from the reference price, 1/100 of a percent.
  public var benchmarkBandBasisPoints: UInt32 = 0
  /// Of premiums: to which benchmark they are added; none else.
  public var benchmark = BenchmarkRef.none
  /// How many days ahead a deal may say that it is delivered (Art. 49(6)); zero for at once alone.
  public var deliveryDays: UInt16 = 0
  /// 1 where deals have hours of their own, by `SchedulePhase`; else they are made while the book is open.
  public var hasNegotiatedHours: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt32 = 0
  public init() {}
}

/// A designated warehouse. 32 bytes; attributes follow.
public struct DefineWarehouse: Sendable, BitwiseCopyable {
  public var warehouse: UInt32 = 0
  /// A to D.
  public var grade: UInt8 = 0
  /// 1 where bonded.
  public var bonded: UInt8 = 0
  public var attributesLength: UInt16 = 0
  public var code = CompID()
  /// The firm that runs it, whose sessions speak for it; none where nobody does.
  public var firm = FirmID.none
  /// How many times its deposit the goods there may be worth (Art. 29); zero for any value.
  public var depositMultiple: UInt32 = 0
  public init() {}
}

/// A title document as the registry has it. 184 bytes; attributes follow.
public struct AdmitDocument: Sendable, BitwiseCopyable {
  public var document = TitleDocID()
  public var instrument = InstrumentID.none
  public var warehouse: UInt32 = 0
  public var holder = FirmID.none
  public var statusCode: UInt8 = 0
  public var docType: UInt8 = 0
  public var attributesLength: UInt16 = 0
  public var netWeight = Quantity.zero
  /// Quality and location premium, per unit.
  public var premium = Price.zero
  /// StoredUntil(7717), end of that day; none where unlimited, here and below.
  public var validUntil = Instant.none
  /// Stored from, for the first-in first-out choice.
  public var storedFrom = Instant.none
  /// TitleVersion(7708).
  public var version: UInt32 = 0
  /// An index of HSCode(7733), as whoever made the document numbers them; 0 for none.
  public var hsCode: UInt32 = 0
  /// The warehouse or the carrier that has issued it; none for the firm that runs the warehouse.
  public var issuer = FirmID.none
  /// Who controls it where it is PLEDGED; none otherwise.
  public var pledgee = FirmID.none
  /// TitleDigest(7709) of its data set; none where that is not known: it can't be registered then.
  public var digest = Digest256.none
  /// StoragePosition(7712), or the bill's place among bills; empty where it is not known.
  public var position = TitlePosition()
  /// End of the last day that is paid: StorageFeePaidTo(7718).
  public var feePaidTo = Instant.none
  /// End of the last day on which the quality certificate holds.
  public var certificateUntil = Instant.none
  public var flags = TitleFlags()
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt32 = 0
  public init() {}
}

/// Money arriving in (or, negative, leaving) an account. 32 bytes.
public struct CreditFunds: Sendable, BitwiseCopyable {
  /// The firm whose account it is; none where it is a warehouse's or the venue's.
  public var firm = FirmID.none
  /// Three ASCII bytes, first lowest.
  public var currency: UInt32 = 0
  public var amount = Amount.zero
  /// The warehouse whose deposit it is; zero else.
  public var warehouse: UInt32 = 0
  /// The kind of the account, as the ledger numbers them; zero stands for a firm's cash.
  public var accountKind: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var reserved2: UInt64 = 0
  public init() {}
}

/// A phase set at once by the operator. 16 bytes; the reason's text follows.
public struct SetPhase: Sendable, BitwiseCopyable {
  /// None stands for all instruments with an order book.
  public var instrument = InstrumentID.none
  /// `TradingPhase`; zero lifts a halt of the operator: what is halted goes to the phase that the
  /// calendar has come to, to open by way of a call.
  public var phaseCode: UInt8 = 0
  public var reserved0: UInt8 = 0
  public var textLength: UInt16 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}

/// Whom a kill switch stops. Raw values are stored.
public enum KillScope: UInt8, Sendable, CaseIterable {
  case session = 1
  case firm = 2
  case venue = 3
}

/// Stops a session, a firm or all: their orders are cancelled and no new ones are taken, until this is
/// lifted. 32 bytes; the reason's text follows.
public struct SetKillSwitch: Sendable, BitwiseCopyable {
  /// `KillScope`.
  public var scopeCode: UInt8 = 0
  /// 1 stops, 0 lifts.
  public var isOn: UInt8 = 0
  public var textLength: UInt16 = 0
  /// The number of the session or of the firm; zero for the venue.
  public var number: UInt32 = 0
  /// Counts the operator's requests since the process has started, from 1.
  public var request: UInt32 = 0
  /// Who acted: the user.
  public var uid: UInt32 = 0
  /// Who acted: the process.
  public var pid: UInt32 = 0
  public var reserved0: UInt32 = 0
  public var reserved1: UInt64 = 0
  public init() {}
}

/// A phase that the calendar sets at an instant, in the past or to come: it is entered with the first
/// command behind this one at or after it. 16 bytes.
public struct SchedulePhase: Sendable, BitwiseCopyable {
  public var instrument = InstrumentID.none
  public var phaseCode: UInt8 = 0
  /// 1 where it is about deals alone, which are open or closed; the instrument has hours of its own for them.
  public var isOfDeals: UInt8 = 0
  public var reserved1: UInt16 = 0
  public var at = Instant.none
  public init() {}
}
