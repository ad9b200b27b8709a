import Market
import Memory
import Records

/// Why a mass cancel is refused, and the tag that is to blame.
struct MassCancelRefusal: Error {
  let reject: MassCancelReject
  let refTagID: UInt32

  init(_ reject: MassCancelReject, refTagID: UInt32 = 0) {
    self.reject = reject
    self.refTagID = refTagID
  }
}

extension Venue {
  /// OrderMassCancelRequest(q): answered at once with the number of orders that it cancels, which
  /// are then cancelled one after the other. Taken in every phase.
  mutating func cancelMass(_ command: RawSpan, into events: inout RecordBuffer) {
    let request = command.loadBody(MassCancel.self)
    var report = MassCancelReport(request, firm: reference[cause.session].firm)
    do throws(MassCancelRefusal) {
      let fence = try fence(of: request)
      report.totalAffectedOrders = accountBooks.count(
        report.firm, fence.side, in: fence.instrument, of: fence.account)
      append(report, into: &events)
      set(fence)
    } catch {
      refuse(&report, error, into: &events)
    }
  }

  /// Tells that a mass cancel is refused.
  mutating func refuse(
    _ report: inout MassCancelReport, _ refusal: MassCancelRefusal,
    into events: inout RecordBuffer
  ) {
    report.massCancelRejectCode = refusal.reject.rawValue
    report.refTagID = refusal.refTagID
    append(report, into: &events)
  }

  private mutating func append(_ report: MassCancelReport, into events: inout RecordBuffer) {
    events.append(eventHead(.massCancelReport, for: cause.session), body: report)
  }

  private func fence(of request: MassCancel) throws(MassCancelRefusal) -> Fence {
    let session = reference[cause.session]
    var fence = Fence()
    fence.lastOrderID = OrderID(rawValue: numbers.lastOrderID)
    fence.firm = session.firm
    fence.side = request.side
    fence.setBy = cause.session
    fence.instrument = try instrument(of: request)
    if !request.account.text.isEmpty {
      guard reference[session.firm].owns(request.account) else {
        throw MassCancelRefusal(.unknownAccount)
      }
      fence.account = request.account
    }
    guard fences.hasRoomForMassCancel(of: session.firm) else {
      throw MassCancelRefusal(.firmHasTooManyPending)
    }
    guard fences.hasRoomForMassCancel else { throw MassCancelRefusal(.tooManyPending) }
    return fence
  }

  /// The one instrument that is asked for; nil for all.
  private func instrument(of request: MassCancel) throws(MassCancelRefusal) -> InstrumentID? {
    switch request.requestType {
    case .security:
      guard let instrument = reference.instrument(request.symbol) else {
        throw MassCancelRefusal(.unknownSymbol)
      }
      return instrument
    case .all:
      guard request.symbol.text.isEmpty else { throw MassCancelRefusal(.symbolNotExpected) }
      return nil
    }
  }
}

extension MassCancelReport {
  /// What the answer repeats of a request.
  fileprivate init(_ request: MassCancel, firm: FirmID) {
    self.init()
    clOrdID = request.clOrdID
    account = request.account
    symbol = request.symbol
    self.firm = firm
    requestTypeCode = request.requestTypeCode
    sideCode = request.sideCode
  }

  /// What the answer repeats of a request that is refused before any rule of the market.
  init(_ refused: RefusedMessage, firm: FirmID) {
    self.init()
    clOrdID = refused.clOrdID
    symbol = refused.symbol
    self.firm = firm
    requestTypeCode = refused.requestTypeCode
    sideCode = refused.sideCode
  }
}
