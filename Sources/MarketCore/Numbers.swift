import Market

/// The numbers that the core gives, each unique for ever, and the log's term.
struct Numbers: BitwiseCopyable {
  private(set) var lastOrderID: UInt64 = 0
  private(set) var lastExecID: UInt64 = 0
  private(set) var lastTradeID: UInt64 = 0
  private(set) var lastInstructionID: UInt64 = 0
  var term: UInt64 = 0

  mutating func nextOrderID() -> OrderID {
    lastOrderID += 1
    return OrderID(rawValue: lastOrderID)
  }

  mutating func nextExecID() -> ExecID {
    lastExecID += 1
    return ExecID(rawValue: lastExecID)
  }

  mutating func nextInstructionID() -> InstructionID {
    lastInstructionID += 1
    return InstructionID(rawValue: lastInstructionID)
  }

  mutating func nextTradeID() -> TradeID {
    lastTradeID += 1
    return TradeID(rawValue: lastTradeID)
  }
}
