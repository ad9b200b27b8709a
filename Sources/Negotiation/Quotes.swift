public import Market
public import Memory

/// The requests for quotes that are open, who was asked, and what has come of them.
///
/// A request is known by the venue's number and by firm and QuoteReqID(131), a quote by the number of the offer that
/// stands and by request and firm. Knows nothing of orders, money and documents: what an answer means is the core's
/// matter.
public struct Quotes: ~Copyable {
  var requests: Slab<QuoteRequest>
  var quotes: Slab<Quote>
  var freeRequests: SlotPool
  var freeQuotes: SlotPool
  private var requestsByNumber: HashIndex
  private var requestsByID: HashIndex
  private var quotesByNumber: HashIndex
  private var quotesByFirm: HashIndex
  private var ends: Heap<QuoteEnd>
  /// A bit for each firm that is asked and has not passed, some words for each request.
  private var asked: Slab<UInt64>
  private let wordsPerRequest: Int
  /// How many requests are open by firm, at the firm's number.
  private var counts: Slab<UInt16>
  private var lastNumber: UInt64 = 0
  /// Slots that a look at all has not come to yet, those of requests first, and where it goes on.
  var slotsToLookAt = 0
  /// Requests whose firms are to be asked, or whose quotes are to be ended.
  var firstWork = QuoteRequest.none
  var lastWork = QuoteRequest.none
  private let perFirm: Int
  private let seed: HashSeed
  private let inPlace = InPlace()

  /// Room for so many requests, `perFirm` of each of `firms` firms, and for so many quotes.
  public init(requests: Int, perFirm: Int, quotes: Int, firms: Int, seed: HashSeed) {
    self.requests = Slab(capacity: requests, repeating: QuoteRequest())
    self.quotes = Slab(capacity: quotes, repeating: Quote())
    freeRequests = SlotPool(capacity: requests)
    freeQuotes = SlotPool(capacity: quotes)
    requestsByNumber = HashIndex(capacity: requests)
    requestsByID = HashIndex(capacity: requests)
    quotesByNumber = HashIndex(capacity: quotes)
    quotesByFirm = HashIndex(capacity: quotes)
    ends = Heap(capacity: requests + quotes, repeating: QuoteEnd())
    wordsPerRequest = firms / 64 + 1
    asked = Slab(capacity: requests * wordsPerRequest, repeating: 0)
    counts = Slab(capacity: firms + 1, repeating: 0)
    self.perFirm = perFirm
    self.seed = seed
  }

  /// How many requests there are, those among them that are over and have quotes left.
  public var requestCount: Int { freeRequests.inUse }

  /// How many quotes are open.
  public var quoteCount: Int { freeQuotes.inUse }

  /// The number given last; zero where none was.
  public var numbersGiven: UInt64 { lastNumber }

  /// A request by its slot.
  public subscript(request slot: UInt32) -> QuoteRequest {
    precondition(freeRequests.isTaken(slot), "a request is open")
    return requests[slot]
  }

  /// An open quote by its slot.
  public subscript(quote slot: UInt32) -> Quote {
    precondition(freeQuotes.isTaken(slot), "a quote is open")
    return quotes[slot]
  }

  /// The request of a number.
  public func request(_ number: UInt64) -> UInt32? {
    requestsByNumber.find(hash: seed.hash(number)) { requests[$0].number == number }
  }

  /// The request that a firm has made by this QuoteReqID(131).
  public func request(_ reqID: Text32, of firm: FirmID) -> UInt32? {
    requestsByID.find(hash: hash(reqID, firm)) {
      requests[$0].reqID == reqID && requests[$0].firm == firm
    }
  }

  /// The quote whose standing offer has this number.
  public func quote(_ number: UInt64) -> UInt32? {
    quotesByNumber.find(hash: seed.hash(number)) { quotes[$0].number == number }
  }

  /// What a firm that was asked negotiates on about a request.
  public func quote(about request: UInt32, with firm: FirmID) -> UInt32? {
    quotesByFirm.find(hash: hash(request, firm)) {
      quotes[$0].request == request && quotes[$0].firm == firm
    }
  }

