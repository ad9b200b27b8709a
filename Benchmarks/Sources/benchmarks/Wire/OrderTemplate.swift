import Foundation

/// A NewOrderSingle(D) of a fixed length, made once; number, time, ClOrdID(11), price and checksum
/// are written into a copy of it.
@safe
final class OrderTemplate {
  /// What one order says besides what all say.
  struct Order {
    /// MsgSeqNum(34).
    var msgSeqNum: Int
    /// The digits of ClOrdID(11).
    var clOrdID: Int
    /// Price(44), 100 to 999.
    var price: Int
  }

  /// Bytes of every message.
  static let byteCount = 200
  static let clOrdIDDigits = 16

  private let bytes: UnsafeMutablePointer<UInt8>
  private let msgSeqNumAt: Int
  private let sendingTimeAt: Int
  /// Where the digits of ClOrdID(11) stand.
  let clOrdIDAt: Int
  private let transactTimeAt: Int
  private let priceAt: Int

  /// `firm` is the one of the sender: its account is named.
  init(sender: String, firm: String? = nil, side: Int) {
    let date = Self.today
    let fields = [
      "35=D", "49=\(sender)", "56=CANGDAN", "34=000000000", "52=\(date)-00:00:00.000",
      "11=0000000000000000", "1=\(firm ?? sender)-1", "21=1", "55=\(WireMarket.symbol)",
      "54=\(side)", "60=\(date)-00:00:00.000", "38=1", "40=2", "44=000", "15=CNY", "59=0",
    ]
    let body = fields.joined(separator: "|") + "|58="
    let padding = Self.byteCount - "8=FIX.4.4|9=000|".count - body.count - "|10=000|".count
    precondition(padding > 0, "the fields leave room for a text")
    let whole = body + String(repeating: "x", count: padding) + "|"
    let message = Array("8=FIX.4.4|9=\(whole.count)|\(whole)10=000|".utf8)
    precondition(message.count == Self.byteCount, "every message has the same length")
    func place(_ tag: String) -> Int {
      let text = Array("|\(tag)=".utf8)
      let at = (0..<message.count - text.count).first { message[$0...].starts(with: text) }
      guard let at else { preconditionFailure("the template has \(tag)") }
      return at + text.count
    }
    unsafe bytes = .allocate(capacity: message.count)
    for (index, byte) in message.enumerated() { unsafe bytes[index] = byte == 0x7c ? 1 : byte }
    msgSeqNumAt = place("34")
    sendingTimeAt = place("52") + 9
    clOrdIDAt = place("11")
    transactTimeAt = place("60") + 9
    priceAt = place("44")
  }

  deinit { unsafe bytes.deallocate() }

  /// Writes a message at `target`, which has room for it.
  func write(_ order: Order, at target: UnsafeMutablePointer<UInt8>) {
    unsafe target.update(from: bytes, count: Self.byteCount)
    unsafe Self.digits(order.msgSeqNum, 9, target + msgSeqNumAt)
    unsafe Self.digits(order.clOrdID, Self.clOrdIDDigits, target + clOrdIDAt)
    unsafe Self.digits(order.price, 3, target + priceAt)
    unsafe Self.time(target + sendingTimeAt)
    unsafe (target + transactTimeAt).update(from: target + sendingTimeAt, count: 12)
    var sum: UInt8 = 0
    for index in 0..<Self.byteCount - 7 { sum &+= unsafe target[index] }
    unsafe Self.digits(Int(sum), 3, target + Self.byteCount - 4)
  }

  /// The time of day, HH:MM:SS.sss.
  private static func time(_ target: UnsafeMutablePointer<UInt8>) {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    let second = time.tv_sec % 86_400
    unsafe digits(second / 3_600, 2, target)
    unsafe digits(second / 60 % 60, 2, target + 3)
    unsafe digits(second % 60, 2, target + 6)
    unsafe digits(time.tv_nsec / 1_000_000, 3, target + 9)
  }

  private static func digits(_ value: Int, _ count: Int, _ target: UnsafeMutablePointer<UInt8>) {
    var rest = UInt64(value)
    var place = count
    while place > 0 {
      place &-= 1
      unsafe target[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// The date in UTC, YYYYMMDD.
  static var today: String {
    var time = Glibc.time(nil)
    var parts = unsafe tm()
    unsafe gmtime_r(&time, &parts)
    return String(
      format: "%04d%02d%02d", unsafe parts.tm_year + 1_900, unsafe parts.tm_mon + 1,
      unsafe parts.tm_mday)
  }
}
