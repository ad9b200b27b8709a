import Market
import Matching
import Memory
import Titles

/// The tables whose room decides what is refused. Raw values are places in the counter file.
public enum VenueTable: Int, CaseIterable, Sendable {
  case firms = 0
  case sessions = 1
  case instruments = 2
  case warehouses = 3
  case documents = 4
  case holdings = 5
  case orders = 6
  case clOrdIDs = 7
  case restingOrders = 8
  case levelPages = 9
  case accountBooks = 10
  case fillTimes = 11
  case trades = 12
  case fences = 13
  case timers = 14

  /// How many there are.
  public static var count: Int { 15 }
}

extension Venue {
  /// How many entries a table has, and how many it has room for.
  public func fill(of table: VenueTable) -> (used: Int, capacity: Int) {
    switch table {
    case .firms: (Int(reference.firmCount), reference.firms.capacity - 1)
    case .sessions: (Int(reference.sessionCount), reference.sessions.capacity - 1)
    case .instruments: (Int(reference.instrumentCount), reference.instruments.capacity - 1)
    case .warehouses: (Int(reference.warehouseCount), reference.warehouses.capacity - 1)
    case .documents: (Int(titles.count), titles.capacity)
    case .holdings: (titles.holdingsUsed, titles.holdingsCapacity)
    case .orders: (orders.count, Int(orders.slots.upperBound))
    case .clOrdIDs: orders.namesFill
    case .restingOrders: (books.orderCount, books.orderCapacity)
    case .levelPages: (books.pagesUsed, books.pageCapacity)
    case .accountBooks: accountBooks.fill
    case .fillTimes: (Int(fillTimes.count), fillTimes.capacity)
    case .trades: (Int(trades.openCount), trades.capacity)
    case .fences: (Int(fences.requested), Int(fences.requestedCapacity))
    case .timers: (Int(timers.count), timers.capacity)
    }
  }
}
