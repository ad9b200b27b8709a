/// ClOrdID(11): the counterparty's own number of an order; at most 32 printable ASCII bytes.
public struct ClOrdID: Hashable, Sendable, BitwiseCopyable {
  public var text: Text32
  public init(_ text: Text32) { self.text = text }
  public init() { text = Text32() }
}

/// Symbol(55): the venue's code of an instrument; at most 16 bytes.
public struct Symbol: Hashable, Sendable, BitwiseCopyable {
  public var text: Text16
  public init(_ text: Text16) { self.text = text }
  public init() { text = Text16() }

  /// The commodity: what stands before the first hyphen, or all where none does.
  public var commodity: Text16 {
    var commodity = Text16()
    for index in 0..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "-"), index > 0 { break }
      commodity[word: index >> 3] |= UInt64(byte) << UInt64((index & 7) << 3)
    }
    return commodity
  }
}

/// Account(1): an account of a firm at the venue; at most 16 bytes.
public struct AccountCode: Hashable, Sendable, BitwiseCopyable {
  public var text: Text16
  public init(_ text: Text16) { self.text = text }
  public init() { text = Text16() }
}

/// TitleDocID(7701): a market-unique number of a receipt or bill of lading; at most 32 bytes.
public struct TitleDocID: Hashable, Sendable, BitwiseCopyable {
  public var text: Text32
  public init(_ text: Text32) { self.text = text }
  public init() { text = Text32() }
}

/// SenderCompID(49), TargetCompID(56), or the code of a firm; at most 16 bytes.
public struct CompID: Hashable, Sendable, BitwiseCopyable {
  public var text: Text16
  public init(_ text: Text16) { self.text = text }
  public init() { text = Text16() }
}

/// A firm's place in the reference data, from 1; 0 is nobody.
public struct FirmID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public static var none: FirmID { FirmID(rawValue: 0) }
  public static func < (a: FirmID, b: FirmID) -> Bool { a.rawValue < b.rawValue }
}

/// A session's place in the reference data, from 1; 0 is the venue itself.
public struct SessionID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public static var venue: SessionID { SessionID(rawValue: 0) }
  public static func < (a: SessionID, b: SessionID) -> Bool { a.rawValue < b.rawValue }
}

/// An instrument's place in the reference data, from 1; 0 is none, or all where so documented.
public struct InstrumentID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public static var none: InstrumentID { InstrumentID(rawValue: 0) }
  public static func < (a: InstrumentID, b: InstrumentID) -> Bool { a.rawValue < b.rawValue }
}

/// OrderID(37): unique for ever, counted from 1 by the core; 0 is none. On the wire in decimal.
public struct OrderID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public static var none: OrderID { OrderID(rawValue: 0) }
  public static func < (a: OrderID, b: OrderID) -> Bool { a.rawValue < b.rawValue }
}

/// ExecID(17): unique for ever, counted from 1 by the core. On the wire in decimal.
public struct ExecID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public static var none: ExecID { ExecID(rawValue: 0) }
  public static func < (a: ExecID, b: ExecID) -> Bool { a.rawValue < b.rawValue }
}

/// The trade's id, SecondaryExecID(527) on 35=8, TrdMatchID(880) elsewhere: unique for ever.
public struct TradeID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public static var none: TradeID { TradeID(rawValue: 0) }
  public static func < (a: TradeID, b: TradeID) -> Bool { a.rawValue < b.rawValue }
}

/// An instruction of the venue to an institution: unique for ever, counted from 1 by the core; 0 is none.
public struct InstructionID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public static var none: InstructionID { InstructionID(rawValue: 0) }
  public static func < (a: InstructionID, b: InstructionID) -> Bool { a.rawValue < b.rawValue }
}

/// MsgSeqNum(34): from 1 in each epoch of a session and direction.
public struct MsgSeqNum: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public static func < (a: MsgSeqNum, b: MsgSeqNum) -> Bool { a.rawValue < b.rawValue }
  public var next: MsgSeqNum { MsgSeqNum(rawValue: rawValue + 1) }
}

/// A session's numbering period: every reset opens the next; from 1.
public struct Epoch: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public static func < (a: Epoch, b: Epoch) -> Bool { a.rawValue < b.rawValue }
  public var next: Epoch { Epoch(rawValue: rawValue + 1) }
}

/// A command's place in the command log, from 1.
public struct Sequence: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public static func < (a: Sequence, b: Sequence) -> Bool { a.rawValue < b.rawValue }
  public var next: Sequence { Sequence(rawValue: rawValue + 1) }
}
