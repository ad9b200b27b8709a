import Market
import Memory

/// Counts live orders by firm, instrument, account and side, and lists those of a firm: so a mass
/// cancel is answered at once, and looks at nobody else's orders.
///
/// A book stays when its last order has gone, and makes room when it has been empty the longest and
/// room is needed. One walk for a fence may be under way, and one for a mass status request; they go on
/// where orders leave.
struct AccountBooks: ~Copyable {
  private var books: Slab<AccountBook>
  private var free: SlotPool
  private var index: HashIndex
  private var firms: Slab<FirmBooks>
  /// Books without orders, the one that has been empty the longest first.
  private var empty = BookChain()
  var walk = AccountWalk()
  var statusWalk = AccountWalk()
  private let seed: HashSeed
  private let inPlace = InPlace()

  /// A new book needs so many places at most: its own, and those of two sums.
  static var placesPerBook: Int { 3 }

  init(capacity: Int, firms: Int, seed: HashSeed) {
    precondition(capacity >= Self.placesPerBook, "a book fits")
    books = Slab(capacity: capacity, repeating: AccountBook())
    free = SlotPool(capacity: capacity)
    index = HashIndex(capacity: capacity)
    self.firms = Slab(capacity: firms + 1, repeating: FirmBooks())
    self.seed = seed
  }

  /// The book of a firm that its walks begin at; none where it has no live orders.
  func firstBook(of firm: FirmID) -> UInt32 { firms[firm.rawValue].books.first }

  /// All places that books may have.
  var places: Range<UInt32> { 0..<UInt32(books.capacity) }

  /// Whether a book has this place.
  func isInUse(_ place: UInt32) -> Bool { free.isTaken(place) }

  subscript(_ place: UInt32) -> AccountBook { books[place] }

  /// Has a book that is looked at soon fetched from memory; changes nothing.
  func expect(_ book: UInt32) {
    if book != AccountBook.none { books.expect(book) }
  }

  /// The same of what counts its orders too, once it has come.
  func expectSums(of book: UInt32) {
    guard book != AccountBook.none else { return }
    firms.expect(books[book].firm.rawValue)
    expect(books[book].ofInstrument)
    expect(books[book].ofAccount)
  }

  /// Places taken, and how many there are.
  var fill: (used: Int, capacity: Int) { (free.inUse, books.capacity) }

  /// One more than the greatest number of a firm.
  var firmCapacity: Int { firms.capacity }

  /// Live orders of a firm: of one side or both, in an instrument or all, of an account or all.
  func count(
    _ firm: FirmID, _ side: Side?, in instrument: InstrumentID?, of account: AccountCode?
  ) -> UInt32 {
    let book: UInt32?
    switch (instrument, account) {
    case (nil, nil): return firms[firm.rawValue].live.count(side)
    case (let instrument?, nil): book = find(.ofInstrument, firm, instrument, AccountCode())
    case (nil, let account?): book = find(.ofAccount, firm, .none, account)
    case (let instrument?, let account?): book = find(.orders, firm, instrument, account)
    }
    return book.map { books[$0].live.count(side) } ?? 0
  }

  /// Whether a place has the book of this firm, instrument and account.
  func isBook(
    _ place: UInt32, of firm: FirmID, _ instrument: InstrumentID, _ account: AccountCode
  ) -> Bool {
    place != AccountBook.none && books[place].firm == firm
      && books[place].instrument == instrument && books[place].account == account
      && books[place].kind == .orders
  }

  /// The book that an order comes to, opened where there is none; nil where there is no room.
  ///
  /// Until the next one is opened it stays, with or without an order.
  mutating func open(_ firm: FirmID, _ instrument: InstrumentID, _ account: AccountCode) -> UInt32?
  {
    if let book = find(.orders, firm, instrument, account) { return book }
    while free.available < Self.placesPerBook {
      guard empty.first != AccountBook.none else { return nil }
      close(empty.first)
    }
    let book = insert(.orders, firm, instrument, account)
    books[book].ofInstrument = count(book, in: .ofInstrument, firm, instrument, AccountCode())
    if !account.text.isEmpty {
      books[book].ofAccount = count(book, in: .ofAccount, firm, .none, account)
    }
    empty.append(book, in: &books)
    return book
  }

