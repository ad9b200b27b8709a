public import Market

/// What an action of the operator would do now, as it is counted by what does it.
public struct ActionPreview: Sendable {
  /// Why it would be refused; nil where it would not.
  public var refusal: CommandRefusal?
  /// Why it would be refused, where it is about a lot of an auction, and by which rule of order entry.
  public var lotRefusal: AuctionRefusal?
  public var orderReject: OrderReject?
  /// What the refusal says beside that.
  public var detail: Int64 = 0
  /// Whether it would wait for a second person.
  public var needsApproval = false
  /// Instruments whose trading it changes.
  public var instruments: UInt32 = 0
  /// Live orders: those that a kill cancels, or in the instruments that a halt or a close stops; bids that end with a
  /// lot.
  public var orders: UInt32 = 0
  /// Sessions that would be told.
  public var sessions: UInt32 = 0
  /// Documents of the trade or of the lot that it is about.
  public var documents: UInt32 = 0
  /// The trade's price, what the reserve pays, or what each bidder for the lot puts down.
  public var amount = Amount.zero
  /// What is in the reserve.
  public var reserve = Amount.zero
}

extension Venue {
  /// What an action would do if its command came now. Changes nothing.
  public func preview(_ action: OperatorAction) -> ActionPreview {
    do throws(DefinitionRefusal) {
      var preview = try judge(action)
      preview.needsApproval = approvals.demands(action)
      return preview
    } catch {
      var preview = ActionPreview()
      preview.refusal = error.reason
      preview.detail = error.detail
      return preview
    }
  }

  /// What news would do if its command came now: how many sessions hear it. Its texts are not looked at.
  public func preview(_ news: PublishNews) -> ActionPreview {
    var preview = ActionPreview()
    do throws(DefinitionRefusal) {
      preview.sessions = sessionCount(of: try judge(news).audience)
    } catch {
      preview.refusal = error.reason
      preview.detail = error.detail
    }
    return preview
  }

  /// What a decision would do if its command came now: of one that approves that is what its action would do.
  public func preview(_ decision: DecideApproval) -> (preview: ActionPreview, of: PendingApproval?)
  {
    var preview = ActionPreview()
    var decided: PendingApproval?
    do throws(DefinitionRefusal) {
      let (pending, isDeclined) = try judge(decision)
      decided = pending
      if !isDeclined { preview = try judge(pending.action) }
    } catch {
      preview.refusal = error.reason
      preview.detail = error.detail
    }
    return (preview, decided)
  }

  /// How many sessions hear what is for an audience.
  func sessionCount(of audience: Audience) -> UInt32 {
    var count: UInt32 = 0
    for number in 1..<(reference.sessionCount + 1) {
      let session = SessionID(rawValue: number)
      if audience.includes(session, reference[session].role, of: reference[session].firm) {
        count += 1
      }
    }
    return count
  }

  /// How many actions wait for a second person.
  public var approvalCount: UInt32 { approvals.count }

  /// One of them, 0 ..< approvalCount.
  public func approval(_ place: UInt32) -> PendingApproval { approvals[place] }
}
