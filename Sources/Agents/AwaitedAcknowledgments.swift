import Market

/// What is synced here and waits for the follower's word: up to which command, and where its events end.
struct AwaitedAcknowledgments {
  private struct Place {
    var sequence: Sequence
    var position: UInt64
  }

  private var places: [Place] = []

  /// So many places are told apart; what is synced behind them counts as the last one.
  static var most: Int { 64 }

  init() { places.reserveCapacity(Self.most) }

  /// The command that the follower must have for anything to be committed; nil where nothing waits.
  var next: Sequence? { places.first?.sequence }

  /// Commands up to `sequence`, whose events end at `position`, are synced.
  mutating func add(_ sequence: Sequence, _ position: UInt64) {
    if let last = places.last, last.position >= position { return }
    if places.count == Self.most { places.removeLast() }
    places.append(Place(sequence: sequence, position: position))
  }

  /// Where events end whose commands are all acknowledged; nil where there are no more than before.
  mutating func take(upTo acknowledged: Sequence) -> UInt64? {
    guard let end = places.lastIndex(where: { $0.sequence <= acknowledged }) else { return nil }
    let position = places[end].position
    places.removeSubrange(0...end)
    return position
  }
}
