import Market

/// An instrument as the naive venue keeps it: lists of OrderID(37)s, best and oldest first.
struct NaiveInstrument {
  let terms: InstrumentTerms
  var phase = Phase.closed
  var buys: [Int] = []
  var sells: [Int] = []
  /// Stop orders that wait, by arrival.
  var stops: [Int] = []
  /// The price of the last trade, and the lowest and highest since stops were last elected.
  var lastPx: Int64?
  var lowest = Int64.max
  var highest = Int64.min
  /// The phase that is entered as soon as what comes before it is done.
  var uncrossing: Uncross?
  /// What the change of phase ends, in this order.
  var ends: [Ending] = []
  /// Phases that wait until the present change is dealt with.
  var waiting: [Phase] = []

  init(_ terms: InstrumentTerms) { self.terms = terms }

  subscript(side: Side) -> [Int] {
    get {
      switch side {
      case .buy: buys
      case .sell: sells
      }
    }
    _modify {
      switch side {
      case .buy: yield &buys
      case .sell: yield &sells
      }
    }
  }

  /// Whether a change of phase is still being dealt with: no order is taken.
  var isChanging: Bool { uncrossing != nil || !ends.isEmpty || !waiting.isEmpty }

  mutating func traded(at price: Int64) {
    lastPx = price
    lowest = min(lowest, price)
    highest = max(highest, price)
  }
}

/// An order that a change of phase ends.
struct Ending {
  let id: Int
  let kind: TraceLine.Kind
  let restatement: Int
}

/// A crossed book on its way to a phase.
struct Uncross {
  let to: Phase
  /// The one price and the lots that trade at it; nil until the first step of work has found them.
  var price: Int64?
  var lots = 0
}

/// A firm's money in 1/10,000 CNY and its free documents of each instrument.
struct NaiveFirm {
  var balance: Int64
  var held: Int64 = 0
  var due: Int64 = 0
  var documents: [Int]
  var available: Int64 { balance - held - due }
}
