import Market
import Memory

/// A mass status request whose orders are not all told yet.
struct MassStatus: BitwiseCopyable {
  /// The orders that it asks for: those that a fence would have held when it came.
  var scope = Fence()
  /// MassStatusReqID(584).
  var massStatusReqID = Text32()
  /// TotNumReports(911), and how many of these have been made.
  var total: UInt32 = 0
  var told: UInt32 = 0
  /// Orders that have finished up to this one are told, or none of its own.
  var finished = FinishedPlace()
}

/// A place among the finished orders; none where there are none.
struct FinishedPlace: BitwiseCopyable {
  var slot = Order.none
  var orderID = OrderID.none
}

/// The mass status requests that are being answered, one after the other in the order in which they came.
struct MassStatuses: ~Copyable {
  private var requests: FixedQueue<MassStatus>
  /// The number of the first request, from 1; what it has told of bears it.
  private(set) var number: UInt32 = 1

  /// Takes room for so many requests.
  init(capacity: Int) { requests = FixedQueue(capacity: capacity, repeating: MassStatus()) }

  var count: UInt32 { requests.count }
  var isEmpty: Bool { requests.isEmpty }
  var hasRoom: Bool { requests.hasRoom }

  /// The request that is being answered.
  var first: MassStatus {
    get { requests.first }
    set { requests.first = newValue }
  }

  /// A request by its place in their order, 0 ..< count.
  subscript(_ place: UInt32) -> MassStatus { requests[place] }

  /// Whether a request of the session is pending.
  func hasOne(of session: SessionID) -> Bool {
    for place in 0..<count where self[place].scope.setBy == session { return true }
    return false
  }

  /// Adds a request; the caller has made sure of the room.
  mutating func append(_ request: MassStatus) { requests.append(request) }

  /// Takes out the request that came first.
  mutating func removeFirst() {
    requests.removeFirst()
    number = number == .max ? 1 : number + 1
  }
}

extension MassStatuses: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    requests.transfer(by: &transfer)
    transfer.move(&number)
  }
}
