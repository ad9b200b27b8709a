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
  private var requests: Slab<MassStatus>
  private var firstPlace: UInt32 = 0
  private(set) var count: UInt32 = 0
  /// The number of the first request, from 1; what it has told of bears it.
  private(set) var number: UInt32 = 1

  /// Takes room for so many requests.
  init(capacity: Int) { requests = Slab(capacity: capacity, repeating: MassStatus()) }

  var isEmpty: Bool { count == 0 }
  var hasRoom: Bool { Int(count) < requests.capacity }

  /// The request that is being answered.
  var first: MassStatus {
    get { self[0] }
    set { requests[firstPlace] = newValue }
  }

  /// A request by its place in their order, 0 ..< count.
  subscript(_ place: UInt32) -> MassStatus {
    precondition(place < count, "a request is pending there")
    return requests[(firstPlace + place) % UInt32(requests.capacity)]
  }

  /// Whether a request of the session is pending.
  func hasOne(of session: SessionID) -> Bool {
    for place in 0..<count where self[place].scope.setBy == session { return true }
    return false
  }

  /// Adds a request; the caller has made sure of the room.
  mutating func append(_ request: MassStatus) {
    precondition(hasRoom, "there is room for a request")
    requests[(firstPlace + count) % UInt32(requests.capacity)] = request
    count += 1
  }

  /// Takes out the request that came first.
  mutating func removeFirst() {
    precondition(count > 0, "a request is pending")
    firstPlace = (firstPlace + 1) % UInt32(requests.capacity)
    count -= 1
    number = number == .max ? 1 : number + 1
  }
}
