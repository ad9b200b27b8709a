/// What follows the documents of an ExecutionReport(8). Raw values are stored.
public enum ReportReference: UInt8, Sendable {
  /// CrossID(548), a `Text32`: the order is a side of a cross.
  case cross = 1
  /// ListingOrderID(7772), an `OrderID`: the incoming order of the trade has named the other.
  case listing = 2
  /// AuctionID(7762), a `UInt64`: the order is a bid, or its lot's own.
  case auction = 3
}
