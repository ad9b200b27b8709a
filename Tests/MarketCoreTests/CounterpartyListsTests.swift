import Market
import Testing

@testable import MarketCore

/// With whom firms deal, for the first and the last number of a firm.
@Suite struct CounterpartyListsTests {
  private static func firm(_ number: Int) -> FirmID { FirmID(rawValue: UInt32(number)) }

  private static func value(_ lists: borrowing CounterpartyLists) -> UInt64 {
    var digest = Digest()
    lists.mix(into: &digest)
    return digest.value
  }

  @Test(
    "two firms deal where neither has a list without the other", arguments: [63, 64, 65, 1_024])
  func pairs(_ most: Int) {
    var lists = CounterpartyLists(firms: most)
    let (first, second, last) = (Self.firm(1), Self.firm(2), Self.firm(most))
    var deals = [lists.mayDeal(first, last)]
    lists.open(for: last)
    deals += [lists.mayDeal(first, last), lists.mayDeal(last, first), lists.mayDeal(last, last)]
    deals.append(lists.mayDeal(first, second))
    #expect(deals == [true, false, false, true, true])
    lists.add(first, to: last)
    deals = [lists.mayDeal(first, last), lists.mayDeal(last, second)]
    lists.open(for: first)
    deals.append(lists.mayDeal(last, first))
    lists.add(last, to: first)
    deals.append(lists.mayDeal(last, first))
    #expect(deals == [true, false, false, true])
    var counts = [lists.count]
    lists.open(for: last)
    deals = [lists.mayDeal(first, last)]
    counts.append(lists.count)
    lists.remove(of: last)
    lists.remove(of: last)
    lists.remove(of: first)
    deals.append(lists.mayDeal(first, last))
    counts.append(lists.count)
    #expect(deals == [false, true])
    #expect(counts == [2, 2, 0])
  }

  @Test("a list is in the digest; taken back it is gone from it, but not that there was one")
  func digest() {
    var lists = CounterpartyLists(firms: 100)
    var values = [Self.value(lists)]
    lists.open(for: Self.firm(7))
    values.append(Self.value(lists))
    lists.add(Self.firm(100), to: Self.firm(7))
    values.append(Self.value(lists))
    #expect(Set(values).count == 3)
    lists.remove(of: Self.firm(7))
    let again = Self.value(lists)
    #expect(!values.contains(again))
    lists.open(for: Self.firm(8))
    lists.remove(of: Self.firm(8))
    let (last, wereUsed) = (Self.value(lists), lists.wereUsed)
    #expect(last == again && wereUsed)
  }
}
