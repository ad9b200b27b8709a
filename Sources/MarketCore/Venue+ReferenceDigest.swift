import Funds
import Market
import Matching
import Memory

/// The reference data in the digest of a venue: firms, warehouses, instruments.
extension Venue {
  func mixReference(into digest: inout Digest) {
    for number in 1..<(reference.firmCount + 1) {
      let firm = reference.firms[number]
      digest.mix(firm.code.text)
      digest.mix(firm.controlGroup)
      digest.mix(firm.state.rawValue)
      digest.mix(firm.isOperator)
      digest.mix(firm.isStopped)
      digest.mix(firm.clearingMember.rawValue)
    }
    for number in 1..<(reference.warehouseCount + 1) {
      digest.mix(reference.warehouses[number].code.text)
      digest.mix(reference.warehouses[number].grade)
      digest.mix(reference.warehouses[number].isBonded)
      digest.mix(reference.warehouses[number].isHalted)
      digest.mix(reference.warehouses[number].situation?.rawValue ?? 0)
      digest.mix(stored[number].fen)
    }
  }

  func mixInstruments(into digest: inout Digest) {
    for number in 1..<(reference.instrumentCount + 1) {
      let instrument = reference.instruments[number]
      digest.mix(instrument.symbol.text)
      digest.mix(instrument.terms.documentUnit.thousandths)
      digest.mix(instrument.terms.highestPremium.tenThousandths)
      digest.mix(instrument.terms.titleTransferFeePerUnit.fen)
      digest.mix(instrument.terms.minimumTradeFee.fen)
      digest.mix(instrument.terms.tradeFeePerMillion)
      digest.mix(instrument.terms.toleranceBasisPoints)
      digest.mix(instrument.terms.guaranteeBasisPoints)
      digest.mix(instrument.tick.tenThousandths)
      digest.mix(instrument.minInterval.nanos)
      digest.mix(instrument.minInterval.days)
      digest.mix(instrument.tradingDay)
      digest.mix(instrument.marginNanos)
      digest.mix(instrument.leastPart.thousandths)
      digest.mix(Int64(instrument.band.lowest))
      digest.mix(Int64(instrument.band.highest))
      digest.mix(instrument.dynamicBasisPoints)
      digest.mix(instrument.interruptionNanos)
      digest.mix(UInt64(instrument.maxLots))
      digest.mix(instrument.phase.rawValue)
      digest.mix(instrument.halts.rawValue)
      digest.mix(instrument.situation?.rawValue ?? 0)
      digest.mix(instrument.calendarPhase.rawValue)
      digest.mix(instrument.bookMode?.rawValue ?? 0)
      digest.mix(Int64(instrument.referenceTick))
      mix(instrument.benchmark, worth: instrument.worthTick, into: &digest)
      digest.mix(Int64(instrument.lastTick ?? .min))
      digest.mix(Int64(instrument.election.lowest))
      digest.mix(Int64(instrument.election.highest))
      digest.mix(instrument.election.isDue)
      digest.mix(instrument.mdSeq)
      mix(instrument.progress, into: &digest)
      mix(reference.words[number], into: &digest)
      for book in [instrument.book, instrument.stopBook] {
        mixBook(book, .buy, into: &digest)
        mixBook(book, .sell, into: &digest)
      }
    }
  }

  private func mix(_ words: InstrumentWords, into digest: inout Digest) {
    for place in 0..<words.wordCount { digest.mix(words[word: place]) }
  }

  private func mix(_ benchmark: BenchmarkTerms, worth: Int32, into digest: inout Digest) {
    digest.mix(Int64(worth))
    digest.mix(benchmark.name.rawValue)
    digest.mix(Int64(benchmark.lowest))
    digest.mix(Int64(benchmark.highest))
    digest.mix(Int64(benchmark.tick))
    digest.mix(benchmark.isKnown)
  }

  private func mix(_ progress: PhaseProgress, into digest: inout Digest) {
    digest.mix(progress.entering?.phase.rawValue ?? 0)
    digest.mix(progress.waiting.close?.rawValue ?? 0)
    digest.mix(progress.waiting.last?.phase.rawValue ?? 0)
    digest.mix(progress.ending.bits)
    digest.mix(progress.isEnteringAtClose)
    switch progress.sweep {
    case .none: digest.mix(UInt8(0))
    case .prices: digest.mix(UInt8(1))
    case .stopLimits(let slot): digest.mix(slot)
    }
    if let work = progress.work {
      digest.mix(work.rawValue + 1)
      digest.mix(progress.fencesBefore)
    }
    switch progress.uncross {
    case .none: digest.mix(UInt8(0))
    case .due:
      digest.mix(UInt8(1))
      digest.mix(priceSearch?.search.lookedAt ?? 0)
    case .priced(let price):
      digest.mix(Int64(price.tick))
      digest.mix(price.lots)
    }
  }

  /// The OrderIDs of one side in their priority.
}
