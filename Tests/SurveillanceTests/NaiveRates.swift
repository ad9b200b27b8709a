import Market
import Surveillance

/// The monitors as their rules say them: each message is kept for ever, and everything is counted anew.
struct NaiveRates {
  struct Key: Hashable {
    var firm: UInt32
    var account: String
  }

  struct Finding: Equatable {
    var code: MonitorCode
    var isOfGroup: Bool
    var window: Int
    var day: Int
  }

  private struct Line {
    var times: [Int64] = []
    var told: [MonitorCode: Int64] = [:]
    /// When the bursts began.
    var bursts: [Int64] = []
  }

  let terms: RateTerms
  private var lines: [Key: Line] = [:]
  static let second: Int64 = 1_000_000_000

  init(_ terms: RateTerms) { self.terms = terms }

  /// What a message brings about; nil where it is refused, with what is told then.
  mutating func take(_ message: RateMessage, at now: Int64) -> (isTaken: Bool, [Finding]) {
    let account = Key(firm: message.firm.rawValue, account: "\(message.account.text)")
    let group = Key(firm: message.group, account: "*")
    let over = [account, group].filter {
      within(second: $0, now) + Int(message.weight) > Int(terms.throttle)
    }
    if terms.throttle > 0 && !message.isCancel && !over.isEmpty {
      let findings = over.compactMap { key -> Finding? in
        tell(.rateThrottle, key, now, again: Self.second) ? finding(.rateThrottle, key, now) : nil
      }
      return (false, findings)
    }
    return (true, [account, group].flatMap { add(message.weight, to: $0, now) })
  }

  private func within(second key: Key, _ now: Int64) -> Int {
    lines[key, default: Line()].times.filter { $0 > now - Self.second }.count
  }

  private func day(_ time: Int64) -> Int64 {
    (time / Self.second + Int64(terms.utcOffsetSeconds)) / 86_400
  }

  private func today(_ key: Key, _ now: Int64) -> Int {
    lines[key, default: Line()].times.filter { day($0) == day(now) }.count
  }

  private mutating func add(_ weight: UInt32, to key: Key, _ now: Int64) -> [Finding] {
    var codes: [MonitorCode] = []
    for _ in 0..<weight {
      lines[key, default: Line()].times.append(now)
      if endsBurst(key), today(bursts: key, now) >= terms.bursts,
        tellOnce(.mustRegister, key, now)
      {
        codes.append(.mustRegister)
      }
    }
    let count = within(second: key, now)
    if count >= terms.highRate && tellOnce(.highRate, key, now) { codes.append(.highRate) }
    if today(key, now) >= terms.highDay && tellOnce(.highDay, key, now) { codes.append(.highDay) }
    if count >= terms.warning && tell(.rateWarning, key, now, again: Self.second) {
      codes.append(.rateWarning)
    }
    return MonitorCode.allCases.filter(codes.contains).map { finding($0, key, now) }
  }

  /// So many messages within a second, of which none lies within an earlier burst.
  private mutating func endsBurst(_ key: Key) -> Bool {
    let line = lines[key, default: Line()]
    let end = line.bursts.last.map { $0 + Self.second } ?? .min
    let later = line.times.filter { $0 >= end }.suffix(Int(terms.burstMessages))
    guard later.count == Int(terms.burstMessages), let first = later.first,
      line.times[line.times.count - 1] - first < Self.second
    else { return false }
    lines[key]?.bursts.append(first)
    burstDays[key, default: []].append(line.times[line.times.count - 1])
    return true
  }

  /// When each burst was complete: it counts on that day.
  private var burstDays: [Key: [Int64]] = [:]

  private func today(bursts key: Key, _ now: Int64) -> UInt32 {
    UInt32(burstDays[key, default: []].filter { day($0) == day(now) }.count)
  }

  private mutating func tellOnce(_ code: MonitorCode, _ key: Key, _ now: Int64) -> Bool {
    if let last = lines[key]?.told[code], day(last) == day(now) { return false }
    lines[key]?.told[code] = now
    return true
  }

  private mutating func tell(
    _ code: MonitorCode, _ key: Key, _ now: Int64, again: Int64
  ) -> Bool {
    if let last = lines[key]?.told[code], now < last + again { return false }
    lines[key, default: Line()].told[code] = now
    return true
  }

  private func finding(_ code: MonitorCode, _ key: Key, _ now: Int64) -> Finding {
    Finding(
      code: code, isOfGroup: key.account == "*", window: within(second: key, now),
      day: today(key, now))
  }
}