  /// Takes a request in, and gives it its number; its slot. It is looked at when it ends, or as it is said: so are
  /// quotes.
  public mutating func open(
    _ request: QuoteRequest, waking: Instant? = nil
  ) throws(QuoteRefusal) -> UInt32 {
    guard self.request(request.reqID, of: request.firm) == nil else { throw .duplicate }
    guard Int(counts[request.firm.rawValue]) < perFirm else { throw .firmHasTooMany }
    guard let slot = freeRequests.take() else { throw .full }
    lastNumber += 1
    requests[slot] = request
    requests[slot].number = lastNumber
    requests[slot].wakes = waking ?? request.end
    requestsByNumber.insert(hash: seed.hash(lastNumber), slot: slot)
    requestsByID.insert(hash: hash(request.reqID, request.firm), slot: slot)
    counts[request.firm.rawValue] += 1
    for word in words(of: slot) { asked[word] = 0 }
    let waking = requests[slot].wakes
    addEnd(QuoteEnd(at: waking, number: lastNumber, slot: slot, isOfRequest: true))
    if request.nextFirm > 0 { addWork(slot) }
    return slot
  }

  /// A request is over; its quotes are ended by work, and then it is known no more.
  public mutating func end(request slot: UInt32, _ reason: QuoteReason) {
    precondition(self[request: slot].over == nil, "a request ends once")
    requests[slot].over = reason
    requests[slot].nextFirm = 0
    removeEnd(at: requests[slot].place)
    if !requests[slot].hasWork { addWork(slot) }
  }

  /// A request that is over is known no more: none of its quotes is open.
  mutating func close(request slot: UInt32) {
    let request = self[request: slot]
    precondition(request.over != nil && request.firstQuote == QuoteRequest.none, "it is over")
    requestsByNumber.remove(hash: seed.hash(request.number), slot: slot)
    requestsByID.remove(hash: hash(request.reqID, request.firm), slot: slot)
    counts[request.firm.rawValue] -= 1
    requests[slot] = QuoteRequest()
    freeRequests.give(slot)
  }

  /// The first offer about a request; the slot of the quote.
  public mutating func open(
    _ quote: Quote, waking: Instant? = nil
  ) throws(QuoteRefusal) -> UInt32 {
    precondition(self.quote(about: quote.request, with: quote.firm) == nil, "one of each firm")
    guard let slot = freeQuotes.take() else { throw .full }
    quotes[slot] = quote
    let first = self[request: quote.request].firstQuote
    quotes[slot].next = first
    if first != QuoteRequest.none { quotes[first].previous = slot }
    requests[quote.request].firstQuote = slot
    quotesByFirm.insert(hash: hash(quote.request, quote.firm), slot: slot)
    stand(slot, waking)
    return slot
  }

  /// Another offer takes the place of the one that stands.
  public mutating func replace(_ slot: UInt32, by offer: Quote, waking: Instant? = nil) {
    let old = self[quote: slot]
    precondition(old.request == offer.request && old.firm == offer.firm, "of the same two firms")
    withdraw(slot)
    quotes[slot] = offer
    quotes[slot].previous = old.previous
    quotes[slot].next = old.next
    quotes[slot].rounds = old.rounds + 1
    stand(slot, waking)
  }

  /// A quote is answered, taken back or over: it is known no more.
  public mutating func close(quote slot: UInt32) {
    let quote = self[quote: slot]
    withdraw(slot)
    quotesByFirm.remove(hash: hash(quote.request, quote.firm), slot: slot)
    if quote.previous == QuoteRequest.none {
      requests[quote.request].firstQuote = quote.next
    } else {
      quotes[quote.previous].next = quote.next
    }
    if quote.next != QuoteRequest.none { quotes[quote.next].previous = quote.previous }
    quotes[slot] = Quote()
    freeQuotes.give(slot)
  }

  private mutating func stand(_ slot: UInt32, _ waking: Instant?) {
    lastNumber += 1
    quotes[slot].number = lastNumber
    quotesByNumber.insert(hash: seed.hash(lastNumber), slot: slot)
    let waking = waking ?? quotes[slot].end
    quotes[slot].wakes = waking
    addEnd(QuoteEnd(at: waking, number: lastNumber, slot: slot))
  }

