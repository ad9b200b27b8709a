import Funds
import Market
import Testing

@Suite struct NetRunTests {
  static let banks = (1...3).map { FirmID(rawValue: $0) }

  /// A trade of some fen, with 1 CNY a side and 20 fen for the title.
  private func legs(_ fen: Int64) throws -> SettlementLegs {
    var terms = MoneyTerms()
    terms.minimumTradeFee = Amount(fen: 100)
    return try #require(
      SettlementLegs(
        price: Amount(fen: fen), titleTransferFee: Amount(fen: 20), terms: terms,
        reserveBasisPoints: 1))
  }

  private func nets(_ run: borrowing NetRun) -> [Int64] {
    var nets: [Int64] = [run.net(of: .none).fen]
    for bank in Self.banks { nets.append(run.net(of: bank).fen) }
    return nets
  }

  private func expectNets(_ run: borrowing NetRun, _ expected: [Int64]) {
    let nets = nets(run)
    #expect(nets == expected)
    #expect(nets.reduce(0, +) == 0)
  }

  private func expectAdded(
    _ legs: SettlementLegs, buyerMember: FirmID, sellerMember: FirmID, to run: inout NetRun
  ) {
    let isAdded = run.add(legs, buyerMember: buyerMember, sellerMember: sellerMember)
    #expect(isAdded)
  }

  @Test("each member owes for its buyers and gets for its sellers, the venue gets the fees")
  func nets() throws {
    var run = NetRun(firms: 3)
    expectAdded(try legs(10_000), buyerMember: Self.banks[0], sellerMember: Self.banks[1], to: &run)
    expectNets(run, [220, -10_120, 9_900, 0])
    expectAdded(try legs(4_000), buyerMember: Self.banks[1], sellerMember: Self.banks[2], to: &run)
    expectNets(run, [440, -10_120, 5_780, 3_900])
    expectAdded(try legs(500), buyerMember: Self.banks[2], sellerMember: Self.banks[2], to: &run)
    expectNets(run, [660, -10_120, 5_780, 3_680])
    #expect(run.tradeCount == 3)
    let members = (0..<run.memberCount).map { run.member(at: $0) }
    #expect(members.map(\.member.rawValue) == [1, 2, 0, 3])
    #expect(members.map(\.sides) == [1, 2, 3, 3])
  }

  @Test("a trade that is taken out is as if it had never been added")
  func takenOut() throws {
    var run = NetRun(firms: 3)
    expectAdded(try legs(10_000), buyerMember: Self.banks[0], sellerMember: Self.banks[1], to: &run)
    expectAdded(try legs(-700), buyerMember: Self.banks[1], sellerMember: Self.banks[2], to: &run)
    run.takeOut(try legs(10_000), buyerMember: Self.banks[0], sellerMember: Self.banks[1])
    expectNets(run, [220, 0, 580, -800])
    #expect(run.member(at: 0).sides == 0)
    run.begin()
    #expect(run.memberCount == 0)
    expectNets(run, [0, 0, 0, 0])
  }

  @Test("netting agrees with gross to the fen, whatever is taken out", arguments: UInt64(1)...8)
  func gross(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var run = NetRun(firms: 9)
    var trades: [(legs: SettlementLegs, buyer: Int, seller: Int)] = []
    // Nine firms, of which each three have one of three banks for their clearing member.
    func member(_ firm: Int) -> FirmID { Self.banks[firm % 3] }
    for step in 1...400 {
      if step % 4 == 0 {
        let out = trades.remove(at: random.below(trades.count))
        run.takeOut(out.legs, buyerMember: member(out.buyer), sellerMember: member(out.seller))
      } else {
        let price = Int64(random.below(2_000_000)) - (random.below(9) == 0 ? 1_000_000 : 0)
        let buyer = random.below(9)
        let trade = (legs: try legs(price), buyer, seller: (buyer + 1 + random.below(8)) % 9)
        expectAdded(
          trade.legs, buyerMember: member(buyer), sellerMember: member(trade.seller), to: &run)
        trades.append(trade)
      }
    }
    expectNets(run, gross(trades))
    #expect(run.tradeCount == UInt32(trades.count))
  }

  /// What the postings of all trades, one by one, make for the venue and for each bank's firms.
  private func gross(_ trades: [(legs: SettlementLegs, buyer: Int, seller: Int)]) -> [Int64] {
    var sums: [Int64] = [0, 0, 0, 0]
    for trade in trades {
      let postings = (0..<SettlementLegs.steps).compactMap {
        trade.legs.posting(
          at: $0, buyer: FirmID(rawValue: UInt32(trade.buyer + 1)),
          seller: FirmID(rawValue: UInt32(trade.seller + 1)))
      }
      for posting in postings {
        for (account, sign) in [(posting.from, Int64(-1)), (posting.to, 1)] {
          let bank = account.kind == .cash ? 1 + Int(account.number - 1) % 3 : 0
          sums[bank] += sign * posting.amount.fen
        }
      }
    }
    return sums
  }

  @Test("only what was added is taken out")
  func takenOutTwice() async {
    await #expect(processExitsWith: .failure) {
      var run = NetRun(firms: 3)
      let legs = try #require(
        SettlementLegs(
          price: Amount(fen: 1), titleTransferFee: .zero, terms: MoneyTerms(),
          reserveBasisPoints: 0))
      _ = run.add(legs, buyerMember: FirmID(rawValue: 1), sellerMember: FirmID(rawValue: 2))
      run.takeOut(legs, buyerMember: FirmID(rawValue: 2), sellerMember: FirmID(rawValue: 1))
    }
  }

  @Test("a sum has a limit, also where both sides are one member's", arguments: [0, 1])
  func limit(_ more: Int64) throws {
    var run = NetRun(firms: 3)
    let most = NetRun.highestSum.fen
    #expect(
      run.add(try legs(most - 10_120), buyerMember: Self.banks[0], sellerMember: Self.banks[1]))
    let isAdded = run.add(
      try legs(9_880 + more), buyerMember: Self.banks[0], sellerMember: Self.banks[2])
    #expect(isAdded == (more == 0))
    #expect(run.tradeCount == (more == 0 ? 2 : 1))
    var own = NetRun(firms: 3)
    // At a price below zero the seller owes as well.
    expectAdded(
      try legs(-10_000), buyerMember: Self.banks[0], sellerMember: Self.banks[0], to: &own)
    expectNets(own, [220, -220, 0, 0])
  }

  /// A ledger in which the payers have paid in what the run asks, the last one this much less.
  private func ledger(_ run: borrowing NetRun, less: Int64) throws -> Ledger {
    var ledger = Ledger(firms: 3, warehouses: 1)
    for bank in Self.banks where run.net(of: bank) < .zero {
      let amount = Amount(fen: -run.net(of: bank).fen - (bank == Self.banks[2] ? less : 0))
      try ledger.post(Posting(.paidIn, amount, from: .bank, to: .member(bank)))
    }
    return ledger
  }

  @Test("what payers have paid in goes to receivers, all or nothing", arguments: [0, 1])
  func settling(_ less: Int64) throws {
    var run = NetRun(firms: 3)
    expectAdded(try legs(10_000), buyerMember: Self.banks[0], sellerMember: Self.banks[1], to: &run)
    expectAdded(try legs(7_000), buyerMember: Self.banks[2], sellerMember: Self.banks[1], to: &run)
    var ledger = try ledger(run, less: less)
    var refusal: PostingRefusal?
    do throws(PostingRefusal) {
      try ledger.settle(run)
    } catch {
      refusal = error
    }
    #expect(refusal == (less == 0 ? nil : .insufficient))
    let balances = Self.banks.map { ledger[.member($0), in: .cny]?.balance.fen }
    #expect(balances == (less == 0 ? [0, 16_800, 0] : [10_120, 0, 7_119]))
    let bank = ledger[.bank, in: .cny]?.balance.fen
    #expect(bank == (less == 0 ? -16_800 : -17_239))
    let finding = ledger.audit()
    #expect(finding == nil)
  }

  @Test("a member that can't be given more stops all of it")
  func fullAccount() throws {
    var run = NetRun(firms: 3)
    expectAdded(try legs(10_000), buyerMember: Self.banks[0], sellerMember: Self.banks[1], to: &run)
    var ledger = try ledger(run, less: 0)
    try ledger.post(
      Posting(.paidIn, Ledger.highestBalance, from: .bank, to: .member(Self.banks[1])))
    var refusal: PostingRefusal?
    do throws(PostingRefusal) {
      try ledger.settle(run)
    } catch {
      refusal = error
    }
    #expect(refusal == .overflow)
    let payer = ledger[.member(Self.banks[0]), in: .cny]?.balance.fen
    #expect(payer == 10_120)
    let finding = ledger.audit()
    #expect(finding == nil)
  }
}
