import Funds
import Market
import Testing

@Suite struct MoneyAccountsTests {
  let firm = FirmID(rawValue: 2)

  private func accounts(with fen: Int64) throws -> MoneyAccounts {
    var accounts = MoneyAccounts(firms: 2)
    try accounts.credit(Amount(fen: fen), to: firm)
    return accounts
  }

  @Test("a hold takes what is available and no fen more", arguments: [99, 100, 101])
  func hold(_ fen: Int64) throws {
    var accounts = try accounts(with: 100)
    let isHeld = accounts.hold(Amount(fen: fen), of: firm)
    let account = accounts[firm]
    #expect(isHeld == (fen <= 100))
    #expect(account.held.fen == (fen <= 100 ? fen : 0))
    #expect(account.available.fen == (fen <= 100 ? 100 - fen : 100))
  }

  @Test("what is held or due can't be withdrawn", arguments: [-49, -50, -51])
  func withdrawal(_ fen: Int64) throws {
    var accounts = try accounts(with: 100)
    let isHeld = accounts.hold(Amount(fen: 50), of: firm)
    #expect(isHeld)
    accounts.settle(held: Amount(fen: 30), exact: Amount(fen: 30), of: firm)
    var refusal: MoneyRefusal?
    do throws(MoneyRefusal) {
      try accounts.credit(Amount(fen: fen), to: firm)
    } catch {
      refusal = error
    }
    #expect(refusal == (fen < -50 ? .insufficient : nil))
  }

  @Test("a balance has a highest amount")
  func overflow() throws {
    var accounts = try accounts(with: MoneyAccounts.highestBalance.fen)
    var refusals: [MoneyRefusal] = []
    for amount in [1, Int64.max] {
      do throws(MoneyRefusal) {
        try accounts.credit(Amount(fen: amount), to: firm)
      } catch {
        refusals.append(error)
      }
    }
    #expect(refusals == [.overflow, .overflow])
  }

  @Test("a fill frees what its trade does not cost")
  func settle() throws {
    var accounts = try accounts(with: 100)
    let isHeld = accounts.hold(Amount(fen: 90), of: firm)
    #expect(isHeld)
    accounts.settle(held: Amount(fen: 60), exact: Amount(fen: 55), of: firm)
    let account = accounts[firm]
    #expect(account.held.fen == 30)
    #expect(account.due.fen == 55)
    #expect(account.available.fen == 15)
  }

  @Test("more than was held is never freed nor spent")
  func releases() async {
    await #expect(processExitsWith: .failure) {
      var accounts = MoneyAccounts(firms: 1)
      accounts.release(Amount(fen: 1), of: FirmID(rawValue: 1))
    }
    await #expect(processExitsWith: .failure) {
      var accounts = MoneyAccounts(firms: 1)
      try accounts.credit(Amount(fen: 10), to: FirmID(rawValue: 1))
      _ = accounts.hold(Amount(fen: 10), of: FirmID(rawValue: 1))
      accounts.settle(held: Amount(fen: 5), exact: Amount(fen: 6), of: FirmID(rawValue: 1))
    }
  }
}
