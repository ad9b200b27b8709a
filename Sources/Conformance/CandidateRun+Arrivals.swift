import Market

/// What comes over the line, and what is kept of it.
extension CandidateRun {
  func deviation(_ number: Int, _ expected: String, _ arrival: CandidateArrival)
    -> CandidateDeviation
  {
    let came =
      switch arrival {
      case .message(let bytes): CandidateMessage(bytes).text
      case .garbage(let bytes): "bytes that are no FIX message: \(Self.shown(bytes))"
      case .closed: CandidateDeviation.closed
      case .nothing: "nothing within \(Double(settings.answerNanos) / 1e9) s"
      }
    return CandidateDeviation(line: number, expected: expected, came: came)
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    String(
      decoding: bytes.prefix(80).map { (0x20...0x7e).contains($0) ? $0 : $0 == 1 ? 0x7c : 0x2e },
      as: UTF8.self)
  }

  /// The next thing that comes, or has come and waits.
  mutating func take(until: Instant) -> CandidateArrival {
    if let waiting {
      self.waiting = nil
      return waiting
    }
    return receive(until: until)
  }

  mutating func receive(until: Instant) -> CandidateArrival {
    let arrival = line.next(until: until)
    if case .message(let bytes) = arrival { record("E", bytes) }
    return arrival
  }

  mutating func record(_ direction: String, _ bytes: [UInt8]) {
    guard records.count < 200 else { return }
    records.append(
      CandidateRecord(
        direction: direction, time: line.now, text: CandidateMessage.text(bytes)))
  }
}
