public import Market

/// What an action of the operator would do now, as it is counted by what does it.
public struct ActionPreview: Sendable {
  /// Why it would be refused; nil where it would not.
  public var refusal: CommandRefusal?
  /// What the refusal says beside that.
  public var detail: Int64 = 0
  /// Whether it would wait for a second person.
  public var needsApproval = false
  /// Instruments whose trading it changes.
  public var instruments: UInt32 = 0
  /// Live orders: those that a kill cancels, or in the instruments that a halt or a close stops.
  public var orders: UInt32 = 0
  /// Documents of the trade that it is about.
  public var documents: UInt32 = 0
  /// The trade's price, or what the reserve pays.
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

  /// How many actions wait for a second person.
  public var approvalCount: UInt32 { approvals.count }

  /// One of them, 0 ..< approvalCount.
  public func approval(_ place: UInt32) -> PendingApproval { approvals[place] }
}
