import Agents
import Market

/// Why a follower does not go on, or can't be made the venue.
enum FollowerProblem: Error, CustomStringConvertible {
  case notAPlace(String)
  case noMark(String)
  case follows(String, from: String)
  case followsNobody(String)
  case nothingToPromote(String)
  case otherPosition(Sequence, made: UInt64, said: UInt64)
  case refused(LineLoss)
  /// The venue lacks what it had committed.
  case venueHasLost(Sequence, last: Sequence)
  case superseded(own: UInt64, other: UInt64)

  var description: String {
    switch self {
    case .notAPlace(let text): "'\(text)' is no HOST:PORT with a numeric host, like 10.0.0.5:9890"
    case .noMark(let path):
      "\(path) is damaged: it has three lines, the venue's place, a number and a term"
    case .follows(let directory, let from):
      "\(directory) follows the venue at \(from): `cangdan promote --data \(directory)` makes it the "
        + "venue's, once nobody else serves that log"
    case .followsNobody(let directory):
      "\(directory) follows nobody: there is nothing to promote; `cangdan serve` has it"
    case .nothingToPromote(let directory): "\(directory) has no command of the venue's log yet"
    case .otherPosition(let sequence, let made, let said):
      "the events before command \(sequence.rawValue) end at \(made), where the log says \(said): "
        + "this core does not mean what the log means"
    case .refused(let loss): "\(loss)"
    case .venueHasLost(let common, let last):
      "the venue does not have command \(common.rawValue + 1), which it had committed; this log goes to "
        + "\(last.rawValue): look which of both is the market's before anything is thrown away"
    case .superseded(let own, let other):
      "this log goes on in term \(other) at another machine; this venue is in term \(own), commits nothing "
        + "more and ends: `cangdan follow --from` makes its directory a follower of the other one"
    }
  }
}