  /// Puts a live order at the end of its book; true where it is the first one there, whose book then
  /// comes before all others of the firm.
  @discardableResult
  mutating func enter(_ slot: UInt32, in orders: inout OrderTable) -> Bool {
    let book = orders[slot].accountBook
    let side = orders[slot].side
    let firm = books[book].firm.rawValue
    if books[book].first == Order.none {
      empty.remove(book, in: &books)
      firms[firm].books.prepend(book, in: &books)
    }
    let last = books[book].last
    orders[slot].earlier = last
    orders[slot].later = Order.none
    if last == Order.none { books[book].first = slot } else { orders[last].later = slot }
    books[book].last = slot
    books[book].live.add(side)
    books[books[book].ofInstrument].live.add(side)
    let ofAccount = books[book].ofAccount
    if ofAccount != AccountBook.none { books[ofAccount].live.add(side) }
    firms[firm].live.add(side)
    return last == Order.none
  }

  /// Takes an order out of its book.
  mutating func leave(_ slot: UInt32, in orders: inout OrderTable) {
    let book = orders[slot].accountBook
    let side = orders[slot].side
    let (earlier, later) = (orders[slot].earlier, orders[slot].later)
    if slot == walk.passed { walk.passed = earlier }
    if slot == statusWalk.passed { statusWalk.passed = earlier }
    if earlier == Order.none { books[book].first = later } else { orders[earlier].later = later }
    if later == Order.none { books[book].last = earlier } else { orders[later].earlier = earlier }
    books[book].live.remove(side)
    books[books[book].ofInstrument].live.remove(side)
    let ofAccount = books[book].ofAccount
    if ofAccount != AccountBook.none { books[ofAccount].live.remove(side) }
    let firm = books[book].firm.rawValue
    firms[firm].live.remove(side)
    guard books[book].first == Order.none else { return }
    if book == walk.book { walk = AccountWalk(book: books[book].next) }
    if book == statusWalk.book { statusWalk = AccountWalk(book: books[book].next) }
    firms[firm].books.remove(book, in: &books)
    empty.append(book, in: &books)
  }
}

/// Books come and go.
extension AccountBooks {
  private func find(
    _ kind: AccountBook.Kind, _ firm: FirmID, _ instrument: InstrumentID, _ account: AccountCode
  ) -> UInt32? {
    index.find(hash: hash(kind, firm, instrument, account)) {
      books[$0].account == account && books[$0].instrument == instrument
        && books[$0].firm == firm && books[$0].kind == kind
    }
  }

  private mutating func insert(
    _ kind: AccountBook.Kind, _ firm: FirmID, _ instrument: InstrumentID, _ account: AccountCode
  ) -> UInt32 {
    guard let book = free.take() else { preconditionFailure("room was made for the book") }
    books[book] = AccountBook()
    books[book].kind = kind
    books[book].firm = firm
    books[book].instrument = instrument
    books[book].account = account
    index.insert(hash: hash(kind, firm, instrument, account), slot: book)
    return book
  }

  /// The sum that counts the orders of a book too, opened where there is none.
  private mutating func count(
    _ book: UInt32, in kind: AccountBook.Kind, _ firm: FirmID, _ instrument: InstrumentID,
    _ account: AccountCode
  ) -> UInt32 {
    let sum = find(kind, firm, instrument, account) ?? insert(kind, firm, instrument, account)
    books[sum].parts += 1
    return sum
  }

  /// Lets an empty book go, and the sums that counted it last.
  private mutating func close(_ book: UInt32) {
    precondition(books[book].live.isEmpty, "a book is closed without orders")
    empty.remove(book, in: &books)
    release(books[book].ofInstrument)
    release(books[book].ofAccount)
    forget(book)
  }

  private mutating func release(_ sum: UInt32) {
    guard sum != AccountBook.none else { return }
    books[sum].parts -= 1
    if books[sum].parts == 0 { forget(sum) }
  }

  private mutating func forget(_ book: UInt32) {
    let entry = books[book]
    index.remove(
      hash: hash(entry.kind, entry.firm, entry.instrument, entry.account), slot: book)
    books[book] = AccountBook()
    free.give(book)
  }

  private func hash(
    _ kind: AccountBook.Kind, _ firm: FirmID, _ instrument: InstrumentID, _ account: AccountCode
  ) -> UInt64 {
    let key = UInt64(firm.rawValue) << 32 | UInt64(instrument.rawValue)
    return seed.hash(key, account.text.word0 ^ UInt64(kind.rawValue), account.text.word1)
  }
}

extension AccountBooks: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&books)
    free.transfer(by: &transfer)
    index.transfer(by: &transfer)
    transfer.move(&firms)
    transfer.move(&empty)
    transfer.move(&walk)
    transfer.move(&statusWalk)
  }
}
