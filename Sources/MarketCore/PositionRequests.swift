import Market
import Memory

/// What a request is about whose reports are not all made.
enum RequestSubject: UInt8, BitwiseCopyable {
  /// Documents and money.
  case positions = 0
  /// Accounts and calls.
  case collateral = 1
  /// The terms of all instruments.
  case terms = 2
}

/// A request for positions or terms, or an inquiry about collateral, whose reports are not all made.
struct PositionRequest: BitwiseCopyable {
  var subject = RequestSubject.positions
  /// PosReqID(710), CollInquiryID(909) or SecurityReqID(320).
  var posReqID = Text32()
  /// Who has asked.
  var session = SessionID.venue
  /// Whose positions.
  var firm = FirmID.none
  /// Nil for all, and for money.
  var instrument: InstrumentID?
  var account = AccountCode()
  var party = CompID()
}

/// What a firm has of one instrument, summed up document by document.
struct PositionSum: BitwiseCopyable {
  /// Lots: all live documents; of these in orders, in trades, and in a state in which none is sold.
  var held: UInt32 = 0
  var reserved: UInt32 = 0
  var settling: UInt32 = 0
  var blocked: UInt32 = 0
  var weight = Quantity.zero
}

/// The requests for positions, about collateral and for terms that are being answered, one after the other in the
/// order in which they came. Of positions first all documents are looked at, then each instrument is told, and money
/// last; of collateral first each trade is looked at, then each account is told; of terms each instrument is told.
struct PositionRequests: ~Copyable {
  private var requests: FixedQueue<PositionRequest>
  /// Of the first request, by instrument.
  var sums: Slab<PositionSum>
  /// The document or trade that is looked at next, and then the instrument or account that is told next.
  var nextDocument: UInt32 = 0
  var nextInstrument: UInt32 = 0
  /// Whether all documents have been looked at for the first request.
  var isCounted = false
  /// TotalNumPosReports(727) or TotNoRelatedSym(393) of the first request; zero before that.
  var total: UInt32 = 0

  /// Takes room for so many requests, and for what they are answered from.
  init(limits: VenueLimits) {
    requests = FixedQueue(capacity: limits.positionRequests, repeating: PositionRequest())
    sums = Slab(capacity: limits.instruments + 1, repeating: PositionSum())
  }

  var count: UInt32 { requests.count }
  var isEmpty: Bool { requests.isEmpty }
  var hasRoom: Bool { requests.hasRoom }
  var first: PositionRequest { requests.first }

  /// A request by its place in their order, 0 ..< count.
  subscript(_ place: UInt32) -> PositionRequest { requests[place] }

  /// Whether a request of the session is pending.
  func hasOne(of session: SessionID) -> Bool {
    for place in 0..<count where self[place].session == session { return true }
    return false
  }

  /// Adds a request; the caller has made sure of the room.
  mutating func append(_ request: PositionRequest) { requests.append(request) }

  /// The first request is answered: the next one begins with the first document.
  mutating func removeFirst() {
    requests.removeFirst()
    for number in 0..<UInt32(sums.capacity) { sums[number] = PositionSum() }
    nextDocument = 0
    nextInstrument = 0
    isCounted = false
    total = 0
  }
}

extension PositionRequests: StateHolder {
  /// What a snapshot has of it.
  mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    requests.transfer(by: &transfer)
    transfer.move(&sums)
    transfer.move(&nextDocument)
    transfer.move(&nextInstrument)
    transfer.move(&isCounted)
    transfer.move(&total)
  }
}
