import Market
import Memory

/// Control groups: firms that count as one.
extension ReferenceData {
  /// The next firm behind one, of a control group or of any; nil where there is none.
  func firm(of group: UInt32?, behind firm: FirmID) -> FirmID? {
    var number = firm.rawValue + 1
    while number <= firmCount {
      if (group ?? firms[number].controlGroup) == firms[number].controlGroup {
        return FirmID(rawValue: number)
      }
      number += 1
    }
    return nil
  }

  /// Notes of each firm of a control group whether it is alone there.
  mutating func noteSharing(of group: UInt32) {
    let first = firm(of: group, behind: .none)
    let isShared = first.flatMap { firm(of: group, behind: $0) } != nil
    var next = first
    while let member = next {
      self[member].sharesGroup = isShared
      next = firm(of: group, behind: member)
    }
  }
}
