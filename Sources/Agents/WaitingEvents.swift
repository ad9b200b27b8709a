import Memory

/// Where the events stand that wait for a session which is away, or does not read: so that whoever comes
/// back late is given its own and nothing else is looked at.
///
/// The gateway comes by every event once and puts its position down for the session. Where the room for
/// positions is used up, events are looked for from there on, one after the other.
struct WaitingEvents {
  /// Positions of one session, so that one that never comes back leaves room to the others.
  static var positionsMost: Int { 16_384 }

  private var firstBlock = PositionBlocks.none
  private var lastBlock = PositionBlocks.none
  /// Places of the first block that are done with.
  private var done = 0
  private var count = 0
  /// From here on nothing is put down.
  private var searchFrom: UInt64?

  var isEmpty: Bool { count == 0 && searchFrom == nil }

  /// The event at `position` waits, behind all that do.
  mutating func append(_ position: UInt64, _ blocks: inout PositionBlocks) {
    if searchFrom != nil { return }
    let place = (done + count) % PositionBlocks.places
    if count == 0 || place == 0 {
      guard count < Self.positionsMost, let block = blocks.take() else {
        searchFrom = position
        return
      }
      if count == 0 {
        firstBlock = block
        done = 0
      } else {
        blocks.follow(lastBlock, by: block)
      }
      lastBlock = block
    }
    blocks.set(position, lastBlock, (done + count) % PositionBlocks.places)
    count += 1
  }

  /// Where the first one stands, or where it is looked for; nil where none waits.
  func first(_ blocks: borrowing PositionBlocks) -> UInt64? {
    count > 0 ? blocks.position(firstBlock, done) : searchFrom
  }

  /// The event that was the first is done with; the next one begins at `end`.
  mutating func removeFirst(end: UInt64, _ blocks: inout PositionBlocks) {
    precondition(!isEmpty, "an event has waited")
    guard count > 0 else {
      searchFrom = end
      return
    }
    count -= 1
    done += 1
    if count == 0 || done == PositionBlocks.places {
      firstBlock = blocks.give(firstBlock)
      done = 0
    }
  }

  /// All events from `position` on are to be looked at, whatever was put down.
  mutating func search(from position: UInt64, _ blocks: inout PositionBlocks) {
    while count > 0 { removeFirst(end: position, &blocks) }
    searchFrom = position
  }

  /// The gateway has read up to `position`: who has looked so far waits for nothing.
  mutating func endSearch(at position: UInt64) {
    if count == 0, let from = searchFrom, from >= position { searchFrom = nil }
  }
}

/// Room for positions of waiting events, for all sessions of a gateway, allocated once.
struct PositionBlocks: ~Copyable {
  /// Positions of one block.
  static var places: Int { 16 }
  static var none: UInt32 { .max }

  private var pool: SlotPool
  private var next: Slab<UInt32>
  private var positions: Slab<UInt64>

  init(blocks: Int) {
    pool = SlotPool(capacity: blocks)
    next = Slab(capacity: blocks, repeating: Self.none)
    positions = Slab(capacity: blocks * Self.places, repeating: 0)
  }

  /// Blocks that nobody has.
  var available: Int { pool.available }

  /// A block that nobody has; nil where there is none.
  mutating func take() -> UInt32? {
    guard let block = pool.take() else { return nil }
    next[block] = Self.none
    return block
  }

  /// Gives a block back; the one that followed it.
  mutating func give(_ block: UInt32) -> UInt32 {
    pool.give(block)
    return next[block]
  }

  mutating func follow(_ block: UInt32, by other: UInt32) { next[block] = other }

  func position(_ block: UInt32, _ place: Int) -> UInt64 {
    positions[block * UInt32(Self.places) + UInt32(place)]
  }

  mutating func set(_ position: UInt64, _ block: UInt32, _ place: Int) {
    positions[block * UInt32(Self.places) + UInt32(place)] = position
  }
}
