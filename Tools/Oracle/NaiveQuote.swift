import Market

/// A firm asks others for quotes.
struct NaiveRequest {
  let number: Int
  let terms: AskTerms
  let firm: Int
  let session: Int
  /// When it ends, by the clock of its instrument, and when that is looked at, by that of durations.
  let end: Int64
  var wakes: Int64
  /// Why it is over, while what has come of it is being ended.
  var over: Reason?
  /// Firms that are asked and have not passed.
  var asked: Set<Int> = []
  /// The next firm that is to be asked, where all are; zero where nobody is any more.
  var nextFirm = 0
  /// The places of the quotes that are open, the newest first.
  var quotes: [Int] = []

  var name: OrderName { OrderName(firm: firm, name: terms.name) }
}

/// The offer that stands between two firms.
struct NaiveQuote {
  var number = 0
  let kind: QuoteKind
  /// By which it was made, and what its order will go by.
  let name: Int
  let order: Int
  let price: Int64
  let quantity: Int64
  let end: Int64
  var wakes: Int64 = 0
  /// The place of the request.
  let request: Int
  /// The firm that was asked, and its session that has spoken last.
  let firm: Int
  let session: Int
  /// Whether who has asked makes it.
  let isOfAsker: Bool
  /// How many offers have stood before it.
  var rounds = 0
}

/// What becomes of a message about quotes.
enum QuoteOutcome {
  case taken
  /// The fills are the answer.
  case dealt
  case refused(Reason, Side?)

  static func refused(_ reason: Reason) -> QuoteOutcome { .refused(reason, nil) }
  static func refused(_ refusal: NaiveDealRefusal) -> QuoteOutcome {
    .refused(refusal.reason, refusal.side)
  }
}

/// Requests and quotes that are open, in their places.
struct NaiveQuotes {
  /// As many may be open as in `VenueLimits.small`.
  static var requests: Int { 3 }
  static var requestsPerFirm: Int { 2 }
  static var quotes: Int { 4 }

  var requests = NaivePlaces<NaiveRequest>(requests)
  var quotes = NaivePlaces<NaiveQuote>(quotes)
  /// Requests and offers have numbers of one series.
  var lastNumber = 0
  /// Requests whose firms are to be asked, or whose quotes are to be ended, the first to come to it first.
  var work: [Int] = []
  /// Places that are still to be looked at: requests before quotes, the last place first.
  var looks = 0

  /// A place of either kind.
  enum Place {
    case request(Int)
    case quote(Int)
  }

  mutating func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  /// The quote between a firm that was asked and who has asked.
  func quote(about request: Int, with firm: Int) -> Int? {
    quotes.first { $0.request == request && $0.firm == firm }
  }

  /// What is looked at first by the clock, and when; of one instant the lower number.
  var nextEnd: (place: Place, at: Int64)? {
    var found: (place: Place, at: Int64, number: Int)?
    func consider(_ place: Place, _ at: Int64, _ number: Int) {
      if let found, (found.at, found.number) < (at, number) { return }
      found = (place, at, number)
    }
    for place in requests.places {
      guard let request = requests[place], request.over == nil else { continue }
      consider(.request(place), request.wakes, request.number)
    }
    for place in quotes.places {
      guard let quote = quotes[place] else { continue }
      consider(.quote(place), quote.wakes, quote.number)
    }
    return found.map { ($0.place, $0.at) }
  }

  /// A request is over: what has come of it ends step by step.
  mutating func end(request place: Int, _ reason: Reason) {
    requests[place]?.over = reason
    requests[place]?.nextFirm = 0
    if !work.contains(place) { work.append(place) }
  }

  mutating func close(quote place: Int) -> NaiveQuote {
    let quote = quotes.leave(place)
    requests[quote.request]?.quotes.removeAll { $0 == place }
    return quote
  }

  /// The next place that a look comes to; nil where nothing is open there.
  mutating func lookAtNext() -> Place? {
    looks -= 1
    if looks < Self.quotes { return quotes[looks] == nil ? nil : .quote(looks) }
    let place = looks - Self.quotes
    guard let request = requests[place], request.over == nil else { return nil }
    return .request(place)
  }
}
