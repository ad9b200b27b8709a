public import Memory
import Storage

extension ReferenceIndex: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&firms)
    transfer.move(&counterparties)
    transfer.move(&warehouses)
    transfer.move(&instruments)
    transfer.move(&definedInstruments)
    transfer.move(&sessions)
    transfer.move(&entitlements)
    transfer.move(&documents)
    transfer.move(&definedWarehouses)
    transfer.move(&givenGrades)
    transfer.move(&currencies)
    transfer.move(&monitors)
    transfer.move(&fixed)
    transfer.move(&approvals)
    transfer.move(&hasFunds)
  }
}

extension ScheduledPhases: StateHolder {
  /// What a snapshot has of it.
  public mutating func transfer(by transfer: inout some StateTransfer & ~Copyable) {
    transfer.move(&last)
    transfer.move(&lastOfDeals)
  }
}