  private mutating func withdraw(_ slot: UInt32) {
    quotesByNumber.remove(hash: seed.hash(quotes[slot].number), slot: slot)
    removeEnd(at: quotes[slot].place)
  }

  /// Whether a firm is asked, and has not passed.
  public func isAsked(_ firm: FirmID, about request: UInt32) -> Bool {
    asked[word(of: firm, request)] & bit(of: firm) != 0
  }

  /// A firm is asked, or it is over between the two.
  public mutating func set(_ firm: FirmID, isAsked: Bool, about request: UInt32) {
    let word = word(of: firm, request)
    if isAsked { asked[word] |= bit(of: firm) } else { asked[word] &= ~bit(of: firm) }
  }

  /// The bits of those who are asked about a request, 64 firms in a word.
  public func words(of request: UInt32) -> Range<UInt32> {
    let first = request * UInt32(wordsPerRequest)
    return first..<first + UInt32(wordsPerRequest)
  }

  /// One of these words.
  public func askedFirms(_ word: UInt32) -> UInt64 { asked[word] }

  private func word(of firm: FirmID, _ request: UInt32) -> UInt32 {
    request * UInt32(wordsPerRequest) + firm.rawValue / 64
  }

  private func bit(of firm: FirmID) -> UInt64 { 1 << UInt64(firm.rawValue % 64) }

  /// A request or a quote, which is open, is looked at then, not when it was said before.
  public mutating func wake(_ end: QuoteEnd, at instant: Instant) {
    var end = end
    end.at = instant
    if end.isOfRequest {
      let request = self[request: end.slot]
      guard request.wakes != instant else { return }
      removeEnd(at: request.place)
      requests[end.slot].wakes = instant
      end.number = request.number
    } else {
      let quote = self[quote: end.slot]
      guard quote.wakes != instant else { return }
      removeEnd(at: quote.place)
      quotes[end.slot].wakes = instant
      end.number = quote.number
    }
    addEnd(end)
  }

  /// The next that is looked at by the clock; nil where nothing is open.
  public var nextEnd: QuoteEnd? { ends.first }

  private mutating func addEnd(_ end: QuoteEnd) {
    Self.change(&ends, of: &requests, &quotes) { ends, moved in ends.add(end, moved: moved) }
  }

  private mutating func removeEnd(at place: UInt32) {
    Self.change(&ends, of: &requests, &quotes) { ends, moved in
      ends.remove(at: place, moved: moved)
    }
  }

  /// Changes the heap, while each of its elements knows its place.
  private static func change(
    _ ends: inout Heap<QuoteEnd>, of requests: inout Slab<QuoteRequest>,
    _ quotes: inout Slab<Quote>,
    by action: (inout Heap<QuoteEnd>, (QuoteEnd, UInt32) -> Void) -> Void
  ) {
    action(&ends) { end, place in
      if end.isOfRequest {
        requests[end.slot].place = place
      } else {
        quotes[end.slot].place = place
      }
    }
  }

  private func hash(_ reqID: Text32, _ firm: FirmID) -> UInt64 {
    seed.hash(reqID.word0, reqID.word1, reqID.word2, reqID.word3, UInt64(firm.rawValue))
  }

  private func hash(_ request: UInt32, _ firm: FirmID) -> UInt64 {
    seed.hash(UInt64(request) << 32 | UInt64(firm.rawValue))
  }
}

extension Quotes: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&requests)
    transfer.move(&quotes)
    freeRequests.transfer(by: &transfer)
    freeQuotes.transfer(by: &transfer)
    requestsByNumber.transfer(by: &transfer)
    requestsByID.transfer(by: &transfer)
    quotesByNumber.transfer(by: &transfer)
    quotesByFirm.transfer(by: &transfer)
    ends.transfer(by: &transfer)
    transfer.move(&asked)
    transfer.move(&counts)
    transfer.move(&lastNumber)
    transfer.move(&slotsToLookAt)
    transfer.move(&firstWork)
    transfer.move(&lastWork)
  }
}
