import Market
import Memory
import Negotiation
import Testing

/// Requests for quotes and what comes of them: by number, by firm, by their end.
@Suite struct QuotesTests {
  static func table(requests: Int = 4, perFirm: Int = 3, quotes: Int = 4) -> Quotes {
    Quotes(
      requests: requests, perFirm: perFirm, quotes: quotes, firms: 70, seed: HashSeed(rawValue: 7))
  }

  static func request(_ reqID: String, by firm: UInt32 = 1, until: Int64 = 100) -> QuoteRequest {
    var request = QuoteRequest()
    request.reqID = Text32(reqID) ?? Text32()
    request.firm = FirmID(rawValue: firm)
    request.end = Instant(nanoseconds: until)
    return request
  }

  static func offer(_ request: UInt32, with firm: UInt32, until: Int64 = 50) -> Quote {
    var quote = Quote()
    quote.request = request
    quote.firm = FirmID(rawValue: firm)
    quote.end = Instant(nanoseconds: until)
    return quote
  }

  /// Why a request is not taken in; nil where it is.
  static func refusal(_ request: QuoteRequest, in table: inout Quotes) -> QuoteRefusal? {
    do throws(QuoteRefusal) { _ = try table.open(request) } catch { return error }
    return nil
  }

  @Test("requests and offers have numbers of one series, each of its own")
  func numbers() throws {
    var table = Self.table()
    let request = try table.open(Self.request("Q"))
    let quote = try table.open(Self.offer(request, with: 2))
    let first = [table[request: request].number, table[quote: quote].number]
    #expect(first == [1, 2])
    table.replace(quote, by: Self.offer(request, with: 2))
    let (number, rounds) = (table[quote: quote].number, table[quote: quote].rounds)
    #expect(number == 3)
    #expect(rounds == 1)
    let found = [
      table.quote(2), table.quote(3), table.quote(about: request, with: FirmID(rawValue: 2)),
    ]
    #expect(found == [nil, quote, quote])
    let named = [
      table.request(Text32("Q")!, of: FirmID(rawValue: 1)),
      table.request(Text32("Q")!, of: FirmID(rawValue: 2)), table.request(1),
    ]
    #expect(named == [request, nil, request])
    table.close(quote: quote)
    let gone = [table.quote(3), table.quote(about: request, with: FirmID(rawValue: 2))]
    #expect(gone == [nil, nil])
    let given = table.numbersGiven
    #expect(given == 3)
  }

  @Test("each firm has its share of requests, all have what there is room for, and so have quotes")
  func limits() throws {
    var table = Self.table(requests: 4, perFirm: 3, quotes: 2)
    let request = try table.open(Self.request("Q1"))
    let again = Self.refusal(Self.request("Q1"), in: &table)
    #expect(again == .duplicate)
    for number in 2...3 { _ = try table.open(Self.request("Q\(number)")) }
    let ofFirm = Self.refusal(Self.request("Q4"), in: &table)
    #expect(ofFirm == .firmHasTooMany)
    _ = try table.open(Self.request("Q4", by: 2))
    let ofAll = Self.refusal(Self.request("Q5", by: 2), in: &table)
    #expect(ofAll == .full)
    let first = try table.open(Self.offer(request, with: 2))
    _ = try table.open(Self.offer(request, with: 3))
    var third: QuoteRefusal?
    do throws(QuoteRefusal) { _ = try table.open(Self.offer(request, with: 4)) } catch {
      third = error
    }
    #expect(third == .full)
    table.close(quote: first)
    _ = try table.open(Self.offer(request, with: 4))
    let count = table.quoteCount
    #expect(count == 2)
  }

  @Test("who is asked is known by a bit, also behind the 64th firm, and for its request alone")
  func asked() throws {
    var table = Self.table()
    let requests = [try table.open(Self.request("Q1")), try table.open(Self.request("Q2"))]
    for firm in [UInt32(1), 63, 64, 70] {
      let firm = FirmID(rawValue: firm)
      table.set(firm, isAsked: true, about: requests[1])
      let known = requests.map { table.isAsked(firm, about: $0) }
      #expect(known == [false, true])
      table.set(firm, isAsked: false, about: requests[1])
      let isLeft = table.isAsked(firm, about: requests[1])
      #expect(!isLeft)
    }
  }

