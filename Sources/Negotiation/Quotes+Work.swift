import Market
import Memory

/// What is done step by step: firms are asked, quotes of requests that are over end, all are looked at.
extension Quotes {
  /// The request whose turn it is, whose firms are to be asked or whose quotes are to be ended; nil where none has
  /// work to do.
  public var nextWork: UInt32? { firstWork == QuoteRequest.none ? nil : firstWork }

  mutating func addWork(_ slot: UInt32) {
    requests[slot].hasWork = true
    requests[slot].next = QuoteRequest.none
    if firstWork == QuoteRequest.none {
      firstWork = slot
    } else {
      requests[lastWork].next = slot
    }
    lastWork = slot
  }

  /// The request whose turn it was has nothing to do any more; where it is over it is known no more.
  public mutating func finishWork() {
    let slot = firstWork
    precondition(slot != QuoteRequest.none, "a request has its turn")
    firstWork = requests[slot].next
    requests[slot].hasWork = false
    requests[slot].next = QuoteRequest.none
    if requests[slot].over != nil { close(request: slot) }
  }

  /// The next firm is to be asked about a request; zero where all have been.
  public mutating func askNext(_ firm: UInt32, about slot: UInt32) {
    precondition(self[request: slot].over == nil, "an open request asks")
    requests[slot].nextFirm = firm
  }

  /// Something has changed by which open ones may end: each is to be looked at once from now on.
  public mutating func lookAtAll() {
    slotsToLookAt = requestCount == 0 ? 0 : requests.capacity + quotes.capacity
  }

  /// Whether some are still to be looked at.
  public var hasMoreToLookAt: Bool { slotsToLookAt > 0 }

  /// Looks at the next slot, those of requests before those of quotes: the open one there, nil where there is none.
  public mutating func lookAtNext() -> QuoteEnd? {
    precondition(slotsToLookAt > 0, "a look goes on")
    slotsToLookAt -= 1
    if slotsToLookAt < quotes.capacity {
      let slot = UInt32(slotsToLookAt)
      return freeQuotes.isTaken(slot) ? QuoteEnd(slot: slot) : nil
    }
    let slot = UInt32(slotsToLookAt - quotes.capacity)
    guard freeRequests.isTaken(slot), requests[slot].over == nil else { return nil }
    return QuoteEnd(slot: slot, isOfRequest: true)
  }

  /// All slots that requests may have.
  public var requestSlots: Range<UInt32> { 0..<UInt32(requests.capacity) }

  /// All slots that quotes may have.
  public var quoteSlots: Range<UInt32> { 0..<UInt32(quotes.capacity) }

  /// Whether a request stands in a slot.
  public func isRequest(_ slot: UInt32) -> Bool { freeRequests.isTaken(slot) }

  /// Whether a quote does.
  public func isQuote(_ slot: UInt32) -> Bool { freeQuotes.isTaken(slot) }
}
