import Market
import Memory

/// The live orders of a firm: those of one account in one instrument, or the sum of several such.
struct AccountBook: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    /// Orders of one account in one instrument.
    case orders
    /// Counts what all accounts have in an instrument.
    case ofInstrument
    /// Counts what an account has in all instruments.
    case ofAccount
  }

  var firm = FirmID.none
  /// None where it counts all of them.
  var instrument = InstrumentID.none
  /// Account(1); empty for orders without one, and where it counts all of them.
  var account = AccountCode()
  var live = SideCounts()
  /// Its orders, in the order in which they came to it.
  var first = Order.none
  var last = Order.none
  /// The books that count its orders too; none where the orders have no account.
  var ofInstrument = AccountBook.none
  var ofAccount = AccountBook.none
  /// Neighbours among the books of the firm that have orders, or among all that have none.
  var previous = AccountBook.none
  var next = AccountBook.none
  /// Books whose orders it counts.
  var parts: UInt32 = 0
  var kind = Kind.orders

  /// The place that stands for no book.
  static var none: UInt32 { .max }
}

/// How many live orders there are of each side.
struct SideCounts: BitwiseCopyable, Equatable {
  private(set) var buys: UInt32 = 0
  private(set) var sells: UInt32 = 0

  var isEmpty: Bool { buys | sells == 0 }

  /// Orders of a side, or of both.
  func count(_ side: Side?) -> UInt32 {
    switch side {
    case .buy: buys
    case .sell: sells
    case nil: buys + sells
    }
  }

  mutating func add(_ side: Side) {
    switch side {
    case .buy: buys += 1
    case .sell: sells += 1
    }
  }

  mutating func remove(_ side: Side) {
    switch side {
    case .buy: buys -= 1
    case .sell: sells -= 1
    }
  }
}

/// All live orders of a firm.
struct FirmBooks: BitwiseCopyable {
  var live = SideCounts()
  /// Its books that have orders; the one that had none last comes first.
  var books = BookChain()
}

/// Books one behind the other.
struct BookChain: BitwiseCopyable {
  var first = AccountBook.none
  var last = AccountBook.none
}

extension BookChain {
  mutating func append(_ book: UInt32, in books: inout Slab<AccountBook>) {
    books[book].previous = last
    books[book].next = AccountBook.none
    if last == AccountBook.none { first = book } else { books[last].next = book }
    last = book
  }

  mutating func prepend(_ book: UInt32, in books: inout Slab<AccountBook>) {
    books[book].previous = AccountBook.none
    books[book].next = first
    if first == AccountBook.none { last = book } else { books[first].previous = book }
    first = book
  }

  mutating func remove(_ book: UInt32, in books: inout Slab<AccountBook>) {
    let (previous, next) = (books[book].previous, books[book].next)
    if previous == AccountBook.none { first = next } else { books[previous].next = next }
    if next == AccountBook.none { last = previous } else { books[next].previous = previous }
  }
}
