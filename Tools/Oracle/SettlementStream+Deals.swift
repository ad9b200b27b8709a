import Market

/// Deals, of which many are delivered later, and values of the benchmark.
extension SettlementStream {
  /// A deal of what an order says: at once, within some seconds, or at the edges of what is offered.
  mutating func cross(_ drawn: DealOrder) -> SettlementAction {
    var order = drawn
    order.saysOtherKind = false
    var other = order
    other.firm = 1 + (order.firm + random.below(SettlementMarket.dealers - 1)) % 4
    if isWrong() { other.firm = dealer() }
    other.side = order.side.opposite
    other.name = newName()
    var cross = DealCross(
      buy: order.side == .buy ? order : other, sell: order.side == .buy ? other : order)
    cross.sell.named = random.chance(1, of: 6) ? documents(of: cross.sell) : []
    cross.sell.byGuarantee = false
    cross.buy.named = []
    cross.buy.byGuarantee = random.chance(1, of: 2) && hasGuarantee(order.instrument)
    if isWrong() { cross.buy.byGuarantee.toggle() }
    if isWrong() { cross.move(to: random.below(market.instruments.count)) }
    cross.settle(on: day(market.instruments[order.instrument].deliveryDays ?? 0))
    if random.chance(1, of: 8) {
      let isUndone = random.chance(1, of: 2)
      planned.insert(.control(back: 0, isUndone ? .bust : .dispute), at: 0)
      if !isUndone { planned.append(.control(back: -1, .resume)) }
    }
    return .cross(cross)
  }

  private func hasGuarantee(_ instrument: Int) -> Bool {
    market.instruments[instrument].guaranteeBasisPoints > 0
  }

  private mutating func day(_ days: Int64) -> Int64? {
    let dayNanos: Int64 = 86_400_000_000_000
    switch random.below(isWrong() ? 9 : 5) {
    case 0: return nil
    case 1: return elapsed + Int64(1 + random.below(8)) * 500_000_000
    case 2...3: return elapsed + Int64(1 + random.below(40)) * 1_000_000_000
    case 4: return elapsed - Int64(random.below(3)) * 500_000_000
    case 5: return elapsed - dayNanos
    case 6: return elapsed - dayNanos + 1
    case 7: return elapsed + days * dayNanos
    default: return elapsed + days * dayNanos + 1
    }
  }

  /// Mostly a value that the benchmark may have.
  mutating func benchmark() -> SettlementAction {
    let value = 900_000 + Int64(random.below(21)) * SettlementMarket.tick
    guard isWrong() else {
      return .money(.benchmark(isKnown: true, tenMillionths: value * 1_000))
    }
    let values = [890_000_000, 1_110_000_000, value * 1_000 + 1, (value + 1) * 1_000, 0, -1]
    return .money(
      .benchmark(
        isKnown: random.chance(3, of: 4), tenMillionths: values[random.below(values.count)]))
  }
}

extension DealCross {
  fileprivate mutating func move(to instrument: Int) {
    buy.instrument = instrument
    sell.instrument = instrument
  }

  fileprivate mutating func settle(on day: Int64?) {
    buy.settles = day
    sell.settles = day
  }
}
