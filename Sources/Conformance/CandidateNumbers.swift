/// Message numbers of a scenario and on the wire.
///
/// A scenario counts from where it says its session stands; another engine's session stands somewhere
/// else, and the engine may say more than the scenario knows of (a Heartbeat(0) at any time). So numbers
/// of a scenario are places: this knows what each place is on the wire.
struct CandidateNumbers: Equatable {
  /// The MsgSeqNum(34) of our next message, on the wire.
  var nextOut = 1
  /// The MsgSeqNum(34) of the candidate's next message, on the wire.
  var nextIn = 1
  /// The highest MsgSeqNum(34) that the candidate may have taken note of.
  private(set) var highestOut = 0
  private var outShift = 0
  /// What has come, by its number in the scenario.
  private var came: [Int: Int] = [:]
  private var lastCame = 0

  /// Both sides count from 1.
  mutating func reset() { self = CandidateNumbers() }

  /// The scenario's next numbers, ours and the candidate's, are the next ones on the wire.
  mutating func align(out: Int, in inbound: Int) {
    outShift = nextOut - out
    came = [:]
    lastCame = inbound - 1
  }

  /// The number of our next message in the scenario.
  var nextInScenario: Int { nextOut - outShift }

  /// A message of ours that may count or not has had this number.
  mutating func said(_ number: Int) { highestOut = max(highestOut, number) }

  /// The scenario's number stands for this one on the wire.
  mutating func note(_ number: Int, as wire: Int) { came[number] = wire }

  /// On the wire, a number of ours.
  func ours(_ number: Int) -> Int { number + outShift }

  /// On the wire, a number of the candidate's.
  func theirs(_ number: Int) -> Int { came[number] ?? nextIn + (number - lastCame - 1) }

  /// On the wire, where a gap fill up to this number of the candidate's may end: more may have been said
  /// behind the last message that the scenario knows.
  func ends(_ number: Int) -> ClosedRange<Int> {
    let last = theirs(number)
    guard let before = came[number - 1], before + 1 <= last else { return last...last }
    return before + 1...last
  }

  /// A message that the scenario knows under `number` has come as the next one.
  mutating func take(_ number: Int) {
    came[number] = nextIn
    lastCame = max(lastCame, number)
    nextIn += 1
  }

  /// A message of ours goes out, with this MsgSeqNum(34) on the wire; `newSeqNo` of a SequenceReset(4).
  mutating func sent(_ number: Int, newSeqNo: Int? = nil, isReset: Bool = false) {
    highestOut = max(highestOut, number, (newSeqNo ?? 0) - 1)
    if let newSeqNo {
      if isReset || number == nextOut { nextOut = max(nextOut, newSeqNo) }
    } else if number == nextOut {
      nextOut += 1
    }
  }

  /// A message of ours that the scenario does not know goes out as the next one; its number on the wire.
  mutating func insert() -> Int {
    let number = nextOut
    sent(number)
    outShift += 1
    return number
  }

  /// For a connection after an end that nobody knows: behind everything that we ever sent.
  mutating func goBeyond() { nextOut = max(nextOut, highestOut + 1) }
}
