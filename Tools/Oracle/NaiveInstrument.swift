import Market

/// An instrument as the naive venue keeps it: lists of OrderID(37)s, best and oldest first.
struct NaiveInstrument {
  var terms: InstrumentTerms
  var phase = Phase.closed
  /// The operator has halted it.
  var isHeld = false
  /// The clock of what is negotiated on.
  var pauses = NaiveDurations()
  /// Whether deals are open, where they have hours of their own, and would be by the calendar alone.
  var areDealsOpen = false
  var areDealsOpenByCalendar = false
  /// What the calendar has set last.
  var calendarPhase = Phase.open
  var buys: [Int] = []
  var sells: [Int] = []
  /// Stop orders that wait, by arrival.
  var stops: [Int] = []
  /// The benchmark's last value; nil before the first one.
  var benchmark: Int64?
  /// The price of the last trade, and the lowest and highest since stops were last elected.
  var lastPx: Int64?
  var lowest = Int64.max
  var highest = Int64.min
  /// The last fills of each party.
  var lastFills: [Side: [Int: LastFill]] = [:]
  /// Trading days that the calendar has ended.
  var tradingDay = 0
  /// Orders that wait for the closing call, by arrival.
  var atClose: [Int] = []
  /// What a change of phase has left to do, and the kind of work that its first part is.
  var stages: [Stage] = []
  var kind = Stage.Kind.lists
  /// How many fences had been set when it came to that.
  var fencesBefore = 0
  /// Phases that wait until the present change is dealt with.
  var waiting: [PhaseChange] = []

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

  /// What is paid where lots trade at a price of the book: that, or the benchmark's value and the premium.
  func paid(at price: Int64) -> Int64 { price + (terms.hasPremiums ? benchmark ?? 0 : 0) }

  /// The most that may be paid then, whatever the benchmark does.
  func mostPaid(at price: Int64) -> Int64 { price + terms.benchmarkBand.upperBound }

  /// Whether a change of phase is still being dealt with: no order is taken.
  var isChanging: Bool { !stages.isEmpty }

  /// Whether the phase is still to be entered: no order is cancelled.
  var isUncrossing: Bool {
    stages.contains { stage in
      switch stage {
      case .enter: true
      case .search, .uncross, .end, .ending, .comeAtClose: false
      }
    }
  }

  mutating func traded(at price: Int64) {
    lastPx = price
    lowest = min(lowest, price)
    highest = max(highest, price)
  }

  /// The next election looks at the prices from the last one on.
  mutating func forgetPrices() {
    guard let last = lastPx else { return }
    lowest = last
    highest = last
  }
}

/// A firm's money in 1/10,000 CNY and its free documents of each instrument.
struct NaiveFirm {
  var balance: Int64
  var held: Int64 = 0
  var due: Int64 = 0
  var documents: [Int]
  /// When it began to have waiting orders of each instrument, as a number that counts.
  var begun: [Int]
  var available: Int64 { balance - held - due }
}