  @Test("what ends next is known, whether request or quote, and an answer takes it out")
  func ends() throws {
    var table = Self.table()
    let request = try table.open(Self.request("Q1", until: 30))
    let quote = try table.open(Self.offer(request, with: 2, until: 20))
    let first = table.nextEnd
    #expect(first?.slot == quote && first?.isOfRequest == false)
    table.replace(quote, by: Self.offer(request, with: 2, until: 30))
    // At one instant in the order of their numbers.
    let second = table.nextEnd
    #expect(second?.isOfRequest == true)
    table.end(request: request, .withdrawn)
    let third = table.nextEnd
    #expect(third?.slot == quote)
    table.close(quote: quote)
    let none = table.nextEnd
    #expect(none == nil)
  }

  @Test("requests and quotes are looked at when that is said, and their ends stay")
  func wakes() throws {
    var table = Self.table()
    let request = try table.open(Self.request("Q1", until: 30), waking: Instant(nanoseconds: 40))
    let quote = try table.open(
      Self.offer(request, with: 2, until: 20), waking: Instant(nanoseconds: 25))
    let first = table.nextEnd
    #expect(first?.slot == quote && first?.at == Instant(nanoseconds: 25))
    if let first { table.wake(first, at: Instant(nanoseconds: 45)) }
    let second = table.nextEnd
    #expect(second?.isOfRequest == true && second?.at == Instant(nanoseconds: 40))
    if let second { table.wake(second, at: Instant(nanoseconds: 60)) }
    let third = table.nextEnd
    #expect(third?.slot == quote && third?.at == Instant(nanoseconds: 45))
    table.replace(
      quote, by: Self.offer(request, with: 2, until: 30), waking: Instant(nanoseconds: 70))
    let fourth = table.nextEnd
    #expect(fourth?.isOfRequest == true && fourth?.at == Instant(nanoseconds: 60))
    let ends = [table[request: request].end, table[quote: quote].end]
    #expect(ends == [Instant(nanoseconds: 30), Instant(nanoseconds: 30)])
    table.end(request: request, .withdrawn)
    table.close(quote: quote)
    let none = table.nextEnd
    #expect(none == nil)
  }

  @Test("a request that is over has work to do until none of its quotes is open")
  func work() throws {
    var table = Self.table()
    var asking = Self.request("Q1")
    asking.nextFirm = 1
    let all = try table.open(asking)
    let request = try table.open(Self.request("Q2"))
    let quotes = [
      try table.open(Self.offer(request, with: 2)), try table.open(Self.offer(request, with: 3)),
      try table.open(Self.offer(request, with: 4)),
    ]
    table.end(request: request, .dealtElsewhere)
    let turn = table.nextWork
    #expect(turn == all)
    table.askNext(0, about: all)
    table.finishWork()
    let next = table.nextWork
    #expect(next == request)
    table.close(quote: quotes[1])
    table.close(quote: quotes[2])
    let last = table[request: request].firstQuote
    #expect(last == quotes[0])
    table.close(quote: quotes[0])
    table.finishWork()
    let left = (table.nextWork, table.requestCount)
    #expect(left == (nil, 1))
  }

  @Test("a look comes to each open request and quote once")
  func looks() throws {
    var table = Self.table(requests: 3, quotes: 3)
    table.lookAtAll()
    let isIdle = !table.hasMoreToLookAt
    #expect(isIdle)
    let request = try table.open(Self.request("Q1"))
    let quote = try table.open(Self.offer(request, with: 2))
    table.lookAtAll()
    var seen: [QuoteEnd] = []
    while table.hasMoreToLookAt { if let next = table.lookAtNext() { seen.append(next) } }
    #expect(seen.map(\.isOfRequest) == [true, false])
    #expect(seen.map(\.slot) == [request, quote])
  }
}
